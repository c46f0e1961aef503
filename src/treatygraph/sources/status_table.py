"""A status table: a row for each participant, a column for each way of acting, the heading saying what its days mean.

Source: UN Treaty Collection, *Multilateral Treaties Deposited with the Secretary-General*; other depositaries print the
same shape. Every column is read or named as not read; a cell that the table does not settle is set aside with its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from treatygraph.days import PartialDate
from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.act_words import PARTICIPANTS
from treatygraph.sources.cells import (
    EMPTY,
    Cell,
    UndecidedDayError,
    order_of_numbers,
    plain_text,
    read_cell,
    read_name,
    why_no_day,
)
from treatygraph.sources.grid import MOST_ROWS, Row
from treatygraph.sources.heading import Heading, act_named, read_heading
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

#: Acts that only one who signed can do: an unmarked one without a signature is asked about.
_AFTER_SIGNATURE = frozenset({"ratification"})
_SIGNATURES = frozenset({"signature", "succession_to_signature", "signature_ad_referendum"})
#: Signs that draw lines.
_RULED = frozenset("-–—=:+|_ ")
#: A column that says for each row which act its day of consent is.
_KIND = frozenset({"kind", "type", "mode", "act"})


@dataclass
class _Reading:
    """What has been read so far."""

    name: str
    headings: list[Heading]
    order: str | None
    signs: bool
    acts: list[PublishedAct] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def is_status_table(rows: Sequence[Row]) -> bool:
    """Return whether the first rows hold a heading of participants with at least one heading that names an act."""
    return _head(rows) is not None


def read_status_table(
    rows: Sequence[Row], name: str, marks: Mapping[str, str] = MappingProxyType({}), form: str = "status table"
) -> PublishedTable:
    """Return the acts of a status table.

    Args:
        rows: The rows with the heading among the first; each with its number in the file.
        name: What to call the table in errors.
        marks: What the publisher's marks mean under a heading of consent that explains none of its own.
        form: What the file is, for those who read the result.

    Raises:
        UnreadableSourceError: There is no heading, it names no act, or the table is too long.
    """
    at = _head(rows)
    if at is None:
        raise UnreadableSourceError(_no_heading(rows, name))
    if len(rows) - at > MOST_ROWS:
        raise UnreadableSourceError(f"{name}: {len(rows)} rows are no table of participants. Check the file.")
    titles = rows[at][1]
    first = next(n for n, title in enumerate(titles) if PARTICIPANTS.fullmatch(plain_text(title)))
    headings = [
        _heading(title, marks) if n != first else Heading(title=title, marks={}, unmarked=())
        for n, title in enumerate(titles)
    ]
    kind_at = next((n for n, t in enumerate(titles) if plain_text(t).casefold() in _KIND), None)
    try:
        order = order_of_numbers(cell for _, cells in rows[at + 1 :] for n, cell in enumerate(cells) if n != first)
    except UndecidedDayError as error:
        raise UnreadableSourceError(f"{name}: {error}") from None
    signs = any(set(h.acts) & _SIGNATURES for h in headings)
    reading = _Reading(name=name, headings=headings, order=order, signs=signs)
    for number, cells in rows[at + 1 :]:
        _read_row(reading, number, cells, first, kind_at)
    if not reading.named and not reading.aside:
        raise UnreadableSourceError(f"{name}: the table has a heading and no rows. Save it again, whole.")
    unread = tuple(
        f"{plain_text(title)!r}: {count} cells"
        for n, title in enumerate(titles)
        if n not in {first, kind_at} and not headings[n].read
        if (
            count := sum(
                1 for _, cells in rows[at + 1 :] if n < len(cells) and plain_text(cells[n]).casefold() not in EMPTY
            )
        )
    )
    return PublishedTable(
        form=form,
        acts=tuple(reading.acts),
        aside=tuple(reading.aside),
        unread=unread,
        columns=tuple(plain_text(t) for t in titles),
        named=tuple(reading.named),
    )


def _heading(title: str, marks: Mapping[str, str]) -> Heading:
    """Return what a heading says; the publisher's own marks stand in where it names one act and explains no mark."""
    heading = read_heading(title)
    if heading.marks or len(heading.unmarked) != 1 or heading.unmarked[0] not in {"ratification", *marks.values()}:
        return heading
    return replace(heading, marks=marks)


def _head(rows: Sequence[Row]) -> int | None:
    """Return where the heading stands: within the first rows, a column of participants and one that names an act."""
    for n, (_, cells) in enumerate(rows[:12]):
        titles = [plain_text(c) for c in cells]
        if any(PARTICIPANTS.fullmatch(t) for t in titles) and any(read_heading(t).acts for t in titles[1:]):
            return n
    return None


def _no_heading(rows: Sequence[Row], name: str) -> str:
    header = ", ".join(plain_text(c) for c in rows[0][1])[:120] if rows else ""
    return (
        f"{name} row 1: the header {header!r} names no column of participants with a column of acts (Signature, "
        "Ratification, Accession ...). Name the columns as the depositary does, and keep one column apart "
        "from the next."
    )


def _read_row(reading: _Reading, number: int, cells: list[str], first: int, kind_at: int | None) -> None:
    width = len(reading.headings)
    if len(cells) < width:
        cells = [*cells, *[""] * (width - len(cells))]
    over = [c for c in cells[width:] if plain_text(c)]
    if all(set(plain_text(cell)) <= _RULED for cell in cells):
        # The line that parts the heading from the rows in a table drawn with signs.
        return
    found = read_name(cells[first])
    if found is None:
        reading.aside.append(
            SetAside(row=number, participant="", value=cells[first][:60], reason="no name of a participant")
        )
        return
    name, notes = found
    if over:
        reason = f"{len(cells)} cells, the header has {width}: a separator stands inside a cell, or a heading lacks"
        reading.aside.append(SetAside(row=number, participant=name, value=over[0][:60], reason=reason))
        return
    reading.named.append(name)
    read = [
        _cell(reading, number, name, text) if n != first and h.read else None
        for n, (h, text) in enumerate(zip(reading.headings, cells, strict=False))
    ]
    signed = any(cell is not None and set(h.acts) & _SIGNATURES for h, cell in zip(reading.headings, read, strict=True))
    kind = act_named(cells[kind_at]) if kind_at is not None else None
    for n, (heading, cell) in enumerate(zip(reading.headings, read, strict=True)):
        if cell is None or heading.effect:
            continue
        act = _decide(reading, number, name, heading, cell, signed, kind)
        if act is None:
            continue
        effect = _effect_beside(reading.headings, read, n)
        reading.acts.append(
            PublishedAct(
                row=number,
                participant=name,
                act=act,
                day=cell.day,
                column=heading.title,
                mark=cell.mark,
                effective_on=effect,
                ended=cell.ended,
                footnotes=(*notes, *cell.footnotes),
            )
        )


def _cell(reading: _Reading, number: int, participant: str, text: str) -> Cell | None:
    shown = plain_text(text)
    if shown.casefold() in EMPTY:
        return None
    reason = why_no_day(shown)
    try:
        cell = read_cell(text, reading.order)
    except UndecidedDayError as error:
        cell, reason = None, str(error)
    if shown.startswith("="):
        cell, reason = None, "a formula, not a day; save the table with its values"
    if cell is None:
        reading.aside.append(SetAside(row=number, participant=participant, value=shown[:60], reason=reason))
    return cell


def _decide(
    reading: _Reading, number: int, participant: str, heading: Heading, cell: Cell, signed: bool, kind: str | None
) -> str | None:
    """Return the act a cell stands for, or None when it was set aside."""
    acts = heading.act_of(cell.mark)
    shown = f"{cell.day} {cell.mark}".strip()
    if kind is not None and not cell.mark and not set(heading.acts) & _SIGNATURES:
        acts = (kind,)
    if not acts:
        if cell.mark:
            known = ", ".join(f"{m} ({a})" for m, a in heading.marks.items()) or "none"
            reason = f"the heading {heading.title!r} does not say what the mark {cell.mark!r} means (it has: {known})"
        else:
            reason = f"a day without a mark under {heading.title!r}, where every act has one"
    elif len(acts) > 1:
        sign = f"the mark {cell.mark!r}" if cell.mark else "a day without a mark"
        reason = f"{sign} under {heading.title!r} can be {' or '.join(acts)}"
    elif acts[0] in _AFTER_SIGNATURE and not cell.mark and kind is None and reading.signs and not signed:
        reason = (
            "a day without a mark and without a signature, and a ratification follows one; ask the source what it is"
        )
    else:
        return acts[0]
    reading.aside.append(SetAside(row=number, participant=participant, value=shown, reason=reason))
    return None


def _effect_beside(headings: list[Heading], read: list[Cell | None], at: int) -> PartialDate | None:
    """Return the day of effect in the column after the act's, where the next column that is read holds one."""
    after = next((n for n in range(at + 1, len(headings)) if headings[n].read), None)
    if after is None or not headings[after].effect or set(headings[at].acts) & _SIGNATURES:
        return None
    cell = read[after]
    return cell.day if cell is not None else None
