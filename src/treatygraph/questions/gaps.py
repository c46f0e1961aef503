"""What is missing: in law, in the record, and in our knowledge. The three are never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import Coverage, StatementFlag, StatementKind
from treatygraph.law.model import Bound
from treatygraph.law.obligations import notification_gaps
from treatygraph.questions.counted import CommitmentRow, Text
from treatygraph.questions.desk import Desk
from treatygraph.questions.notes import shown
from treatygraph.questions.number import Number, number
from treatygraph.questions.resolution import request_to_join, treaties_to_join


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Obligations that the participant's own reservation excludes, changes, or leaves open."""

    treaty: str
    statement: str
    state: str
    provisions: tuple[str, ...]
    obligations: tuple[str, ...]
    number: Number
    made_on: str | None
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingNotification:
    """A notification asked for and not recorded: a gap in the record."""

    treaty: str
    provision: str
    article: str
    heading: Text
    condition: str | None
    unread_statement: bool
    of_record: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataGap:
    """Something the data do not know."""

    kind: str
    treaty: str
    about: str
    detail: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is missing in law, in the record, and in our knowledge: three things, kept apart."""

    not_joined: tuple[str, ...]
    exclusions: tuple[Exclusion, ...]
    notifications: tuple[MissingNotification, ...]
    notifications_number: Number
    flags_number: Number
    data: tuple[DataGap, ...]


def missing_notifications(desk: Desk, participant: str, treaties: Iterable[str]) -> tuple[MissingNotification, ...]:
    """Return the notifications that treaties ask a participant for, and that no source records by the day."""
    register = desk.register
    return tuple(
        MissingNotification(
            treaty=gap.treaty,
            provision=gap.provision,
            article=cite(register.provisions[gap.provision]),
            heading=register.texts(register.provisions[gap.provision], "heading"),
            condition=gap.condition,
            unread_statement=gap.unread_statement,
            of_record=gap.of_record,
        )
        for treaty in treaties
        for gap in notification_gaps(desk.concluded, participant, treaty, desk.day)
    )


def marked_gap(flag: StatementFlag) -> DataGap:
    """Return what a mark in a list of a treaty says that is there, as a gap in what the data know."""
    return DataGap(kind="flag", treaty=flag.treaty, about=flag.flag, detail="", sources=(flag.source,))


def gaps(
    desk: Desk,
    participant: str,
    told: tuple[str, ...],
    rows: tuple[CommitmentRow, ...],
    not_joined: tuple[str, ...],
) -> Gaps:
    """Return the gaps of a participant on the day.

    Args:
        desk: What dossiers share.
        participant: The participant.
        told: The treaties told in full.
        rows: Its commitments.
        not_joined: The treaties it is asked to join and has not.
    """
    register = desk.register
    found = missing_notifications(desk, participant, told)
    # The question behind the number counts those of every treaty.
    whole = len(told) == len(register.in_depth)
    flags = [f for f in register.facts.statement_flags if f.participant == participant]
    return Gaps(
        not_joined=not_joined,
        exclusions=tuple(_exclusions(desk, participant, rows)),
        notifications=found,
        notifications_number=number(
            desk,
            len(found),
            "gaps/notifications" if whole else None,
            default_only=True,
            asked={"participant": participant},
            counted=(gap.provision for gap in found),
        ),
        flags_number=number(desk, len(flags), "gaps/flags-of-a-participant", asked={"participant": participant}),
        data=tuple(_data(desk, participant, told)),
    )


def _exclusions(desk: Desk, participant: str, rows: tuple[CommitmentRow, ...]) -> Iterator[Exclusion]:
    touched: dict[tuple[str, str], list[CommitmentRow]] = {}
    for row in rows:
        if row.state != Bound.BOUND and row.statement is not None:
            touched.setdefault((row.statement, row.state), []).append(row)
    for (identifier, state), under in touched.items():
        statement = desk.register.statements[identifier]
        yield Exclusion(
            treaty=statement.treaty,
            statement=identifier,
            state=state,
            provisions=statement.provisions,
            obligations=tuple(row.obligation for row in under),
            number=number(
                desk,
                len(under),
                "obligations/commitments-of-a-participant",
                asked={"participant": participant, "on": desk.on},
                where={"statement": identifier, "state": state},
                counted=(row.obligation for row in under),
            ),
            made_on=shown(statement.made_on),
            summary=statement.summary,
            sources=statement.sources,
        )


def _data(desk: Desk, participant: str, told: tuple[str, ...]) -> Iterator[DataGap]:
    """Yield what the data do not know, about the participant and about the treaties told."""
    register = desk.register
    apart = frozenset(register.in_depth) - set(told)
    for flag in register.facts.statement_flags:
        if flag.participant == participant and flag.treaty not in apart:
            yield marked_gap(flag)
    for treaty in told:
        for act in register.actions_of(participant, treaty):
            if act.done_on.exact is None and act.done_on.earliest <= desk.day:
                yield DataGap(
                    kind="inexact_day", treaty=treaty, about=act.id, detail=str(act.done_on), sources=act.sources
                )
        for statement in register.statements_of(participant, treaty):
            if statement.made_on is None or statement.made_on.exact is None:
                detail = shown(statement.made_on) or ""
                yield DataGap(
                    kind="statement_day", treaty=treaty, about=statement.id, detail=detail, sources=statement.sources
                )
            if statement.kind is StatementKind.OBJECTION and statement.target_statement is None:
                yield DataGap(
                    kind="objection_target", treaty=treaty, about=statement.id, detail="", sources=statement.sources
                )
    request = request_to_join(register)
    for treaty in treaties_to_join(register, request) if request is not None else ():
        yield from _coverage(desk, register.coverage[treaty])


def _coverage(desk: Desk, coverage: Coverage) -> Iterator[DataGap]:
    if coverage.as_of < desk.day:
        yield DataGap(
            kind="rows_end_before",
            treaty=coverage.treaty,
            about=str(coverage.as_of),
            detail="",
            sources=coverage.sources,
        )
    if coverage.gaps:
        yield DataGap(
            kind="known_gap", treaty=coverage.treaty, about="", detail=coverage.gaps, sources=coverage.sources
        )
