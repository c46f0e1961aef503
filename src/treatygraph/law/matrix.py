"""All treaty relations of one treaty on a day, as bits: the same answers as `law.relations` gives pair by pair.

Legal basis: that of `law.relations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from treatygraph.law.acceptance import between
from treatygraph.law.recognition import denials
from treatygraph.law.relations import Treaty
from treatygraph.law.replacement import may_be_party
from treatygraph.law.status import Concluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All treaty relations of one treaty on a day, as bits.

    Bit `j` of `rows[i]` says whether the treaty is in force between `participants[i]` and `participants[j]`.
    """

    participants: tuple[str, ...]
    rows: tuple[int, ...]

    def related(self, a: str, b: str) -> bool:
        """Return whether the treaty is in force between the two."""
        return bool(self.rows[self.participants.index(a)] >> self.participants.index(b) & 1)

    @property
    def pairs(self) -> int:
        """How many unordered pairs are related."""
        return sum(row.bit_count() for row in self.rows) // 2


def matrix(concluded: Concluded, treaty: str, day: date) -> Matrix:
    """Return all relations of one treaty on a day; the same answers as `Treaty.relation` gives one by one."""
    on_day = Treaty(concluded=concluded, treaty=treaty, day=day)
    own = _matrix(on_day)
    if not on_day.later:
        return own
    rows = list(own.rows)
    index = {p: n for n, p in enumerate(own.participants)}
    for _, later in on_day.later:
        may = may_be_party(concluded.register, later.treaty)
        # What is not settled under the later one is not settled under this one.
        for a, b in combinations([p for p in on_day.parties if p in may], 2):
            if rows[index[a]] >> index[b] & 1 and on_day.relation(a, b).exists is not True:
                rows[index[a]] &= ~(1 << index[b])
                rows[index[b]] &= ~(1 << index[a])
    return Matrix(participants=own.participants, rows=tuple(rows))


def _matrix(on_day: Treaty) -> Matrix:
    concluded, treaty, day = on_day.concluded, on_day.treaty, on_day.day
    participants = tuple(concluded.register.participants)
    index = {p: n for n, p in enumerate(participants)}
    parties = on_day.parties
    everyone = sum(1 << index[p] for p in parties)
    rows = [everyone & ~(1 << index[p]) if p in parties else 0 for p in participants]

    def part(a: str, b: str) -> None:
        rows[index[a]] &= ~(1 << index[b])
        rows[index[b]] &= ~(1 << index[a])

    # Only a pair with a precluding objection to a standing reservation, a relation denied, or an accession to accept,
    # can differ.
    for objection in concluded.register.statements_by_treaty.get(treaty, ()):
        if not objection.precludes or objection.participant not in parties:
            continue
        for author, own in on_day.reservations.items():
            if author in parties and author != objection.participant:
                effects = (between(concluded, r, parties[objection.participant], day) for r in own)
                if any(e.relation is not True for e in effects):
                    part(author, objection.participant)
    for a, b in concluded.register.non_recognitions:
        if a in parties and b in parties and denials(concluded.register, a, b, treaty, day):
            part(a, b)
    if on_day.accessions_accepted is not None:
        for a, first in parties.items():
            for b, second in parties.items():
                if a < b and on_day.unaccepted(first, second) is not None:
                    part(a, b)
    return Matrix(participants=participants, rows=tuple(rows))
