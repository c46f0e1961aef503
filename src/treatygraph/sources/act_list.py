"""A list with a row for each act: who, what, when, and perhaps with effect from when.

Read from the exports of WIPO, of the database of international environmental agreements, and from lists people keep. A
list of several treaties is refused with their names, since it is not one treaty's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from treatygraph.days import PartialDate
from treatygraph.errors import BadDayError, UnreadableSourceError
from treatygraph.sources.cells import EMPTY, UndecidedDayError, order_of_numbers, plain_text, read_day, read_name
from treatygraph.sources.grid import MOST_ACTS, Row
from treatygraph.sources.heading import act_named
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

_PLACES = {
    "participant": r"participant|party|state|country|country[ _]name|"
    r"country \(as entered\)|contracting (party|state)|member|"
    r"[eé]tat|pays|estado|país|participante|stato|staat|участник|государство|国家|参加方|缔约方|الدولة|المشارك",
    "act": r"act|action|action[ _]type|kind|instrument|acte|acto|atto|akt|действие|行为|الإجراء",
    "day": r"date|day|fecha|data|datum|дата|日期|التاريخ|action[ _]date|"
    r"date of (deposit|notification/deposit|notification|action)|"
    r"deposited[ _]on|deposit",
    "effect": r"date of effect|effect|effective( date|_on)?|entry[ _]into[ _]force([ _]date)?|eif",
    "treaty": r"treaty|treaty[ _](id|name)|treaty name from treaty table|agreement|convention",
    "year": r"year",
    "month": r"month",
    "of_month": r"day",
}
#: Days that databases write for "not known".
_UNKNOWN = frozenset({"1111-11-11", "9999-12-31", "0001-01-01"})


def is_act_list(rows: Sequence[Row]) -> bool:
    """Return whether the first rows hold a heading with participant, act and day."""
    return _head(rows) is not None


def read_act_list(rows: Sequence[Row], name: str) -> PublishedTable:
    """Return the acts of a list.

    Raises:
        UnreadableSourceError: There is no such heading, the list is too long, or it holds several treaties.
    """
    head = _head(rows)
    if head is None or len(rows) > MOST_ACTS:
        raise UnreadableSourceError(f"{name} is no list of acts: it needs columns for participant, act and date.")
    at, places = head
    titles = [plain_text(t) for t in rows[at][1]]
    body = rows[at + 1 :]
    treaties = (
        sorted({plain_text(c[places["treaty"]]) for _, c in body if len(c) > places["treaty"]})
        if "treaty" in places
        else []
    )
    if len(treaties) > 1:
        shown = "; ".join(t[:60] for t in treaties[:5])
        raise UnreadableSourceError(
            f"{name} lists acts of {len(treaties)} treaties ({shown}{' ...' if len(treaties) > 5 else ''}). "
            "Keep the rows of one treaty."
        )
    try:
        order = order_of_numbers(c for _, cells in body for c in cells)
    except UndecidedDayError as error:
        raise UnreadableSourceError(f"{name}: {error}") from None
    acts: list[PublishedAct] = []
    aside: list[SetAside] = []
    named: list[str] = []
    effects: dict[str, PartialDate] = {}
    for number, cells in body:
        row = dict(zip(places, ("" if n >= len(cells) else cells[n] for n in places.values()), strict=True))
        _read(number, row, order, acts, aside, named, effects)
    used = set(places.values())
    return PublishedTable(
        form="list of acts",
        acts=tuple(acts),
        aside=tuple(aside),
        unread=tuple(f"{t!r}" for n, t in enumerate(titles) if n not in used and t),
        columns=tuple(titles),
        named=tuple(dict.fromkeys(named)),
        title=treaties[0] if treaties and treaties[0] else None,
    )


def _head(rows: Sequence[Row]) -> tuple[int, dict[str, int]] | None:
    """Return where the heading stands and which column is which."""
    for at, (_, cells) in enumerate(rows[:12]):
        titles = [plain_text(c).casefold() for c in cells]
        places = {
            what: n
            for what, pattern in _PLACES.items()
            if (n := next((i for i, t in enumerate(titles) if re.fullmatch(pattern, t)), None)) is not None
        }
        parts = {"year", "month", "of_month"} <= places.keys()
        whole = "day" in places and not parts
        if {"participant", "act"} <= places.keys() and (whole or parts):
            for what in ("year", "month", "of_month") if whole else ("day",):
                places.pop(what, None)
            return at, places
    return None


def _read(
    number: int,
    row: dict[str, str],
    order: str | None,
    acts: list[PublishedAct],
    aside: list[SetAside],
    named: list[str],
    effects: dict[str, PartialDate],
) -> None:
    found = read_name(row["participant"])
    who = found[0] if found is not None else ""
    what = plain_text(row["act"])
    act = act_named(what)
    shown = (
        row["day"] if "day" in row else "-".join(row.get(k, "").strip().zfill(2) for k in ("year", "month", "of_month"))
    )
    if found is None:
        aside.append(
            SetAside(row=number, participant="", value=row["participant"][:60], reason="no name of a participant")
        )
        return
    named.append(who)
    if re.match(r"entry into force|date of effect", what, re.I):
        aside.append(
            SetAside(row=number, participant=who, value=f"{what} {shown}", reason="a day of effect, not an act")
        )
        return
    if act is None:
        aside.append(SetAside(row=number, participant=who, value=what[:60], reason="not the name of a treaty action"))
        return
    try:
        day = _day(shown, order)
    except UndecidedDayError as error:
        aside.append(SetAside(row=number, participant=who, value=shown[:60], reason=str(error)))
        return
    if day is None:
        aside.append(SetAside(row=number, participant=who, value=shown[:60], reason="no day"))
        return
    effective = _day(row.get("effect", ""), order)
    acts.append(
        PublishedAct(
            row=number, participant=who, act=act, day=day, column=what, effective_on=effective, footnotes=found[1]
        )
    )


def _day(text: str, order: str | None) -> PartialDate | None:
    shown = plain_text(text)
    if shown.casefold() in EMPTY or shown in _UNKNOWN:
        return None
    try:
        return read_day(shown.removesuffix("-00").removesuffix("-00"), order)
    except UndecidedDayError:
        raise
    except BadDayError:
        return None
