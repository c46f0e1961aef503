"""Write the generated pages of `docs/` (run by `make docs`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from treatygraph.law.rules import RULES

DOCS = Path(__file__).parent


_HEAD = """# The law, rule by rule

Made by `make docs` from `src/treatygraph/law/rules.py` and `tests/cases/`; a test keeps it in step.
Rules about a given treaty are data (`data/instruments/clauses.csv`): where the basis says *the treaty's clause*,
a proof names the article of the treaty at hand. Where the law is disputed, the sentence names both readings.

| rule | legal basis | module | cases |
|---|---|---|---|
"""


def law_page(cases: Iterable[Mapping[str, object]]) -> str:
    """Return `the-law.md`: rule, article, module, case.

    Args:
        cases: The cases, each with `name`, `rules` and `file`.
    """
    told: dict[str, list[str]] = {}
    for case in cases:
        rules = case["rules"]
        assert isinstance(rules, list)
        for rule in rules:
            told.setdefault(rule, []).append(f"{case['name']} ({case['file']})")
    lines = []
    for rule in RULES.values():
        found = "<br>".join(told.get(rule.id, ()))
        module = f"[`law/{rule.module}`](../src/treatygraph/law/{rule.module}.py)"
        lines.append(f"| **{rule.title}** (`{rule.id}`) | {rule.basis} | {module} | {found} |\n")
    sentences = ["\n## What a proof says\n\n"]
    sentences += [f"- `{rule.id}`: {rule.sentence}\n" for rule in RULES.values()]
    return _HEAD + "".join(lines) + "".join(sentences)


def cases() -> list[dict[str, object]]:
    """Return the cases with the file each stands in."""
    found = []
    for path in sorted((DOCS.parent / "tests" / "cases").glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            found.append({**case, "file": path.name})
    return found


if __name__ == "__main__":
    (DOCS / "the-law.md").write_text(law_page(cases()), encoding="utf-8")
