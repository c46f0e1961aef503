"""The chart of signatures and ratifications of the Council of Europe, as its service answers in JSON.

One object for each State with `DateSignature`, `DateConsentement`, `DateEntreeVigueur`, `DateDenonciation`. The chart
does not tell which kind of consent a day is. A record of the treaty alone, without States, is refused by name.
"""

from __future__ import annotations

import json
import re
from typing import Any

from treatygraph.days import PartialDate
from treatygraph.errors import UnreadableSourceError
from treatygraph.sources.cells import read_day, read_name
from treatygraph.sources.published import PublishedAct, PublishedTable, SetAside

#: A day of consent whose kind the chart does not tell.
ANY_CONSENT = "ratification|acceptance|approval|accession|succession"

_STATE = re.compile(r"(libelle_?)?(pays|etat|state|country|name|nom)(_?(eng|en|fre|fr))?", re.I)
_DAYS = (("DateSignature", "signature"), ("DateConsentement", ANY_CONSENT), ("DateDenonciation", "denunciation"))


def is_json(text: str) -> bool:
    """Return whether the text is an object or a list of JSON."""
    return text.lstrip("\ufeff \r\n\t")[:1] in {"{", "["}


def read_chart(text: str, name: str) -> PublishedTable:
    """Return the acts of a chart.

    Raises:
        UnreadableSourceError: It is no JSON, or no chart of States.
    """
    try:
        told = json.loads(text.lstrip("\ufeff"))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableSourceError(f"{name}: the JSON is damaged ({str(error)[:80]}). Fetch it again.") from None
    states = told if isinstance(told, list) else next((v for v in told.values() if _is_chart(v)), None)
    if not _is_chart(states):
        what = "a record of a treaty, not of its States" if isinstance(told, dict) else "no chart of States"
        raise UnreadableSourceError(
            f"{name}: the JSON is {what}: no entry has DateSignature or DateConsentement. Fetch the chart of "
            "signatures and ratifications."
        )
    acts: list[PublishedAct] = []
    aside: list[SetAside] = []
    assert isinstance(states, list)
    for row, state in enumerate(states, 1):
        named = next((read_name(str(v)) for k, v in state.items() if _STATE.fullmatch(k) and isinstance(v, str)), None)
        if named is None:
            aside.append(SetAside(row=row, participant="", value=str(state)[:60], reason="no name of a State"))
            continue
        acts += _acts(row, named[0], state)
    return PublishedTable(
        form="chart of the Council of Europe",
        acts=tuple(acts),
        aside=tuple(aside),
        named=tuple(dict.fromkeys(a.participant for a in acts)),
    )


def _is_chart(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, dict) for v in value)
        and any(key in v for v in value for key, _ in _DAYS)
    )


def _acts(row: int, participant: str, state: dict[str, Any]) -> list[PublishedAct]:
    effect = _day(state.get("DateEntreeVigueur"))
    ended = _day(state.get("DateEffetDenonciation"))
    return [
        PublishedAct(
            row=row,
            participant=participant,
            act=act,
            day=day,
            column=key,
            effective_on=effect if act == ANY_CONSENT else ended if act == "denunciation" else None,
        )
        for key, act in _DAYS
        if (day := _day(state.get(key))) is not None
    ]


def _day(value: Any) -> PartialDate | None:
    return read_day(str(value).partition("T")[0]) if value else None
