"""What follows from changed rows: for whom a treaty came into force or ended, which relations and commitments arose.

Legal basis: VCLT arts. 24 and 54 (from when and until when), 20 to 23 (relations), 26 (commitments). Both states of
the record are judged by the same rules, so that a conclusion is new only where the rows make it so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from treatygraph.days import Span
from treatygraph.facts.changes import Change, ChangeKind
from treatygraph.law.matrix import Matrix, matrix
from treatygraph.law.model import Commitment, Participation, TreatyForce
from treatygraph.law.obligations import Ledger
from treatygraph.law.status import Concluded


def consequences(before: Concluded, after: Concluded, rows: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return what follows from changes of rows, in a fixed order.

    Args:
        before: What followed from the record before.
        after: What follows from it now.
        rows: The changes of rows between the two.
    """
    found = [c for treaty in _touched(before, after, rows) for c in _Treaty(before, after, rows, treaty).all()]
    return tuple(sorted(found, key=lambda c: (c.treaty or "", c.participant or "", c.key)))


def _touched(before: Concluded, after: Concluded, rows: tuple[Change, ...]) -> tuple[str, ...]:
    """Return the treaties whose rows changed, those that depend on them, and those of participants that changed."""
    register = after.register
    shared = before.register.coverage.keys() & register.coverage.keys()
    new = {c.row for c in rows if c.kind is ChangeKind.NEW_TREATY}
    own = {c.treaty for c in rows}
    persons = {p for c in rows if c.treaty is None for p in c.others}
    found: set[str] = set()
    # Conventions come before Protocols: one look at each is enough.
    for treaty in register.treaties:
        later = (c.instrument for c in register.replaced_by.get(treaty, ()))
        needed = {*register.parents(treaty), *register.not_before(treaty), *later}
        acted = any(register.actions_of(p, treaty) for p in persons)
        # A treaty that takes the place of another can come after it.
        if treaty in own or needed & (own | found) or acted:
            found.add(treaty)
    return tuple(t for t in register.treaties if t in found and (t in shared or t in new))


class _Treaty:
    """What changed under one treaty."""

    def __init__(self, before: Concluded, after: Concluded, rows: tuple[Change, ...], treaty: str) -> None:
        self.before, self.after, self.treaty = before, after, treaty
        self.new = any(c.kind is ChangeKind.NEW_TREATY and c.row == treaty for c in rows)
        register = after.register
        self.later = {c.instrument for c in register.replaced_by.get(treaty, ())}
        above = {treaty, None, *register.parents(treaty), *register.not_before(treaty), *self.later}
        self.rows = tuple(c for c in rows if c.treaty in above)

    def all(self) -> Iterator[Change]:
        force = self.after.force(self.treaty)
        earlier = None if self.new else self.before.force(self.treaty).in_force
        if force.in_force != earlier:
            yield self._effect("in_force", None, _told(earlier), _told(force.in_force), self.treaty)
        if self.new:
            # What follows from a treaty taken in as a whole is told by its own page.
            return
        was, now = (_end_of(concluded.force(self.treaty)) for concluded in (self.before, self.after))
        if was != now:
            yield self._effect("ended", None, _told(was), _told(now), self.treaty)
        concerned = self._concerned(force.in_force == earlier and was == now)
        if force == self.before.force(self.treaty):
            # Of whom no row changed, the part is the same: it is not concluded twice.
            self.after.take_over(self.before, (self.treaty,), frozenset(concerned))
        turned: set[str] = set()
        days = [max(c.as_of for c in self.after.register.facts.coverage)]
        for participant in concerned:
            for change, since in self._of(participant):
                turned.add(participant)
                if since is not None and since.latest != date.max:
                    days.append(since.latest)
                yield change
        # What was done under a treaty that takes the place of this one turns who is bound by this one with whom.
        turning = (c for c in self.rows if c.table == "statements" or c.treaty in self.later)
        turned |= {c.participant for c in turning if c.participant is not None}
        if turned:
            yield from self._relations(sorted(turned), max(days))

    def _concerned(self, force_stays: bool) -> list[str]:
        """Return the participants whose part can have changed: those of the changed rows, or all."""
        register = self.after.register
        known = set(register.participants)
        rules = any(c.table in {"clauses", "obligations"} for c in self.rows)
        if rules or not force_stays:
            return sorted(known)
        named = {p for c in self.rows for p in (c.participant, *c.others) if p is not None}
        organizations = {m.organization for m in register.facts.memberships if m.member in named}
        return sorted((named | organizations) & known)

    def _of(self, participant: str) -> Iterator[tuple[Change, Span | None]]:
        pairs = _aligned(self.before.of(participant, self.treaty), self.after.of(participant, self.treaty))
        for old, new in pairs:
            row = (new or old).consent.id  # type: ignore[union-attr]  # one of the two is there
            was, now = _since(old), _since(new)
            if was != now:
                yield self._effect("in_force", participant, _told(was), _told(now), row), now
            was, now = _until(old), _until(new)
            if was != now and (_since(old) or _since(new)):
                yield self._effect("ended", participant, _told(was), _told(now), row), None
            yield from ((change, None) for change in self._commitments(participant, row, old, new))

    def _commitments(
        self, participant: str, row: str, old: Participation | None, new: Participation | None
    ) -> Iterator[Change]:
        had = _by_obligation(self.before, old)
        has = _by_obligation(self.after, new)
        begun = has.keys() - had.keys()
        if begun:
            since = _told(_since(new))
            yield self._effect("commitments_began", participant, "", since, row, number=len(begun))
        gone = had.keys() - has.keys()
        if gone:
            yield self._effect("commitments_ended", participant, "", "", row, number=len(gone))
        other = [key for key in has.keys() & had.keys() if has[key] != had[key]]
        if other:
            yield self._effect("commitments_changed", participant, "", "", row, number=len(other))

    def _relations(self, turned: list[str], day: date) -> Iterator[Change]:
        old, new = matrix(self.before, self.treaty, day), matrix(self.after, self.treaty, day)
        for participant in turned:
            had, has = _related(old, participant), _related(new, participant)
            for what, others in (("relations_began", has - had), ("relations_ended", had - has)):
                if others:
                    told = tuple(sorted(others))
                    row = f"{self.treaty}/{participant}"
                    yield self._effect(what, participant, "", str(day), row, number=len(told), others=told)

    def _effect(
        self,
        what: str,
        participant: str | None,
        before: str,
        after: str,
        row: str,
        number: int | None = None,
        others: tuple[str, ...] = (),
    ) -> Change:
        own = [c for c in self.rows if c.participant == participant]
        return Change(
            kind=ChangeKind.NEW_CONCLUSION,
            table="participations" if participant is not None else "instruments",
            row=row,
            what=what,
            treaty=self.treaty,
            participant=participant,
            before=before,
            after=after,
            number=number,
            others=others,
            because=tuple(sorted({c.row for c in own or self.rows})),
            sources=tuple(sorted({s for c in own or self.rows for s in c.sources})),
        )


def _end_of(force: TreatyForce) -> Span | None:
    """Return from when on the treaty has ended; None where it has not, or where that is not known."""
    return None if force.ended is None or force.ended.latest == date.max else force.ended


def _aligned(
    old: tuple[Participation, ...], new: tuple[Participation, ...]
) -> Iterator[tuple[Participation | None, Participation | None]]:
    """Yield the participations of both states in pairs: by their consent, and what is left in order of time."""
    by_consent = {p.consent.id: p for p in new}
    left = [p for p in old if p.consent.id not in by_consent]
    for p in new:
        same = next((o for o in old if o.consent.id == p.consent.id), None)
        # A consent of another kind in the place of one that was taken out is the same participation, mended.
        yield same or (left.pop(0) if left else None), p
    for p in left:
        yield p, None


def _since(participation: Participation | None) -> Span | None:
    return participation.since if participation is not None else None


def _until(participation: Participation | None) -> Span | None:
    return participation.until if participation is not None else None


def _by_obligation(concluded: Concluded, participation: Participation | None) -> dict[str, list[Commitment]]:
    """Return the stretches of each commitment of a participation, those carried over left out."""
    found: dict[str, list[Commitment]] = {}
    if participation is not None:
        ledger: Ledger = concluded.once("ledger of consequences", lambda: Ledger(concluded))
        for commitment in ledger.of(participation, carried=False):
            found.setdefault(commitment.obligation, []).append(commitment)
    return found


def _related(found: Matrix, participant: str) -> frozenset[str]:
    if participant not in found.participants:
        return frozenset()
    row = found.rows[found.participants.index(participant)]
    return frozenset(code for n, code in enumerate(found.participants) if row >> n & 1)


def _told(span: Span | None) -> str:
    return str(span) if span is not None else ""
