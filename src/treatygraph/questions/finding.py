"""Finding what people type: a participant, treaty, chapter, provision, paragraph or question, in any language.

What names one thing exactly leads straight to it. Else the words lead to suggestions, and a slip of the hand is
forgiven; a text that leads nowhere gives none, since a wrong hint is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from treatygraph.errors import AmbiguousNameError, UnknownNameError
from treatygraph.facts.lookups import (
    cite,
    find_chapter,
    find_paragraph,
    find_participant,
    find_provision,
    participants_like,
    treaties_called,
    treaties_like,
)
from treatygraph.facts.plain import plain
from treatygraph.facts.register import Register
from treatygraph.facts.wording import begins
from treatygraph.questions.catalogue import questions
from treatygraph.questions.columns import columns
from treatygraph.questions.question import Table

#: A longer text is no name; it is not looked for.
LONGEST = 200
#: So many of a kind are suggested.
MOST = 20


class Kind(StrEnum):
    """What can be found."""

    PARTICIPANT = "participant"
    TREATY = "treaty"
    CHAPTER = "chapter"
    PROVISION = "provision"
    PARAGRAPH = "paragraph"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found, by its identifier."""

    kind: Kind
    id: str


class Finder:
    """Finds in one register; what is compared is made once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._provisions = tuple(
            (p.id, plain(" ".join(register.texts(p, "heading").values())))
            for p in register.facts.provisions
            if p.heading and p.instrument in register.treaties
        )
        self._questions = tuple(
            (q.id, plain(" ".join((*q.sentences.values(), q.description, *q.tags)))) for q in questions().values()
        )
        self._paragraphs = tuple(
            (register.paragraph_name(p), plain(" ".join(register.texts(p, "summary").values())))
            for p in register.paragraphs.values()
        )

    def exactly(self, text: str) -> tuple[Hit, ...]:
        """Return what a text names as a whole; `SOM` may be a State and a protocol, and both are told."""
        text = text.strip()
        if not text or len(text) > LONGEST:
            return ()
        register = self._register
        found = [Hit(kind=Kind.TREATY, id=t) for t in treaties_called(register, text)]
        if not found or text != text.lower():
            found += _named(Kind.PARTICIPANT, lambda: find_participant(register, text))
        if not found and not text.isdigit():
            found += _named(Kind.CHAPTER, lambda: find_chapter(register, text))
        if not found and any(sign.isdigit() for sign in text):
            found += _named(Kind.PROVISION, lambda: find_provision(register, text))
            if not text.isdigit():
                found += _named(Kind.PARAGRAPH, lambda: find_paragraph(register, text), register.paragraph_name)
        if text in questions():
            found.append(Hit(kind=Kind.QUESTION, id=text))
        return tuple(found)

    def like(self, text: str) -> Mapping[Kind, tuple[Hit, ...]]:
        """Return suggestions for a text by kind; kinds without any are left out."""
        text = text.strip()
        asked = plain(text)
        if not asked or len(text) > LONGEST:
            return {}
        found: dict[Kind, tuple[str, ...]] = {
            Kind.PARTICIPANT: participants_like(self._register, text),
            Kind.TREATY: treaties_like(self._register, text) or self._register.other_names.with_words(text),
        }
        # One letter begins some word of nearly everything.
        if len(asked) > 1 or not asked.isascii():
            found[Kind.PROVISION] = tuple(p for p, words in self._provisions if begins(asked, words))
            found[Kind.PARAGRAPH] = tuple(p for p, words in self._paragraphs if begins(asked, words))
            found[Kind.QUESTION] = tuple(q for q, words in self._questions if begins(asked, words))
        return {
            kind: tuple(Hit(kind=kind, id=identifier) for identifier in identifiers)
            for kind, identifiers in found.items()
            if identifiers
        }


def listing(register: Register, text: str) -> Table:
    """Return what a text names or may mean: a row for each, what is named exactly first.

    Columns: what it is, the identifier that every question and command takes, what it is called, and whether the text
    names it exactly. At most 20 of a kind stand in it; a note tells of the others. A text of more than 200 letters is
    no name: nothing is found, and a note says so.
    """
    finder = Finder(register)
    exact = finder.exactly(text)
    groups = {kind: tuple(h for h in hits if h not in exact) for kind, hits in finder.like(text).items()}
    shown = [(hit, True) for hit in exact] + [(hit, False) for hits in groups.values() for hit in hits[:MOST]]
    notes = [
        f"{len(hits) - MOST} more of the kind {kind}: type more of the name."
        for kind, hits in groups.items()
        if len(hits) > MOST
    ]
    if len(text.strip()) > LONGEST:
        notes.append(f"A text of more than {LONGEST} letters is no name. Type a few words of it.")
    elif not shown:
        notes.append(
            "Nothing is called so. A participant answers to its name in six languages or its code (CHE), a treaty to "
            "its title, short name (som) or number with the depositary (XVIII-12-b), a provision to som 6(1)."
        )
    return Table.of(
        title=f"What {text.strip()[:60]!r} may mean",
        columns=columns("found", "identifier", "name", "exactly"),
        records=(
            {"found": hit.kind.value, "identifier": hit.id, "name": _called(register, hit), "exactly": named}
            for hit, named in shown
        ),
        notes=tuple(notes),
    )


def _called(register: Register, hit: Hit) -> str:
    match hit.kind:
        case Kind.PARTICIPANT:
            return register.name(hit.id)
        case Kind.TREATY:
            return register.instruments[hit.id].title
        case Kind.CHAPTER:
            return register.chapters[hit.id].title
        case Kind.PROVISION:
            found = register.provisions[hit.id]
            return f"{register.instruments[found.instrument].short_title}, {cite(found)}: {found.heading}"
        case Kind.PARAGRAPH:
            return next(p.summary for p in register.paragraphs.values() if register.paragraph_name(p) == hit.id)
        case Kind.QUESTION:
            return questions()[hit.id].sentence()


def _named(kind: Kind, find: Callable[[], Any], named: Callable[[Any], str] | None = None) -> list[Hit]:
    try:
        found = find()
    except (UnknownNameError, AmbiguousNameError):
        return []
    return [Hit(kind=kind, id=named(found) if named is not None else found.id)]
