"""Part 1, on one page: where it stands, what is not known of it, what it reserved, what to ask, what to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.faces.report.compose.changes import changes
from treatygraph.faces.report.compose.note import speaking_note
from treatygraph.faces.report.compose.parts import (
    EMPTY,
    STATES,
    applied,
    box,
    bullets,
    cell,
    grid,
    headings,
    joined,
    paragraph,
    reserved_under,
    said,
    to_deposit,
)
from treatygraph.faces.report.document import Block, Figure, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.facts.model import StatementKind
from treatygraph.law.model import Bound, Status
from treatygraph.questions.counted import TreatyCommitments
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.gaps import Exclusion
from treatygraph.questions.standing import InstrumentStatus


def first_page(found: Dossier, words: Wording, chart: str) -> Iterator[Block]:
    """Yield the first page."""
    first = found.overview
    yield Heading(level=2, text=words.say("On one page"), mark="overview")
    if words.language not in words.register.whole_languages:
        yield said(words, "Summaries and remarks of the data are in English.", "note")
    yield _summary(found, words)
    if found.others is not None:
        yield said(
            words,
            "%(number)s more treaties were read: where it stands under them, and what needs an eye, is told below.",
            "note",
            number=Run(text=str(found.others.treaties), target="others"),
        )
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
            "Complete to",
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
        small=True,
        alt=words.say("Timeline; the table above says the same"),
        caption=words.say("Triangle: signed. Dot: instrument deposited. Bar: in force. Dashed: the resolution."),
    )
    yield from _to_join(found, words)
    yield box(
        words.told("Not known about %(name)s", name=words.spoken(found.participant)), bullets(_not_known(found, words))
    )
    yield from _reservations(found, words)
    yield Heading(level=3, text=words.say("What to ask"))
    yield bullets(_to_ask(found, words))
    yield box(words.say("To speak from"), paragraph(speaking_note(found, words)))
    yield from changes(found, words)


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
        consent = (act, *cell(f" – {words.word('treaty_action', row.consent_kind)}"))
    signed = (words.row("actions", row.signature, row.signed_on),) if row.signature and row.signed_on else EMPTY
    until = f" – {row.in_force_until}" if row.in_force_until else ""
    return (
        (words.instrument(row.treaty),),
        (
            *standing_of(found.participant, row, words),
            *words.why(found.participant, row.treaty, str(found.on)),
        ),
        signed,
        consent,
        cell(f"{row.in_force_since}{until}" if row.in_force_since else None),
        complete_to(row.as_of, row.statements_as_of, words),
        words.sources(row.sources) or EMPTY,
    )


def complete_to(acts: date, statements: date | None, words: Wording) -> Line:
    """Return to which days acts and statements are complete; one day where it is the same."""
    if acts == statements:
        return cell(acts)
    return (*cell(acts), *cell("; "), *statements_to(statements, words))


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


def _to_join(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield what the paragraph asks of it: what to join, with what that would take, and what to carry out."""
    first = found.overview
    if found.what_if:
        yield grid(
            words.say("Consider joining") if first.addressed else words.say("For information"),
            (
                words.say("Consider joining") if first.addressed else words.say("For information"),
                words.say("To deposit"),
                words.told("In force, if deposited on %(day)s", day=max(w.deposit for w in found.what_if)),
                words.say("Duties, mandatory"),
                words.say("May be reserved"),
            ),
            (
                (
                    (words.instrument(supposed.treaty),),
                    to_deposit(supposed, words, named=len(supposed.acts) > 1),
                    (
                        *cell(supposed.in_force_on or words.say("not settled by the data")),
                        *cell(" "),
                        *words.line("(%(article)s)", article=applied(supposed, words, named=False)),
                    ),
                    words.line(
                        "%(all)s, %(mandatory)s",
                        all=words.number(supposed.duties),
                        mandatory=words.number(supposed.by_strength["mandatory"]),
                    ),
                    words.provisions(supposed.reservations_permitted) or EMPTY,
                )
                for supposed in found.what_if
            ),
        )
    if first.to_implement:
        duties = words.listed(_kept(t, words) for t in found.commitments.treaties if t.treaty in first.to_implement)
        if first.addressed:
            yield said(words, "To carry out in full, by the number of duties: %(duties)s.", duties=duties)
        else:
            yield said(words, "Duties in force for it: %(duties)s.", duties=duties)


def _kept(of: TreatyCommitments, words: Wording) -> Line:
    """Return how many duties bind it under a treaty, and of how many obligations it is not known."""
    line = words.line("%(name)s %(number)s", name=words.short(of.treaty), number=words.number(of.duties))
    open_ = of.reserved.get(Bound.UNDETERMINED)
    if open_ is None:
        return line
    not_known = words.line("(of %(number)s more it is not known: a statement was not read)", number=words.number(open_))
    return joined(words, line, not_known)


def _not_known(found: Dossier, words: Wording) -> Iterator[Line]:
    """Yield what the data do not know about this participant; what they do not know of others stands elsewhere."""
    rows = {row.treaty: row for row in found.overview.instruments}
    for treaty in found.overview.not_known:
        yield words.line(
            "Whether it has consented to be bound by %(instrument)s since %(day)s.",
            instrument=words.instrument(treaty),
            day=str(rows[treaty].not_known_after or found.on),
        )
    clouded = [t.treaty for t in found.commitments.treaties if t.may_change]
    if clouded:
        yield words.line(
            "What a reservation or declaration says that a list shows and nobody read; it may change what binds it "
            "under %(instruments)s.",
            instruments=words.instruments(clouded),
        )
    days = [gap for gap in found.gaps.data if gap.kind in {"inexact_day", "statement_day"}]
    if days:
        yield words.line(
            "The exact day of acts or statements of its own (%(number)s).",
            number=(Run(text=str(len(days)), target="data-gaps"),),
        )
    aimed = [gap for gap in found.gaps.data if gap.kind == "objection_target"]
    if aimed:
        yield words.line(
            "What objections of its own are directed at (%(number)s).",
            number=(Run(text=str(len(aimed)), target="data-gaps"),),
        )
    yield words.line("What it did after the days to which the table is complete.")


def _reservations(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield each reservation of its own with what it does and who objected."""
    alike: dict[tuple[object, ...], list[Exclusion]] = {}
    for each in {e.statement: e for e in found.gaps.exclusions}.values():
        said_alike = (each.state, each.summary, frozenset(objecting_to(found, each.statement)))
        alike.setdefault(said_alike, []).append(each)
    yield Heading(level=3, text=words.say("Its own reservations"))
    if alike:
        yield bullets(_reservation(found, same, words) for same in alike.values())
    elif any(t.may_change for t in found.commitments.treaties):
        yield said(words, "None was read; a list shows one that was not.")
    else:
        yield said(words, "None is recorded that changes what binds it.")


def _reservation(found: Dossier, alike: list[Exclusion], words: Wording) -> Line:
    """Return reservations that say and do the same, to one treaty or to several, in one line."""
    first = alike[0]
    line = words.line(
        "%(reserved)s: %(effect)s. %(summary)s",
        reserved=words.apart(
            words.line(
                "%(treaty)s, %(provisions)s",
                treaty=words.row("statements", each.statement, words.short(each.treaty)),
                provisions=words.provisions(each.provisions) or words.line("whole treaty"),
            )
            for each in alike
        ),
        effect=words.say(STATES[first.state]),
        summary=(words.data(first.summary),),
    )
    objecting = objecting_to(found, first.statement)
    if objecting:
        return joined(words, line, words.line("Objections by: %(names)s.", names=words.participants(objecting)))
    return joined(words, line, words.line("No objection is recorded."))


def objecting_to(found: Dossier, statement: str) -> set[str]:
    """Return those whose recorded objections are directed at a statement."""
    return {
        row.participant
        for row in found.relations.received
        if row.kind == StatementKind.OBJECTION and row.target == statement
    }


def _to_ask(found: Dossier, words: Wording) -> Iterator[Line]:
    """Yield what to ask: of the depositary where a source could settle it, else of the participant."""
    first = found.overview
    for treaty in first.not_known:
        yield ask_first(found, treaty, words)
    if first.to_join:
        yield words.line(
            "Is it preparing to join %(instruments)s, and what stands in the way?",
            instruments=words.instruments(first.to_join),
        )
    reserved = dict.fromkeys(e.treaty for e in found.gaps.exclusions)
    if reserved:
        yield words.line(
            "Does it still need its reservations to %(instruments)s? They can be withdrawn at any time (VCLT 22).",
            instruments=words.listed(reserved_under(found, treaty, words) for treaty in reserved),
        )
    clouded = [t.treaty for t in found.commitments.treaties if t.may_change]
    if clouded:
        yield words.line(
            "What do its reservations and declarations under %(instruments)s say, in their own words?",
            instruments=words.instruments(clouded),
        )
    if any(not gap.of_record for gap in found.gaps.notifications):
        yield words.line(
            "Where were the notifications made that a source known to be complete does not show (%(number)s)?",
            number=words.number(found.gaps.notifications_number),
        )
    if first.to_implement:
        yield words.line(
            "Which laws and bodies carry out what is in force for it under %(instruments)s? Practice is not part of "
            "the data.",
            instruments=words.instruments(first.to_implement),
        )


def ask_first(found: Dossier, treaty: str, words: Wording) -> Line:
    """Return the next step for a treaty of which it is not known whether it was joined."""
    row = next(r for r in found.overview.instruments if r.treaty == treaty)
    return words.line(
        "Ask the depositary whether it has consented to %(instrument)s since %(day)s: it may have, and no source read "
        "says.",
        instrument=words.instrument(treaty),
        day=str(row.not_known_after or found.on),
    )
