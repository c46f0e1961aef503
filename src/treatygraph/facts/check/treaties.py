"""What clauses, provisions and obligations must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from treatygraph.days import PartialDate
from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import PRESUPPOSING, Clause, ClauseKind

_NEEDED: Mapping[ClauseKind, tuple[str, ...]] = {
    ClauseKind.ENTRY_INTO_FORCE: ("threshold", "counted_actions", "delay", "counting"),
    ClauseKind.ENTRY_INTO_FORCE_LATER: ("delay", "counting"),
    ClauseKind.DENUNCIATION: ("delay", "counting"),
    ClauseKind.DENUNCIATION_CASCADE: ("instruments",),
    ClauseKind.DEPENDENCY: ("instruments",),
    ClauseKind.CARRY_OVER: ("instruments",),
    ClauseKind.REPLACEMENT: ("instruments",),
    ClauseKind.RESERVATION_PERMITTED: ("provisions",),
    ClauseKind.RESERVATION_WITHDRAWAL: ("provision", "provisions"),
    ClauseKind.OTHER_TREATIES: ("provision",),
    ClauseKind.NOTIFICATION: ("provision",),
    ClauseKind.COMPETENCE_LIMIT: ("provision",),
    ClauseKind.COMPETENCE_DECLARATION: ("provision", "counted_actions"),
    ClauseKind.CODIFICATION: ("condition",),
    ClauseKind.CODIFICATION_ORGANIZATIONS: ("condition",),
    ClauseKind.ORGANIZATION_ADMISSION: ("counted_actions",),
}
_ONE_EACH = frozenset(
    {
        ClauseKind.ENTRY_INTO_FORCE,
        ClauseKind.ENTRY_INTO_FORCE_LATER,
        ClauseKind.DENUNCIATION,
        ClauseKind.COMPETENCE_LIMIT,
    }
)


def identifiers_match_their_columns(rows: Rows) -> Iterator[Fault]:
    """An identifier that names its columns must agree with them; IRIs are made from it."""
    for action in rows.facts.actions:
        start = f"{action.treaty}-{action.participant}-{action.kind}-"
        if not (action.id.startswith(start) and action.id.removeprefix(start).isdigit()):
            yield rows.fault("actions", action, "id", f"should be {start}N.", "Correct the identifier.")
    for statement in rows.facts.statements:
        start = f"{statement.treaty}-{statement.participant}-"
        if not (statement.id.startswith(start) and statement.id.removeprefix(start).isdigit()):
            yield rows.fault("statements", statement, "id", f"should be {start}NN.", "Correct the identifier.")
    for provision in rows.facts.provisions:
        parts = [provision.instrument, "art", provision.article, provision.paragraph or ""]
        wanted = "-".join([p for p in [*parts, *(provision.point or "").split(".")] if p])
        if provision.id != wanted:
            yield rows.fault("provisions", provision, "id", f"should be {wanted}.", "Correct the identifier.")
    for obligation in rows.facts.obligations:
        start = f"{obligation.provision}-ob"
        if not (obligation.id.startswith(start) and obligation.id.removeprefix(start).isdigit()):
            yield rows.fault("obligations", obligation, "id", f"should be {start}N.", "Correct the identifier.")


def clauses_are_complete(rows: Rows) -> Iterator[Fault]:
    """Each kind of clause has what its rule needs."""
    for clause in rows.facts.clauses:
        for column in _NEEDED.get(clause.kind, ()):
            if getattr(clause, column) in (None, ()):
                cause = f"a clause of kind {clause.kind} needs it."
                yield rows.fault("clauses", clause, column, cause, "Fill it in from the treaty.")
    for (instrument, kind), number in Counter((c.instrument, c.kind) for c in rows.facts.clauses).items():
        if number > 1 and kind in _ONE_EACH:
            clause = next(c for c in rows.facts.clauses if (c.instrument, c.kind) == (instrument, kind))
            cause = f"{instrument} has {number} clauses of kind {kind}; one can hold."
            yield rows.fault("clauses", clause, "kind", cause, "Remove the others.")


def treaties_end_after_they_began(rows: Rows) -> Iterator[Fault]:
    """The end of a treaty has a source; it comes after its beginning, and nobody joins after it."""
    ended: dict[str, PartialDate] = {}
    for treaty in rows.facts.instruments:
        last, marked = treaty.stated_until, treaty.end_marked_on
        if (treaty.end_source is None) is not (last is None and marked is None):
            cause = "an end or a mark needs its source, and a source what it is for."
            yield rows.fault("instruments", treaty, "end_source", cause, "Fill in both, or neither.")
        if marked is not None:
            ended[treaty.id] = PartialDate(marked.year, marked.month, marked.day)
        if last is None:
            continue
        ended[treaty.id] = last
        if marked is not None:
            cause = f"a mark decides nothing where the last day is known ({last})."
            yield rows.fault("instruments", treaty, "end_marked_on", cause, "Keep one of them.")
        begun = treaty.stated_in_force_on or (treaty.adopted_on.earliest if treaty.adopted_on is not None else None)
        if begun is not None and last.latest < begun:
            cause = f"is before {treaty.id} began on {begun}."
            yield rows.fault("instruments", treaty, "stated_until", cause, "Correct one of the days.")
    for action in rows.facts.actions:
        if action.treaty not in ended or action.kind not in PRESUPPOSING:
            continue
        if action.done_on.earliest > ended[action.treaty].latest:
            cause = f"is after {action.treaty} ended, or a source marks it so, on {ended[action.treaty]}."
            yield rows.fault("actions", action, "done_on", cause, "Correct the day of the act, or of the end.")


def treaties_with_acts_are_covered(rows: Rows) -> Iterator[Fault]:
    """A treaty with acts has an as-of day, and so has each whose participants a clause needs."""
    covered = {c.treaty for c in rows.facts.coverage}
    for clause in rows.facts.clauses:
        if clause.instrument in covered:
            yield from _needs_covered(rows, clause, covered)
    for treaty in sorted({a.treaty for a in rows.facts.actions} - covered):
        action = next(a for a in rows.facts.actions if a.treaty == treaty)
        cause = "coverage.csv has no as-of day for the treaty."
        yield rows.fault("actions", action, "treaty", cause, "Add a row to coverage.csv.")


def each_day_has_one_full_table(rows: Rows) -> Iterator[Fault]:
    """The acts of a treaty are complete to a day by one full table of that day: two could not both be whole."""
    days = {s.id: s.as_of for s in rows.facts.sources}
    for coverage in rows.facts.coverage:
        first: dict[PartialDate, str] = {}
        for source in coverage.sources:
            if (other := first.setdefault(days[source], source)) != source:
                cause = f"{other} and {source} are both tables of {days[source]}, and one can be the whole."
                remedy = "Name the one that was taken over; what the other claims belongs into conflicts.csv."
                yield rows.fault("coverage", coverage, "sources", cause, remedy)


def _needs_covered(rows: Rows, clause: Clause, covered: set[str]) -> Iterator[Fault]:
    needed = set(clause.not_before) - {clause.instrument}
    if clause.kind in {ClauseKind.DEPENDENCY, ClauseKind.CARRY_OVER}:
        needed |= set(clause.instruments)
    for treaty in sorted(needed - covered):
        column = "not_before" if treaty in clause.not_before else "instruments"
        cause = f"{treaty} has no row in coverage.csv, and the clause needs its participants."
        yield rows.fault("clauses", clause, column, cause, "Bring in the treaty, or leave this one out.")


def treaties_do_not_wait_for_themselves(rows: Rows) -> Iterator[Fault]:
    """The treaties a treaty needs first do not need it in turn."""
    needs: dict[str, set[str]] = {}
    for clause in rows.facts.clauses:
        if clause.kind is ClauseKind.DEPENDENCY:
            needs.setdefault(clause.instrument, set()).update(clause.instruments)
        if clause.kind is ClauseKind.ENTRY_INTO_FORCE:
            needs.setdefault(clause.instrument, set()).update(clause.not_before)
    for clause in rows.facts.clauses:
        if clause.kind not in {ClauseKind.DEPENDENCY, ClauseKind.ENTRY_INTO_FORCE}:
            continue
        reached, waiting = set(), list(needs[clause.instrument])
        while waiting:
            treaty = waiting.pop()
            if treaty not in reached:
                reached.add(treaty)
                waiting += needs.get(treaty, ())
        if clause.instrument in reached:
            cause = "the treaty needs itself first, through this clause or those it leads to."
            yield rows.fault("clauses", clause, "instrument", cause, "Correct not_before or instruments.")


#: The columns that name the row above: of what a row is a part, or what it supplements.
_ABOVE = (("instruments", "supplements"), ("instruments", "follows_up"), ("provisions", "part_of"))


#: So many links of a long way round are shown at either end.
_ENDS = 3


def _short(chain: list[str]) -> list[str]:
    """Return a way round as it is shown: both ends, and how many links are between."""
    between = len(chain) - 2 * _ENDS
    return chain if between < 2 else [*chain[:_ENDS], f"{between} more", *chain[-_ENDS:]]


def nothing_comes_before_itself(rows: Rows) -> Iterator[Fault]:
    """No instrument supplements itself and no provision is part of itself, directly or through others."""
    for table, column in _ABOVE:
        records = {record.id: record for record in getattr(rows.facts, table)}
        for record in records.values():
            chain, above = [record.id], getattr(record, column)
            while above is not None and above not in chain:
                chain.append(above)
                above = getattr(records[above], column)
            if above == record.id:
                cause = f"leads back to itself: {' → '.join(_short([*chain, above]))}."
                yield rows.fault(table, record, column, cause, "Name what comes before it, and break the ring.")


def provisions_stand_in_their_treaty(rows: Rows) -> Iterator[Fault]:
    """A provision is part of one of the same treaty, and switches name a provision and a known prefix."""
    known = {p.id: p for p in rows.facts.provisions}
    prefixes = {t.code for t in rows.facts.terms if t.scheme == "switch"}
    for provision in rows.facts.provisions:
        if provision.part_of is not None and known[provision.part_of].instrument != provision.instrument:
            cause = "a provision cannot be part of this one."
            yield rows.fault("provisions", provision, "part_of", cause, "Name the provision that holds it.")
    for obligation in rows.facts.obligations:
        for switch in obligation.switches:
            prefix, _, named = switch.partition(":")
            if prefix not in prefixes or named not in known:
                cause = f"{switch!r} is not prefix:provision."
                remedy = f"Use one of {', '.join(sorted(prefixes))}, a colon, and a known provision."
                yield rows.fault("obligations", obligation, "switches", cause, remedy)
