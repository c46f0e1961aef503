"""An answer on a page: narrowed and sorted, with names in the language of the page beside the codes of the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from treatygraph.faces.arranging import BY_NAME, MARK, MOST_BY_NAME, kept, key_of
from treatygraph.faces.pages.tables import Arranged, Choice, arranged, counted, facet
from treatygraph.faces.pages.view import View
from treatygraph.faces.render import plain
from treatygraph.facts.model import OWN_LANGUAGE
from treatygraph.facts.register import Register
from treatygraph.graph.store import Value
from treatygraph.graph.terms import CONCEPT, DATA, NS, PREFIXES
from treatygraph.questions.named import is_web_address
from treatygraph.questions.question import Column, ColumnKind
from treatygraph.questions.question import Value as Plain
from treatygraph.settings import BASE_IRI

#: Rows of an answer shown on a page; all are in the CSV and JSON.
SHOWN = 500
#: Kinds of column by whose values the rows of an answer can be narrowed, where these are few.
_NARROWING = frozenset(
    {ColumnKind.CODE, ColumnKind.TREATY, ColumnKind.REGION, ColumnKind.TRUTH, ColumnKind.CHAPTER, ColumnKind.SOURCE}
)
#: So many values make a facet at most, and so many facets a page.
_VALUES, _FACETS = 60, 4
#: Kinds whose codes are told by name, and sorted by it.
_NAMED = frozenset({ColumnKind.PARTICIPANT, ColumnKind.TREATY, ColumnKind.REGION})
#: How the column is called that holds the name of what stands in another.
_NAMES = ("_name", "_title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that a cell names: what it is called, and the code that the files have, where this is another."""

    text: str
    code: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the page of a question shows of its answer."""

    table: Arranged[int]
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Part, ...], ...], ...]
    #: Columns in which no row holds anything: they are named, and left out.
    blank: tuple[Column, ...]
    facets: tuple[tuple[str, tuple[Choice, ...]], ...]
    headings: Mapping[str, str]
    #: How many rows there are when none are left out.
    every: int


def answer(
    view: View, columns: Sequence[Column], rows: Sequence[Sequence[Plain]], terms: Sequence[Sequence[Value | None]] = ()
) -> Answer:
    """Return an answer as the address asks for it.

    Args:
        view: The page.
        columns: The columns of the answer.
        rows: Its rows.
        terms: The RDF terms that they were read from, where the graph answers.

    Raises:
        ArrangementError: The address narrows by what is no column.
    """
    places = kept(columns, rows, view.asked)
    by_name = {c.name for c in columns if c.kind in BY_NAME} if len(places) <= MOST_BY_NAME else set()
    names = [c.name for c in columns]

    def told(place: int, n: int) -> tuple[Part, ...]:
        return _parts(view, columns, n, rows[place], terms[place][n] if terms else None)

    def key(n: int) -> Callable[[int], Any]:
        if names[n] not in by_name:
            value = key_of(columns[n])
            return lambda place: value(rows[place][n])
        return lambda place: told(place, n)[0].text if rows[place][n] not in (None, "") else None

    keys = {name: key(n) for n, name in enumerate(names)}
    # As the answer stands, where nothing else is asked.
    keys[""] = lambda _: 0
    table = arranged(
        view, places, keys, by=_by(columns, rows) if by_name else "", names=by_name, size=SHOWN, prefix=MARK
    )
    blank = [n for n in range(len(names)) if places and all(rows[place][n] in (None, "") for place in places)]
    shown = [n for n in range(len(names)) if n not in blank and not _is_name(columns, n)]
    return Answer(
        table=table,
        columns=tuple(columns[n] for n in shown),
        rows=tuple(tuple(told(place, n) for n in shown) for place in table.rows),
        blank=tuple(columns[n] for n in blank if not _is_name(columns, n)),
        facets=tuple(_facets(view, columns, [rows[place] for place in places])),
        headings={f"{MARK}{c.name}": c.label(view.language) for c in columns},
        every=len(rows),
    )


def _by(columns: Sequence[Column], rows: Sequence[Sequence[Plain]]) -> str:
    """Return the first column, to be sorted by its names, where the answer stands in the order of their codes."""
    codes = [plain(row[0]) for row in rows]
    return columns[0].name if columns[0].kind is ColumnKind.PARTICIPANT and codes == sorted(codes) else ""


def _is_name(columns: Sequence[Column], n: int) -> bool:
    """Return whether a column holds the names of what stands in another: they are shown there."""
    base = next((columns[n].name.removesuffix(end) for end in _NAMES if columns[n].name.endswith(end)), None)
    return any(c.name == base and c.kind in _NAMED for c in columns)


def _facets(
    view: View, columns: Sequence[Column], rows: Sequence[Sequence[Plain]]
) -> list[tuple[str, tuple[Choice, ...]]]:
    found: list[tuple[str, tuple[Choice, ...]]] = []
    for n, headed in enumerate(columns):
        if headed.kind in _NARROWING and not headed.many and len(found) < _FACETS:
            name, counts = f"{MARK}{headed.name}", counted(plain(row[n]) for row in rows)
            if len(counts) <= _VALUES and (1 < len(counts) < len(rows) or name in view.asked):
                found.append((name, facet(view, name, counts, _word(view, headed), prefix=MARK)))
    return found


def _word(view: View, headed: Column) -> Callable[[str], str]:
    def told(code: str) -> str:
        if headed.kind in _NAMED:
            return _called(view, headed.kind, code) or code
        known = headed.scheme is not None and f"{headed.scheme}/{code}" in view.register.terms
        return view.word(headed.scheme or "", code) if known else view.say(code)

    return told


def _parts(view: View, columns: Sequence[Column], n: int, row: Sequence[Plain], term: Value | None) -> tuple[Part, ...]:
    """Return a cell as it is shown: each thing in it by its name in the language, with its code."""
    headed, text = columns[n], plain(row[n])
    if not text:
        return (Part(text=""),)
    if headed.kind is ColumnKind.TEXT or (term is not None and term.kind == "iri"):
        if worded := _worded(view, columns, n, row):
            return (Part(text=worded),)
        shown, address, language = cell(view, term) if term is not None else (text, "", "")
        return (Part(text=shown, address=address, language=language),)
    # A number or a day is one thing, whatever signs are in it.
    codes = text.split(";") if headed.many or headed.kind in _THINGS else [text]
    return tuple(_part(view, columns, headed, code.strip(), row) for code in codes)


def _part(view: View, columns: Sequence[Column], headed: Column, code: str, row: Sequence[Plain]) -> Part:
    if headed.scheme is not None and f"{headed.scheme}/{code}" in view.register.terms:
        return Part(text=view.word(headed.scheme, code))
    if headed.kind in _NAMED:
        beside = {c.name: value for c, value in zip(columns, row, strict=True)}
        known = next((plain(beside[f"{headed.name}{end}"]) for end in _NAMES if beside.get(f"{headed.name}{end}")), "")
        # The data's own name in the language of the data; a cell that names many has none.
        own = known if view.language == OWN_LANGUAGE and not headed.many else ""
        name = own or _called(view, headed.kind, code) or known
        return Part(text=name or code, code=code if name else "", address=_page_of(view, headed.kind, code))
    if headed.kind in _THINGS:
        name = _called(view, headed.kind, code)
        return Part(text=name or code, code=code if name else "", address=_page_of(view, headed.kind, code))
    worded = headed.kind in {ColumnKind.CODE, ColumnKind.TRUTH} and headed.scheme is None
    return Part(text=view.say(code) if worded else code)


def _worded(view: View, columns: Sequence[Column], n: int, row: Sequence[Plain]) -> str:
    """Return a text in the language of the page where the data or a catalogue has it so; nothing where neither has.

    What names a participant, treaty or obligation is told from the code in the column that it stands beside.
    """
    if view.language == OWN_LANGUAGE:
        return ""
    register, text = view.register, plain(row[n])
    base, _, kind = columns[n].name.rpartition("_")
    codes = {c.name: plain(value) for c, value in zip(columns, row, strict=True)}
    if kind == "name" and codes.get(base) in register.participants:
        return view.name(codes[base])
    if kind == "title" and codes.get(base) in register.treaties:
        return view.treaty(codes[base])
    if kind == "summary" and (obligation := register.obligations.get(codes.get("obligation", ""))) is not None:
        return view.text_of(obligation, "summary")
    return view.passage(text) if text.startswith("art. ") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    """What is shown of the codes of a kind of thing."""

    #: The rows that the data have of it, by code.
    rows: Callable[[Register], Mapping[str, Any]]
    #: What one is called: what has no name of its own by its kind, or as it is cited.
    called: Callable[[View, str], str]
    #: The address of its page, or nothing.
    page: Callable[[View, str], str]


_THINGS: Mapping[ColumnKind, _Thing] = {
    ColumnKind.PARTICIPANT: _Thing(
        rows=lambda r: r.participants,
        called=lambda view, code: view.name(code),
        page=lambda view, code: view.to("participant", code),
    ),
    ColumnKind.TREATY: _Thing(
        rows=lambda r: r.instruments,
        called=lambda view, code: view.treaty(code),
        # A resolution is named as a treaty is, and has no page of a treaty.
        page=lambda view, code: view.to("treaty", code) if code in view.register.treaties else "",
    ),
    ColumnKind.REGION: _Thing(
        rows=lambda r: r.regions,
        called=lambda view, code: view.region(code),
        page=lambda view, code: "",
    ),
    ColumnKind.OBLIGATION: _Thing(
        rows=lambda r: r.obligations,
        called=lambda view, code: view.cite(view.register.obligations[code].provision),
        page=lambda view, code: view.to("obligation", code),
    ),
    ColumnKind.PROVISION: _Thing(
        rows=lambda r: r.provisions,
        called=lambda view, code: view.cite(code),
        page=lambda view, code: view.to("provision", code),
    ),
    ColumnKind.STATEMENT: _Thing(
        rows=lambda r: r.statements,
        called=lambda view, code: view.word("statement_kind", view.register.statements[code].kind),
        page=lambda view, code: view.row("statements", code),
    ),
    ColumnKind.SOURCE: _Thing(
        rows=lambda r: r.sources,
        called=lambda view, code: view.register.sources[code].title,
        page=lambda view, code: view.row("sources", code),
    ),
}


def _called(view: View, kind: ColumnKind, code: str) -> str:
    """Return the name that a code stands for; nothing where it stands for none."""
    return _THINGS[kind].called(view, code) if code in _THINGS[kind].rows(view.register) else ""


def _page_of(view: View, kind: ColumnKind, code: str) -> str:
    """Return the address of the page of what a cell names, or nothing."""
    return _THINGS[kind].page(view, code) if code in _THINGS[kind].rows(view.register) else ""


def cell(view: View, value: Value | None) -> tuple[str, str, str]:
    """Return (text, address, language) of a term: IRIs and codes of ours lead to their pages, others out."""
    if value is None:
        return "", "", ""
    if value.kind != "iri":
        return value.text, "", value.language
    if value.text.startswith((DATA, CONCEPT)):
        return value.text.removeprefix(BASE_IRI), view.thing(value.text), ""
    if value.text.startswith(NS):
        return "tg:" + value.text.removeprefix(NS), view.to("thing/ns") + "#" + value.text.removeprefix(NS), ""
    for prefix, base in PREFIXES.items():
        if value.text.startswith(base):
            return f"{prefix}:{value.text.removeprefix(base)}", value.text, ""
    # Only addresses of the web become links: an IRI may be javascript: too.
    return value.text, value.text if is_web_address(value.text) else "", ""
