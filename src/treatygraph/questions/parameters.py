"""What people give for a parameter → the thing it names: looked up first, so that no text of a user goes further.

The one place that knows which kinds of parameter there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from treatygraph.days import parse_day
from treatygraph.errors import TreatygraphError
from treatygraph.facts.lookups import (
    find_chapter,
    find_obligation,
    find_paragraph,
    find_participant,
    find_provision,
    find_region,
    find_set,
    find_source,
    find_term,
    find_treaty,
)
from treatygraph.facts.register import Register
from treatygraph.questions.named import default_day
from treatygraph.questions.question import ColumnKind, Given, Parameter, Question


class ParameterError(TreatygraphError):
    """A parameter that a question does not have, or a value that it cannot take."""


#: Kind → what finds such a thing, and the table it stands in.
_THINGS: Mapping[ColumnKind, tuple[Callable[[Register, str], Any], str]] = {
    ColumnKind.PARTICIPANT: (find_participant, "participants"),
    ColumnKind.TREATY: (find_treaty, "instruments"),
    ColumnKind.PROVISION: (find_provision, "provisions"),
    ColumnKind.OBLIGATION: (find_obligation, "obligations"),
    ColumnKind.PARAGRAPH: (find_paragraph, "paragraphs"),
    ColumnKind.SOURCE: (find_source, "sources"),
    ColumnKind.REGION: (find_region, "regions"),
    ColumnKind.CHAPTER: (find_chapter, "chapters"),
    ColumnKind.SET: (find_set, "treaty_sets"),
}
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


def given(register: Register, question: Question, values: Mapping[str, str]) -> dict[str, Given]:
    """Return what every parameter of a question is set to, looked up.

    A parameter that is not given is its example, or the latest as-of day, or None where it is optional.

    Raises:
        ParameterError: The question has no such parameter, or the text is no such value.
        UnknownNameError: A value names nothing.
        BadDayError: A value is no day.
    """
    known = {p.name: p for p in question.parameters}
    told = told_with(register, question, values)
    return {name: looked_up(register, known[name], text) if text else None for name, text in told.items()}


def told_with(register: Register, question: Question, values: Mapping[str, str]) -> dict[str, str]:
    """Return the text that each parameter of a question is set to: what is given, or what stands for it.

    Raises:
        ParameterError: The question has no such parameter.
    """
    known = {p.name: p for p in question.parameters}
    for name in values:
        if name not in known:
            raise ParameterError(f"{question.id} has no parameter {name[:40]!r}. It has: {', '.join(known) or 'none'}.")
    return {p.name: values.get(p.name) or default_of(register, p) for p in question.parameters}


def default_of(register: Register, parameter: Parameter) -> str:
    """Return what a parameter is set to when it is not given."""
    if parameter.optional:
        return ""
    return str(default_day(register)) if parameter.as_of else parameter.example


def looked_up(register: Register, parameter: Parameter, text: str) -> Given:
    """Return what a text names: an identifier, a code, a day, a number or a truth.

    Raises:
        ParameterError: The text is no number, or no yes or no.
        UnknownNameError: Nothing answers to the text.
        BadDayError: The text is no day.
    """
    text = text.strip()
    match parameter.kind:
        case ColumnKind.DAY:
            return parse_day(text)
        case ColumnKind.CODE:
            parts = text.split(";") if parameter.many else [text]
            return ";".join(find_term(register, parameter.scheme or parameter.name, part).code for part in parts)
        case ColumnKind.NUMBER:
            if not text.isascii() or not text.isdigit() or len(text) > 9:
                raise ParameterError(f"{parameter.name}: {text[:40]!r} is no whole number. Give one from 0.")
            return int(text)
        case ColumnKind.TRUTH:
            if text.casefold() not in _TRUTHS:
                raise ParameterError(f"{parameter.name}: {text[:40]!r} is neither yes nor no. Give one of them.")
            return _TRUTHS[text.casefold()]
        case kind if kind in _THINGS:
            parts = text.split(";") if parameter.many else [text]
            return ";".join(dict.fromkeys(str(_THINGS[kind][0](register, part.strip()).id) for part in parts))
    raise ParameterError(f"{parameter.name}: a {parameter.kind} cannot be looked up. Ask with another parameter.")


def table_of(kind: ColumnKind) -> str | None:
    """Return the table that things of a kind stand in, or None for what is no thing of a table."""
    return _THINGS[kind][1] if kind in _THINGS else None


#: What a parameter of a query of one's own is, by its name; else its name is its kind, or the theme.
_BY_NAME = {"on": ColumnKind.DAY, "since": ColumnKind.DAY, "a": ColumnKind.PARTICIPANT, "b": ColumnKind.PARTICIPANT}


def named_freely(name: str) -> Parameter:
    """Return the parameter that a name stands for in a query that stands in no library.

    Raises:
        ParameterError: It stands for nothing that can be looked up.
    """
    kinds = {**_BY_NAME, **{kind.value: kind for kind in _THINGS}, "day": ColumnKind.DAY, "theme": ColumnKind.CODE}
    if name not in kinds:
        raise ParameterError(f"A parameter {name[:40]!r} cannot be looked up. Use one of {', '.join(sorted(kinds))}.")
    kind = kinds[name]
    return Parameter(name=name, kind=kind, scheme=name if kind is ColumnKind.CODE else None, example="", description="")
