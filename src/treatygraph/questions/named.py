"""From what people write to what a question is about: the day, and whether a treaty or a provision is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from treatygraph.days import parse_day
from treatygraph.errors import BadDayError, UnknownNameError
from treatygraph.facts.lookups import find_participant, find_provision, find_treaty
from treatygraph.facts.model import Participant
from treatygraph.facts.register import Register


def default_day(register: Register) -> date:
    """Return the latest as-of day of the data, so that an answer is the same on every day it is asked."""
    return max(coverage.as_of for coverage in register.facts.coverage)


def day_of(register: Register, on: str | date | None = None, *, today: bool = True) -> date:
    """Return the day that is meant: `YYYY-MM-DD`, `today`, a date, or the latest as-of day when none is named.

    Args:
        register: The facts.
        on: What is written.
        today: Whether `today` is a day; it is none where answers are kept for others.

    Raises:
        BadDayError: It is no day.
    """
    return written_day(on, today=today) or default_day(register)


def written_day(on: str | date | None, *, today: bool = True) -> date | None:
    """Return the day that is written; None when none is.

    Raises:
        BadDayError: It is no day.
    """
    if on is None:
        return None
    if isinstance(on, datetime):  # and what pandas calls a Timestamp
        on = on.date()
    if isinstance(on, date) and on == on:  # what pandas calls NaT equals nothing
        return on
    if not isinstance(on, str):
        raise BadDayError(f"{on!r} is not a day. Write it as YYYY-MM-DD, for example '2020-01-31', or give a date.")
    return date.today() if today and on.strip().casefold() == "today" else parse_day(on.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a proof is asked about: a treaty, or one of its provisions."""

    treaty: str
    provision: str | None


def subject_of(register: Register, text: str) -> Subject:
    """Return the treaty, or the provision of a treaty whose participants are in the data, that `text` names.

    Raises:
        UnknownNameError: It names neither.
    """
    try:
        return Subject(treaty=find_treaty(register, text).id, provision=None)
    except UnknownNameError as as_treaty:
        if not any(sign.isdigit() for sign in str(text)):
            raise
        try:
            provision = find_provision(register, text)
        except UnknownNameError as as_provision:
            # An instrument without participants in the data is known, and that is said.
            known = bool(register.other_names.called(text))
            raise (as_treaty if known else as_provision) from None
        if provision.instrument not in register.treaties:
            # It says that the instrument is known and its participants are not.
            find_treaty(register, provision.instrument)
        return Subject(treaty=provision.instrument, provision=provision.id)


def treaty_or_participant(register: Register, text: str) -> str | Participant:
    """Return the identifier of the treaty, or the participant, that `text` names.

    Lower case `som` is the treaty; `SOM` is the ISO code of Somalia.

    Raises:
        UnknownNameError: It names neither.
        AmbiguousNameError: It names more than one.
    """
    names = register.treaty_names
    if (text == text.lower() or len(text) != 3) and names.called(text):
        return find_treaty(register, text).id
    try:
        # A title may speak of a State; a name of its own goes before.
        return find_participant(register, text)
    except UnknownNameError:
        if names.with_words(text) or names.with_part(text):
            return find_treaty(register, text).id
        raise


def is_web_address(text: str) -> bool:
    """Return whether a text is an address of the web: another IRI may be `javascript:` too."""
    return text.startswith(("http://", "https://"))
