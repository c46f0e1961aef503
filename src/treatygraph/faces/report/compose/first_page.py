"""Part 1, on one page: status, what is asked, next steps, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.faces.report.compose.parts import (
    EMPTY,
    STATES,
    applied,
    bullets,
    cell,
    grid,
    headings,
    joined,
    paragraph,
    said,
    to_deposit,
)
from treatygraph.faces.report.document import Block, Figure, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.facts.changes import ChangeKind
from treatygraph.facts.model import StatementKind
from treatygraph.law.model import Status
from treatygraph.questions.changed import Recorded
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.gaps import Exclusion
from treatygraph.questions.status import InstrumentStatus
from treatygraph.questions.timeline import Change


def first_page(found: Dossier, words: Wording, chart: str) -> Iterator[Block]:
    """Yield the first page."""
    first = found.overview
    yield Heading(level=2, text=words.say("On one page"), mark="overview")
    yield _summary(found, words)
    if not first.addressed:
        line = words.line("The paragraph speaks to member States of the United Nations and so not to this participant.")
        if first.to_join:
            line = joined(words, line, words.line("What it has not joined is listed for information."))
        yield paragraph(line, "note")
    yield grid(
        words.say("Status"),
        headings(
            words,
            "Instrument",
            "Status",
            "Signed",
            "Consent",
            "In force since",
            "Acts and statements complete to",
            "Source",
        ),
        (_status(found, row, words) for row in first.instruments),
    )
    signed = [row.treaty for row in first.instruments if row.status == Status.SIGNATORY]
    if signed:
        yield said(
            words,
            "Having signed %(instruments)s, it is to refrain from acts that would defeat their object and purpose, "
            "until it has made clear that it will not become a party (VCLT 18(a)).",
            "note",
            instruments=words.instruments(signed),
        )
    yield Figure(
        svg=chart,
        alt=words.say("Timeline; the table above says the same"),
        caption=words.say("Triangle: signed. Dot: instrument deposited. Bar: in force. Dashed: the resolution."),
    )
    yield grid(
        words.told("Asked by paragraph %(paragraph)s", paragraph=first.paragraph.removeprefix("op")),
        (
            words.say("Asked") if first.addressed else words.say("For information"),
            words.say("Of which instruments"),
            words.say("Duties"),
        ),
        _asked(found, words),
    )
    yield from _reservations(found, words)
    yield from _steps(found, words)
    yield from _changes(found, words)
    yield from _recorded(found, words)


def _summary(found: Dossier, words: Wording) -> Block:
    first = found.overview
    if first.not_known:
        return said(
            words,
            "Joined: %(joined)s of %(asked)s instruments. Not joined: %(missing)s. Not known: %(open)s.",
            "lead",
            joined=words.number(first.joined),
            asked=words.number(first.asked),
            missing=words.instruments(first.to_join) or words.line("none"),
            open=words.instruments(first.not_known),
        )
    if not first.to_join:
        return said(words, "All %(asked)s instruments are joined.", "lead", asked=words.number(first.asked))
    return said(
        words,
        "Joined: %(joined)s of %(asked)s instruments. Not joined: %(missing)s.",
        "lead",
        joined=words.number(first.joined),
        asked=words.number(first.asked),
        missing=words.instruments(first.to_join),
    )


def _status(found: Dossier, row: InstrumentStatus, words: Wording) -> tuple[Line, ...]:
    consent = EMPTY
    if row.consent is not None and row.consented_on is not None and row.consent_kind is not None:
        act = words.row("actions", row.consent, row.consented_on)
        consent = (act, *cell(f" ({words.word('treaty_action', row.consent_kind)})"))
    signed = (words.row("actions", row.signature, row.signed_on),) if row.signature and row.signed_on else EMPTY
    until = f" – {row.in_force_until}" if row.in_force_until else ""
    return (
        (words.instrument(row.treaty),),
        (
            *standing_of(found.participant, row, words),
            *cell(" · "),
            words.why(found.participant, row.treaty, str(found.on)),
        ),
        signed,
        consent,
        cell(f"{row.in_force_since}{until}" if row.in_force_since else None),
        (*cell(row.as_of), *cell("; "), *statements_to(row.statements_as_of, words)),
        words.sources(row.sources) or EMPTY,
    )


def standing_of(participant: str, row: InstrumentStatus, words: Wording) -> Line:
    """Return the status; where it is not known after a day, that of the day."""
    if row.not_known_after is None or row.last_known is None:
        return cell(words.standing(row.status, participant), strong=True)
    return words.line(
        "%(status)s as of %(day)s, not known after",
        status=Run(text=words.standing(row.last_known, participant), strong=True),
        day=str(row.not_known_after),
    )


def statements_to(day: date | None, words: Wording) -> Line:
    """Return to which day the lists of statements are complete, or that none was seen."""
    return cell(day if day is not None else words.say("no list seen"))


def _asked(found: Dossier, words: Wording) -> Iterator[tuple[Line, ...]]:
    first = found.overview
    kept = {t.treaty: t.duties for t in found.commitments.treaties}
    asked = ((words.say("Consider joining"), first.to_join), (words.say("Carry out in full"), first.to_implement))
    for what, treaties in asked:
        duties = words.listed(
            words.line("%(name)s %(number)s", name=t.upper(), number=words.number(kept[t])) for t in treaties
        )
        yield cell(what), words.instruments(treaties) or cell(words.say("none")), duties or EMPTY


def _reservations(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield each reservation of its own with what it does and who objected, and where a statement was not read."""
    clouded = [t.treaty for t in found.commitments.treaties if t.may_change]
    own = {e.statement: e for e in found.gaps.exclusions}
    if not own and not clouded:
        return
    yield Heading(level=3, text=words.say("Its own reservations"))
    told = [_reservation(found, exclusion, words) for exclusion in own.values()]
    if clouded:
        told.append(
            words.line(
                "A list shows a reservation or declaration that was not read; it may change any of these numbers "
                "under: %(instruments)s.",
                instruments=words.instruments(clouded),
            )
        )
    yield bullets(told)


def _reservation(found: Dossier, exclusion: Exclusion, words: Wording) -> Line:
    line = words.line(
        "%(treaty)s, %(provisions)s: %(effect)s. %(summary)s",
        treaty=words.instrument(exclusion.treaty),
        provisions=words.provisions(exclusion.provisions) or words.line("whole treaty"),
        effect=words.say(STATES[exclusion.state]),
        summary=(words.data(exclusion.summary),),
    )
    objecting = {
        row.participant
        for row in found.relations.received
        if row.kind == StatementKind.OBJECTION and row.target == exclusion.statement
    }
    if objecting:
        line = joined(words, line, words.line("Objections by: %(names)s.", names=words.participants(objecting)))
    return line


def _steps(found: Dossier, words: Wording) -> Iterator[Block]:
    yield Heading(level=3, text=words.say("Next steps"))
    steps = [ask_first(found, treaty, words) for treaty in found.overview.not_known]
    steps += [step(found, treaty, words) for treaty in found.overview.to_join]
    if any(not gap.of_record for gap in found.gaps.notifications):
        steps.append(
            words.line(
                "Notifications asked for that a source known to be complete does not show: %(number)s. Show where they "
                "were made, or notify.",
                number=words.number(found.gaps.notifications_number),
            )
        )
    if any(t.may_change for t in found.commitments.treaties):
        steps.append(
            words.line(
                "Statements that official lists show, read here or not: %(number)s. Compare them with the depositary.",
                number=words.number(found.gaps.flags_number),
            )
        )
    yield bullets(steps or [words.line("None from the data.")])


def ask_first(found: Dossier, treaty: str, words: Wording) -> Line:
    """Return the next step for a treaty of which it is not known whether it was joined."""
    row = next(r for r in found.overview.instruments if r.treaty == treaty)
    return words.line(
        "Ask the depositary whether it has consented to %(instrument)s since %(day)s: it may have, and no source read "
        "says.",
        instrument=words.instrument(treaty),
        day=str(row.not_known_after or found.on),
    )


def step(found: Dossier, treaty: str, words: Wording) -> Line:
    """Return the next step for a treaty not joined."""
    supposed = next(w for w in found.what_if if w.treaty == treaty)
    acts = to_deposit(supposed, words)
    line = words.line("To join, it would deposit an instrument for %(acts)s.", acts=acts)
    if supposed.in_force_on is not None:
        line = joined(
            words,
            line,
            words.line(
                "Deposited on %(deposit)s, it would be in force on %(day)s (%(article)s).",
                deposit=str(supposed.deposit),
                day=supposed.in_force_on,
                article=applied(supposed, words),
            ),
        )
    line = joined(
        words,
        line,
        words.line(
            "Duties under it: %(all)s, of which mandatory: %(mandatory)s.",
            all=words.number(supposed.duties),
            mandatory=words.number(supposed.by_strength["mandatory"]),
        ),
    )
    if supposed.reservations_permitted:
        line = joined(
            words,
            line,
            words.line(
                "Reservations to %(provisions)s are expressly permitted; others must not be incompatible with its "
                "object and purpose (VCLT 19(c)).",
                provisions=words.provisions(supposed.reservations_permitted),
            ),
        )
    return line


def _changes(found: Dossier, words: Wording) -> Iterator[Block]:
    first = found.overview
    if first.since is None:
        return
    yield Heading(level=3, text=words.told("What changed after %(day)s", day=first.since))
    if not first.changes:
        yield said(words, "Nothing is recorded.")
        return
    yield grid(
        words.told("What changed after %(day)s", day=first.since),
        headings(words, "Day", "Instrument", "What", "Source"),
        (_change(change, words) for change in first.changes),
    )


def _recorded(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield what the record learned late, mended or lost; most often nothing."""
    first = found.overview
    if first.recorded:
        yield Heading(level=3, text=words.say("What was mended in the record"))
        yield grid(
            words.say("What was mended in the record"),
            headings(words, "Day", "Instrument", "What", "Before", "After", "Source"),
            (_mended(one, words) for one in first.recorded),
        )


def _mended(one: Recorded, words: Wording) -> tuple[Line, ...]:
    # What the record has lost has no page to lead to.
    lost = one.change is ChangeKind.WITHDRAWN
    row = cell(one.identifier)[0] if lost else words.row(one.table, one.identifier)
    what = (Run(text=f"{words.word('change_kind', one.change)}: "), row)
    day = cell(one.built_on)
    return day, (words.instrument(one.treaty),), what, cell(one.before), cell(one.after), words.sources(one.sources)


def _change(change: Change, words: Wording) -> tuple[Line, ...]:
    what: Line
    if change.what == "act":
        what = (words.row("actions", change.identifier or "", words.word("treaty_action", change.kind)),)
    elif change.what == "statement":
        what = (words.row("statements", change.identifier or "", words.word("statement_kind", change.kind)),)
    else:
        what = words.line("in force for it") if change.what == "in_force" else words.line("no longer in force for it")
    return cell(change.on), (words.instrument(change.treaty),), what, words.sources(change.sources)
