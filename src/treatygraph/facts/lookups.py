"""From the names people use to the identifiers of the data; near misses are suggested.

Participants answer to ISO 3166-1 alpha-2 and alpha-3, M49, names in six languages, earlier names and codes;
treaties to their short identifier, their number with the depositary, and their titles.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from treatygraph.errors import AmbiguousNameError, UnknownNameError
from treatygraph.facts.model import (
    Chapter,
    Instrument,
    Obligation,
    Paragraph,
    Participant,
    Provision,
    Region,
    Source,
    Term,
    TreatySet,
)
from treatygraph.facts.plain import plain
from treatygraph.facts.register import Register
from treatygraph.facts.treaty_names import chapter, chapter_order
from treatygraph.facts.wording import Hints, begins, words

#: Longer input is no name; it is refused before anything is computed on it.
_LONGEST = 200


def _near(text: str, known: Iterable[str], cutoff: float = 0.6) -> list[str]:
    return difflib.get_close_matches(text, sorted(set(known)), n=3, cutoff=cutoff)


def _checked(kind: str, text: str) -> str:
    # From a notebook anything may come.
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
        raise UnknownNameError(kind, str(text), remedy="Give a name or a code, as text.")
    return text.strip()


def find_participant(register: Register, text: str) -> Participant:
    """Return the participant that `text` names.

    Raises:
        UnknownNameError: Nobody bears the name or code; near ones are in the message.
        AmbiguousNameError: More than one participant bears the name.
    """
    text = _checked("participant", text)
    code = text.upper()
    if code in register.participants_by_code:
        return register.participants_by_code[code]
    m49 = text.zfill(3)
    coded = register.coded.get(code) or (register.coded.get(m49) if text.isascii() and text.isdigit() else None)
    if coded is not None:
        return register.participants[coded]
    found = register.bearers.get(plain(text)) or register.bearers_by_words.get(words(text), frozenset())
    if len(found) == 1:
        return register.participants[next(iter(found))]
    if found:
        shown = tuple(f"{register.name(p)} ({p})" for p in sorted(found))
        raise AmbiguousNameError("participant", text, shown)
    remedy = "Write a name in a UN language, or a code such as CHE; the list of participants names all of the data."
    treaties = treaties_called(register, text)
    if treaties:
        # Given in the other order, or in place of the other: what sounds like it would lead astray.
        raise UnknownNameError(
            "participant", text, (), f"It names a treaty, {register.instruments[treaties[0]].short_title}. {remedy}"
        )
    near = tuple(f"{register.name(p)} ({p})" for p in register.participants_hinted.of(text))
    raise UnknownNameError("participant", text, near, remedy)


def treaties_called(register: Register, text: str) -> tuple[str, ...]:
    """Return the treaties that a text names as a whole: those of the data, and those the depositary lists beside.

    A name that one of the data shares with one of which no act is known leads to neither by itself.
    """
    others = register.other_names.called(text)
    listed = tuple(t for t in others if register.instruments[t].untc_number is not None)
    return (*register.treaty_names.called(text), *listed)


def participants_like(register: Register, text: str) -> tuple[str, ...]:
    """Return the participants that a text may mean: the one it names; else those whose words it begins; else near ones.

    A text that names one leads to nobody else: `US` is no part of a name, but a code.
    """
    try:
        return (find_participant(register, text).id,)
    except UnknownNameError as unknown:
        if len(unknown.text) > _LONGEST:
            return ()
    except AmbiguousNameError:
        pass
    asked = plain(text)
    found = {p for name, who in register.bearers.items() if begins(asked, name) for p in who}
    if found:
        return tuple(p for p in register.participants if p in found)
    return register.participants_hinted.of(text)


def treaties_like(register: Register, text: str) -> tuple[str, ...]:
    """Return the treaties that a text may mean: those it names or of which a name has its words; else near ones."""
    if not 0 < len(text.strip()) <= _LONGEST:
        return ()
    names, asked = register.treaty_names, plain(text)
    found = names.called(text) or names.with_words(text) or names.with_part(text)
    if not found:
        begun = {t for name, who in names.bearers.items() if begins(asked, name) for t in who}
        found = tuple(t for t in register.treaties if t in begun) or names.hinted.of(text)
    return found


def find_treaty(register: Register, text: str) -> Instrument:
    """Return the treaty (with participants in the data) that `text` names.

    Raises:
        UnknownNameError: No treaty of the data answers to it.
        AmbiguousNameError: More than one does; each is named with its number.
    """
    text = _checked("treaty", text)
    if text in register.coverage:
        # An identifier of the data is nobody else's; most questions come with one.
        return register.instruments[text]
    names = register.treaty_names
    found = treaties_called(register, text) or names.with_words(text) or names.with_part(text)
    if len(found) == 1 and found[0] in register.coverage:
        return register.instruments[found[0]]
    if len(found) > 1:
        raise AmbiguousNameError("treaty", text, _told(register, found), "Use its number with the depositary.")
    known = f"The treaties read to obligation level are {', '.join(register.in_depth)}."
    if register.other_names.called(text):
        raise UnknownNameError(
            "treaty", text, (), f"The instrument is known, but its participants are not in the data. {known}"
        )
    try:
        participant = find_participant(register, text)
    except (UnknownNameError, AmbiguousNameError):
        near = names.hinted.of(text)
        raise UnknownNameError("treaty", text, near, f"The list of treaties names them all. {known}") from None
    raise UnknownNameError("treaty", text, (), f"It names a participant, {register.name(participant.id)}. {known}")


#: More candidates than this help nobody; how many others there are is told.
_MOST = 8


def _told(register: Register, treaties: tuple[str, ...]) -> tuple[str, ...]:
    shown = (f"{register.instruments[t].short_title} ({register.instruments[t].untc_number or t})" for t in treaties)
    more = (f"and {len(treaties) - _MOST} more",) if len(treaties) > _MOST else ()
    return (*tuple(shown)[:_MOST], *more)


_CITED = re.compile(r"(?P<treaty>.+?)[\s,]*(?:art(?:icle|\.)?)?[\s.]*(?P<article>\d+)(?P<rest>(?:\s*\([^()]+\))*)")


def find_provision(register: Register, text: str) -> Provision:
    """Return the provision that `text` names: `som-art-6-1-a`, `som 6(1)(a)`, `som art. 6(1)(a)`.

    Raises:
        UnknownNameError: No provision of the data answers to it.
    """
    text = _checked("provision", text)
    wanted = text.casefold()
    if wanted in register.provisions:
        return register.provisions[wanted]
    match = _CITED.fullmatch(wanted)
    if match:
        try:
            treaty = find_treaty(register, match["treaty"]).id
        except (UnknownNameError, AmbiguousNameError):
            treaty = match["treaty"]
        points = re.findall(r"\(\s*([^()\s]+)\s*\)", match["rest"])
        candidate = "-".join([treaty, "art", match["article"], *points])
        if candidate in register.provisions:
            return register.provisions[candidate]
        wanted = candidate
    near = tuple(_near(wanted, register.provisions))
    raise UnknownNameError("provision", text, near, "Write it as som-art-6-1-a or som 6(1)(a).")


def find_obligation(register: Register, text: str) -> Obligation:
    """Return the obligation with the identifier `text`, for example `som-art-6-1-a-ob1`.

    Raises:
        UnknownNameError: No obligation of the data has it.
    """
    text = _checked("obligation", text)
    if text.casefold() in register.obligations:
        return register.obligations[text.casefold()]
    near = tuple(_near(text.casefold(), register.obligations))
    raise UnknownNameError("obligation", text, near, "Write it as som-art-6-1-a-ob1.")


def find_paragraph(register: Register, text: str) -> Paragraph:
    """Return the paragraph of a resolution that `text` names: `6`, `op6`, `pp15`, `A/RES/67/185#op6`.

    Raises:
        UnknownNameError: No resolution of the data has such a paragraph.
        AmbiguousNameError: More than one has; each is named.
    """
    text = _checked("paragraph", text)
    resolution, _, number = text.rpartition("#")
    number = number.strip().casefold()
    number = f"op{number}" if number.isdigit() else number
    meant = [
        p
        for p in register.paragraphs.values()
        if number in {p.number, p.id} and (not resolution or plain(resolution) in _called(register, p.resolution))
    ]
    if len(meant) == 1:
        return meant[0]
    full = {register.paragraph_in_full(p): p for p in meant or register.paragraphs.values()}
    if meant:
        raise AmbiguousNameError("paragraph", text, tuple(full), "Name the resolution before it, as shown.")
    near = tuple(_near(text, full) if resolution else _near(number, (p.number for p in register.paragraphs.values())))
    raise UnknownNameError("paragraph", text, near, "Write op6 (or 6) for operative, pp3 for preambular.")


def _called(register: Register, instrument: str) -> frozenset[str]:
    """Return the names of a resolution, made comparable."""
    found = register.instruments[instrument]
    return frozenset({plain(found.id), plain(found.short_title)})


def find_region(register: Register, text: str) -> Region:
    """Return the M49 region that `text` names by code or English name.

    Raises:
        UnknownNameError: There is no such region.
    """
    text = _checked("region", text)
    names = {plain(r.name): r for r in register.facts.regions}
    for region in register.facts.regions:
        if text == region.id or plain(text) == plain(region.name):
            return region
    near = tuple(names[n].name for n in _near(plain(text), names))
    raise UnknownNameError("region", text, near, "Use a UN M49 region, for example Africa or 150.")


def find_chapter(register: Register, text: str) -> Chapter:
    """Return the chapter of the depositary that `text` names by number or title: `IV`, `4`, `chapter IV`.

    Raises:
        UnknownNameError: There is no such chapter.
    """
    text = _checked("chapter", text)
    known = register.chapters
    for found in known.values():
        if chapter(text) == found.id or plain(text) in {plain(t) for t in register.texts(found, "title").values()}:
            return found
    near = Hints((words(c.title), f"{c.title} ({c.id})") for c in known.values()).of(text)
    raise UnknownNameError("chapter", text, near, f"The chapters are {', '.join(sorted(known, key=chapter_order))}.")


def find_set(register: Register, text: str) -> TreatySet:
    """Return the set of treaties with the identifier `text`.

    Raises:
        UnknownNameError: There is no such set.
    """
    text = _checked("set", text)
    if text in register.sets:
        return register.sets[text]
    raise UnknownNameError("set", text, (), f"The sets are {', '.join(register.sets)}.")


def find_term(register: Register, scheme: str, text: str) -> Term:
    """Return the term of a scheme that `text` names by code or English label.

    Raises:
        UnknownNameError: The scheme has no such term.
    """
    text = _checked(scheme, text)
    wanted = plain(text)
    known = {t.code: t for t in register.facts.terms if t.scheme == scheme}
    for term in known.values():
        if wanted in {plain(term.code), plain(term.labels["en"])}:
            return term
    near = tuple(_near(text.casefold(), known))
    raise UnknownNameError(scheme, text, near, f"Use one of {', '.join(sorted(known))}.")


def find_source(register: Register, text: str) -> Source:
    """Return the source with the identifier `text`.

    Raises:
        UnknownNameError: sources.csv has no such source.
    """
    text = _checked("source", text)
    if text in register.sources:
        return register.sources[text]
    raise UnknownNameError("source", text, tuple(_near(text, register.sources)), "Add its card to sources.csv.")


def cite(provision: Provision) -> str:
    """Return the provision as lawyers cite it: `art. 6(1)(a)(ii)`."""
    parts = [provision.paragraph, *(provision.point or "").split(".")]
    return f"art. {provision.article}" + "".join(f"({part})" for part in parts if part)


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence; what is capital in it stays: approval (AA), flag State."""
    first = label.partition(" ")[0]
    # A name or abbreviation at the beginning keeps its capital: Secretary-General.
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]
