"""A proof as Python has it: the conclusion, the facts it rests on; it prints as lines, and unfolds in a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from treatygraph.faces.render import proof_lines
from treatygraph.facts.model import OWN_LANGUAGE


@dataclass(frozen=True, kw_only=True)
class Why:
    """A proof: the acts, the rules and the sources that lead to a conclusion."""

    #: Nested plain values: rule, basis, sentence, facts, because.
    tree: dict[str, Any]
    sources: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    #: The language of its sentences.
    lang: str = OWN_LANGUAGE

    @property
    def sentence(self) -> str:
        """The conclusion."""
        return str(self.tree["sentence"])

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it rests on, each as `table/identifier`."""
        found: set[str] = set()

        def walk(step: dict[str, Any]) -> None:
            found.update(step["facts"])
            for under in step["because"]:
                walk(under)

        walk(self.tree)
        return tuple(sorted(found))

    def __repr__(self) -> str:
        """Return the proof as indented lines."""
        lines = [f"{'  ' * depth}{sentence} [{basis}]" for depth, sentence, basis in proof_lines(self.tree)]
        lines += [f"Source {identifier}: {title}" for identifier, title in self.sources]
        return "\n".join([*lines, *(f"- {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        """Return the proof as a tree that unfolds."""

        def step(node: dict[str, Any]) -> str:
            head = f"{html.escape(node['sentence'])} <small>[{html.escape(node['basis'])}]</small>"
            if not node["because"]:
                return f"<li>{head}</li>"
            inner = "".join(step(under) for under in node["because"])
            return f"<li><details open><summary>{head}</summary><ul>{inner}</ul></details></li>"

        sources = "".join(f"<li>{html.escape(i)}: {html.escape(title)}</li>" for i, title in self.sources)
        return f"<ul>{step(self.tree)}</ul><p>Sources</p><ul>{sources}</ul>"
