"""Swiss scope tables.

Who a treaty binds, with the day of deposit and of entry into force, in German, French or Italian.

Source: Swiss Federal Chancellery, Fedlex, *Geltungsbereich*. Day and year stand in separate cells whose spans move;
the mark follows the year (German B accession, N succession; French and Italian A, S; U a signature without
reservation). An unmarked day covers ratification, acceptance and approval alike. Indented rows are territories of the
State above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from treatygraph.days import PartialDate
from treatygraph.sources.cells import plain_text, read_day, read_name
from treatygraph.sources.grid import Row
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

#: An unmarked day of these tables.
ANY_RATIFICATION = "ratification|acceptance|approval"

_TITLE = re.compile(
    r"(Geltungsbereich|Champ d.application|Campo d.applicazione)\s+(?:am|le|il)\s+(\d{1,2}(?:er|°)?\.?\s+\w+\s+\d{4})"
)
_DAY = r"\d{1,2}(?:er|°)?\.?\s+[^\W\d_]{3,}\.?\s+\d{4}"
_ACT = re.compile(rf"(?P<day>{_DAY})(?:\s+(?P<mark>[A-Z])\b)?(?:\s+(?P<effect>{_DAY}))?")
_MARKS = {
    "de": {"B": "accession", "N": "succession", "U": "definitive_signature"},
    "fr": {"A": "accession", "S": "succession", "Si": "definitive_signature"},
}
_GERMAN_ONLY = re.compile(r"\b(Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\b")


def is_scope_text(text: str) -> bool:
    """Return whether a text is a scope table that a converter has made one line of."""
    return _TITLE.search(text[:2000]) is not None


def is_scope_table(rows: Sequence[Row]) -> bool:
    """Return whether rows hold a name followed by a day that is spread over cells."""
    read = [_ACT.search(plain_text(" ".join(cells[1:]))) for _, cells in rows[:20] if len(cells) > 2]
    return bool(read) and sum(match is not None for match in read) * 2 > len(read)


def read_scope_table(rows: Iterable[Row]) -> PublishedTable:
    """Return the acts of a scope table in rows."""
    entries = [(number, cells[0], plain_text(" ".join(cells[1:]))) for number, cells in rows]
    return _read(entries)


def read_scope_text(text: str) -> PublishedTable:
    """Return the acts of a scope table that has become running text.

    Name, day, mark, day of effect, and the next name.
    """
    title = _TITLE.search(text)
    assert title is not None
    body = re.sub(r"<[^<>]{0,40}>", " ", text[title.end() :])
    entries: list[tuple[int, str, str]] = []
    end = 0
    for number, match in enumerate(_ACT.finditer(body), 1):
        name = re.sub(r"^.*\([A-Z]\)\s*", "", plain_text(body[end : match.start()]))
        entries.append((number, name, match[0]))
        end = match.end()
    found = _read(entries)
    day = read_day(plain_text(title[2]))
    rest = plain_text(body[end:])
    aside = (*found.aside, SetAside(row=len(entries) + 1, participant="", value=rest[:60], reason="the text ends here"))
    return PublishedTable(
        form=found.form,
        acts=found.acts,
        aside=aside if rest else found.aside,
        named=found.named,
        as_of=day.earliest if day is not None else None,
    )


def _read(entries: Sequence[tuple[int, str, str]]) -> PublishedTable:
    german = any(_GERMAN_ONLY.search(text) for _, _, text in entries)
    marks = _MARKS["de" if german else "fr"]
    acts: list[PublishedAct] = []
    aside: list[SetAside] = []
    named: list[str] = []
    above = ""
    for number, printed, text in entries:
        found = read_name(re.sub(r"\s[a-z]$", "", plain_text(printed)))
        if found is None:
            if text:
                aside.append(
                    SetAside(
                        row=number, participant="", value=printed[:60] or text[:60], reason="no name of a participant"
                    )
                )
            continue
        name = found[0]
        match = _ACT.search(text)
        day = read_day(match["day"]) if match is not None else None
        if printed[:1] in {" ", "\u00a0", "\u2002", "\u2003"}:
            reason = f"an indented row: a territory of {above}, not a participant"
            aside.append(SetAside(row=number, participant=name, value=text[:60], reason=reason))
            continue
        above = name
        named.append(name)
        if match is None or day is None:
            aside.append(SetAside(row=number, participant=name, value=text[:60], reason="no day that can be read"))
            continue
        act = marks.get(match["mark"]) if match["mark"] else ANY_RATIFICATION
        if act is None:
            aside.append(
                SetAside(
                    row=number,
                    participant=name,
                    value=text[:60],
                    reason=f"the mark {match['mark']!r} is not known in these tables",
                )
            )
            continue
        effect: PartialDate | None = read_day(match["effect"]) if match["effect"] else None
        acts.append(
            PublishedAct(
                row=number,
                participant=name,
                act=act,
                day=day,
                column="scope table",
                mark=match["mark"] or "",
                effective_on=effect,
                footnotes=found[1],
            )
        )
    return PublishedTable(form="Swiss scope table", acts=tuple(acts), aside=tuple(aside), named=tuple(named))
