"""A treaty that a later one replaces between those who are party to both.

Legal basis: VCLT art. 30(2) to (4) and art. 59. It is so where the final clause of the later treaty says it (a clause
of kind `replacement`, which names the earlier ones). Between one who is party to both and one who is party to the
earlier alone, the earlier goes on: art. 30(4)(b). Without such a clause nothing is concluded: whether two treaties are
about the same subject matter is not in the data. Whether the earlier one revives between two when the later is no
longer in force between them is open: two readings.
"""

from __future__ import annotations

from treatygraph.facts.model import Clause
from treatygraph.facts.register import Register
from treatygraph.law.rule import Family, Rule

RELATION_REPLACED = Rule(
    id="relation-replaced",
    title="A treaty replaced between two parties",
    basis="VCLT arts. 30, 59; the later treaty's clause",
    family=Family.RELATION,
    sentence=(
        "{treaty} is not in force between {a} and {b} on {day}, although both are party: {later}, to which both are "
        "party too, replaces it between them."
    ),
)
RELATION_REPLACED_BEFORE = Rule(
    id="relation-replaced-before",
    title="A treaty replaced between two parties by one that is no longer in force between them",
    basis="VCLT arts. 30(4), 59, 70; the later treaty's clause",
    family=Family.RELATION,
    sentence=(
        "Whether {treaty} is in force between {a} and {b} on {day} is open: {later}, which replaces it, was in force "
        "between them or may have been on {since}, and is so no longer. Two readings: what the later treaty ended does "
        "not revive when that ends or is left; or between them the treaty applies to which both are party."
    ),
)


def may_be_party(register: Register, treaty: str) -> frozenset[str]:
    """Return those that are party to the treaty at some time or may be: by acts on record or by such as nobody saw."""
    undecided = {u.participant for u in register.facts.undecided if u.treaty == treaty}
    return frozenset(register.involved(treaty)) | undecided


def replacing(register: Register, treaty: str) -> tuple[Clause, ...]:
    """Return the clauses of later treaties that replace this one; of those whose participants are in the data."""
    return tuple(c for c in register.replaced_by.get(treaty, ()) if c.instrument in register.coverage)
