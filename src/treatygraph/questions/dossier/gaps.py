"""What is missing: in law, in the record, and in our knowledge. The three are never mixed."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts.lookups import cite
from treatygraph.facts.model import StatementKind
from treatygraph.law.model import Bound
from treatygraph.law.obligations import notification_gaps
from treatygraph.questions.columns import columns
from treatygraph.questions.dossier.desk import Desk
from treatygraph.questions.dossier.model import (
    CommitmentRow,
    DataGap,
    Dossier,
    Exclusion,
    Gaps,
    MissingNotification,
)
from treatygraph.questions.dossier.overview import asked_to_join
from treatygraph.questions.question import Table, Value
from treatygraph.questions.table import as_of_notes, inside, joined, label, shown


def gaps(desk: Desk, participant: str, rows: tuple[CommitmentRow, ...], not_joined: tuple[str, ...]) -> Gaps:
    """Return the gaps of a participant on the day.

    Args:
        desk: What dossiers share.
        participant: The participant.
        rows: Its commitments.
        not_joined: The treaties it is asked to join and has not.
    """
    register = desk.register
    found = tuple(
        MissingNotification(
            treaty=gap.treaty,
            provision=gap.provision,
            article=cite(register.provisions[gap.provision]),
            heading=register.texts(register.provisions[gap.provision], "heading"),
            condition=gap.condition,
            unread_statement=gap.unread_statement,
            of_record=gap.of_record,
        )
        for treaty in register.treaties
        for gap in notification_gaps(desk.concluded, participant, treaty, desk.day)
    )
    flags = [f for f in register.facts.statement_flags if f.participant == participant]
    return Gaps(
        not_joined=not_joined,
        exclusions=tuple(_exclusions(desk, participant, rows)),
        notifications=found,
        notifications_number=desk.number(
            len(found), "gaps/notifications", default_only=True, asked={"participant": participant}
        ),
        flags_number=desk.number(len(flags), "gaps/flags-of-a-participant", asked={"participant": participant}),
        data=tuple(_data(desk, participant)),
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
            number=desk.number(
                len(under),
                "obligations/commitments-of-a-participant",
                asked={"participant": participant, "on": desk.on},
                where={"statement": identifier, "state": state},
            ),
            made_on=shown(statement.made_on),
            summary=statement.summary,
            sources=statement.sources,
        )


def _data(desk: Desk, participant: str) -> Iterator[DataGap]:
    """Yield what the data do not know, about the participant and about the treaties asked about."""
    register = desk.register
    for flag in register.facts.statement_flags:
        if flag.participant == participant:
            yield DataGap(kind="flag", treaty=flag.treaty, about=flag.flag, detail="", sources=(flag.source,))
    for treaty in register.treaties:
        for act in register.actions_of(participant, treaty):
            if act.done_on.exact is None:
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
    _, asked = asked_to_join(desk)
    coverages = {c.treaty: c for c in register.facts.coverage}
    for treaty in register.treaties:
        coverage = coverages[treaty]
        if treaty in asked:
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


def gaps_table(desk: Desk, found: Dossier) -> Table:
    """Return the gaps of a dossier, one row each, with the next step."""
    register = desk.register
    rows: list[tuple[Value, ...]] = []
    for supposed in found.what_if:
        acts = joined(f"{t} {inside(label(register, 'treaty_action', k))}" for t, k in supposed.acts.items())
        step = f"{acts}; in force {supposed.in_force_on} if deposited {supposed.deposit}"
        rows.append(("not joined", supposed.treaty, None, f"{supposed.obligations.value} obligations", step, None))
    for exclusion in found.gaps.exclusions:
        cited = joined(cite(register.provisions[p]) for p in exclusion.provisions) or "whole treaty"
        what = f"{exclusion.state.replace('_', ' ')} by reservation {exclusion.statement}: {exclusion.summary}"
        step = "see whether the reservation is still needed (VCLT 22)"
        rows.append(("reservation", exclusion.treaty, cited, what, step, joined(exclusion.sources)))
    for missing in found.gaps.notifications:
        what = f"not recorded: {missing.heading['en'].lower()}"
        what += f" (asked of {missing.condition[0].lower()}{missing.condition[1:]})" if missing.condition else ""
        rows.append(
            ("record", missing.treaty, missing.article, what, None, None)
            if missing.of_record
            else ("notification", missing.treaty, missing.article, what, "notify, or show where it was", None)
        )
    for gap in found.gaps.data:
        what = f"{gap.kind.replace('_', ' ')}: {gap.detail or gap.about.replace('_', ' ')}"
        rows.append(("data", gap.treaty, None, what, "compare with the depositary", joined(gap.sources)))
    headed = columns("gap", "treaty", "article", "what", "next_step", "source")
    notes = (
        "Not joining and reserving are free choices, told as they stand. A notification not recorded is no breach; "
        "where no source is known to carry all of its kind this is a gap of the record, and nobody is asked to act. "
        "A data gap is what we do not know.",
        *as_of_notes(register, register.treaties, desk.day),
    )
    title = f"{register.name(found.participant)} ({found.participant}): gaps on {desk.day}"
    return Table(title=title, columns=headed, rows=tuple(rows), notes=notes)
