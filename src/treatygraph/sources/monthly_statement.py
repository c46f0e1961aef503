"""The monthly Statement of Treaties, annex A: acts on registered treaties, with the day of deposit and of effect.

Source: United Nations, *Statement of Treaties and International Agreements*. Treaties are told by registration
number; lines are broken where the page was, words too, and page numbers are glued to words. One table comes out for
each treaty.
"""

from __future__ import annotations

import re

from treatygraph.days import PartialDate
from treatygraph.sources.cells import plain_text, read_day, read_name
from treatygraph.sources.heading import act_named
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

_BLOCK = re.compile(r"^\s*No\.\s*(\d{1,6})\.\s+Multilateral\b", re.M)
_DEPOSIT = re.compile(
    r"(?:Deposit of (?:the )?instrument|Notification deposited|Receipt by|Notification effected|"
    r"Date of deposit|Signature)[^:]*:\s*(\d{1,2}\s+\w+\s+\d{4})"
)
_EFFECT = re.compile(r"Date of effect:\s*(\d{1,2}\s+\w+\s+\d{4})")
_REGISTRATION = re.compile(r"Registration with the Secretariat[^:]*:\s*[^,]*,\s*\d{1,2}\s+\w+\s+\d{4}")
_PLACE = re.compile(r"\d{1,2}\s+\w+\s+\d{4}\s*$")


def is_monthly_statement(text: str) -> bool:
    """Return whether a text holds blocks of registered multilateral treaties."""
    return _BLOCK.search(text) is not None


def read_monthly_statement(text: str) -> tuple[PublishedTable, ...]:
    """Return a table for each treaty of the statement; acts that cannot be told apart are set aside."""
    starts = list(_BLOCK.finditer(text))
    tables = []
    for start, following in zip(starts, (*starts[1:], None), strict=True):
        end = following.start() if following is not None else len(text)
        line = text.count("\n", 0, start.start()) + 1
        tables.append(_block(start[1], text[start.end() : end], line))
    return tuple(tables)


def _block(registration: str, body: str, line: int) -> PublishedTable:
    lines = body.split("\n")
    title: list[str] = []
    while lines:
        title.append(lines.pop(0))
        if _PLACE.search(plain_text(" ".join(title))):
            break
    acts: list[PublishedAct] = []
    aside: list[SetAside] = []
    number = line + len(title)
    for part in _entries("\n".join(lines)):
        row, number = number, number + part.count("\n")
        shown = [plain_text(x) for x in part.split("\n") if plain_text(x)]
        if not shown:
            continue
        act = act_named(re.sub(r"\(with .*$", "", shown[0]))
        deposit, effect = _DEPOSIT.search(plain_text(part)), _EFFECT.search(plain_text(part))
        day = read_day(deposit[1]) if deposit is not None else None
        who = read_name(shown[1]) if len(shown) > 1 else None
        if act is None or day is None or who is None:
            reason = "no act of a participant with its day" if act is not None else "not the name of a treaty action"
            aside.append(SetAside(row=row, participant=who[0] if who else "", value=shown[0][:60], reason=reason))
            continue
        effective: PartialDate | None = read_day(effect[1]) if effect is not None else None
        acts.append(
            PublishedAct(row=row, participant=who[0], act=act, day=day, column=shown[0], effective_on=effective)
        )
    return PublishedTable(
        form="monthly Statement of Treaties",
        acts=tuple(acts),
        aside=tuple(aside),
        named=tuple(dict.fromkeys(a.participant for a in acts)),
        number=f"registration {registration}",
        title=plain_text(" ".join(title)).rpartition(".")[0] or plain_text(" ".join(title)),
    )


def _entries(text: str) -> list[str]:
    """Return the entries of a block: each ends with its registration."""
    parts, end = [], 0
    for match in _REGISTRATION.finditer(text):
        parts.append(text[end : match.end()])
        end = match.end()
    return [*parts, text[end:]]
