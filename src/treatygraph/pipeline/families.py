"""Treaties that are concluded together, and the rows that their conclusions follow from.

What follows for a treaty follows from its own rows, from those of the treaties it names (a Convention to be party to
first, one to be in force before), and from what all share: participants, names, organizations. So treaties that name
one another are a family, and a family is concluded from a register that holds no other treaty's acts: nothing can be
concluded from rows outside of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from treatygraph.facts.model import Facts
from treatygraph.facts.register import TABLES, Register
from treatygraph.graph.mapping import mappings

#: Tables whose rows are about a treaty: the column that names it.
_BY_TREATY: Mapping[str, str] = {
    **{table: "treaty" for record, table in TABLES.items() if any(f.name == "treaty" for f in fields(record))},
    "instruments": "id",
    "clauses": "instrument",
    "provisions": "instrument",
}
#: Tables whose rows are about a treaty through another row: the column, and the tables it can name.
_THROUGH: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "obligations": ("provision", ("provisions",)),
    "conflicts": ("about", ("actions", "statements")),
    "ledger": ("id", ("actions", "statements")),
}
_OWNED = (*_BY_TREATY, *_THROUGH, "texts")
#: Tables from which nothing follows for a treaty.
ASIDE = ("paragraphs", "verbs", "links", "link_rules", "citations")


@dataclass(frozen=True, slots=True)
class Family:
    """Treaties that name one another, their rows, and a register of these and of what all treaties share."""

    treaties: tuple[str, ...]
    own: Facts
    named: tuple[tuple[str, Any], ...]
    register: Register


class Families:
    """The families of a register, those of its first treaties first; `left` are the rows of none."""

    def __init__(self, register: Register) -> None:
        self._register = register
        facts = register.facts
        self._head = _heads(register)
        self._owners: dict[str, dict[str, str]] = {}
        for table in ("instruments", "provisions", "actions", "statements", "obligations", "clauses"):
            owners = ((row.id, self._owner(table, row)) for row in getattr(facts, table))
            self._owners[table] = {row: head for row, head in owners if head is not None}
        self._references = {table: _references(table, self._owners) for table in _OWNED}
        self._rows: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        left: dict[str, list[Any]] = {table: [] for table in _OWNED}
        for table in _OWNED:
            for row in getattr(facts, table):
                head = self._owner(table, row)
                (left[table] if head is None else self._rows[head][table]).append(row)
        every = {f.name: getattr(facts, f.name) for f in fields(Facts)}
        self.left = Facts(**every | {table: tuple(rows) for table, rows in left.items()})

    def _owner(self, table: str, row: Any) -> str | None:
        """Return the head of the family that a row belongs to; None where it is of none."""
        if table in _BY_TREATY:
            return self._head.get(getattr(row, _BY_TREATY[table]))
        if table == "texts":
            return self._owners.get(row.table, {}).get(row.row)
        column, targets = _THROUGH[table]
        return next((o for t in targets if (o := self._owners[t].get(getattr(row, column))) is not None), None)

    def __iter__(self) -> Iterator[Family]:
        """Yield the families, one after the other."""
        members: dict[str, list[str]] = {}
        for treaty in self._register.treaties:
            members.setdefault(self._head[treaty], []).append(treaty)
        beside = {f.name: getattr(self.left, f.name) for f in fields(Facts)} | dict.fromkeys(ASIDE, ())
        for head, treaties in members.items():
            rows: dict[str, tuple[Any, ...]] = {table: tuple(found) for table, found in self._rows[head].items()}
            named = tuple(self._named(head, rows))
            together = {
                table: (*beside[table], *rows.get(table, ()), *(row for of, row in named if of == table))
                for table in _OWNED
            }
            register = self._register.narrowed(Facts(**beside | together))
            yield Family(tuple(treaties), Facts(**rows), named, register)

    def _named(self, head: str, rows: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, Any]]:
        """Yield the rows of other families that rows of this one name, and those that the IRIs of these are made of."""
        found: set[tuple[str, str]] = set()
        waiting = [(table, row, True) for table, of in rows.items() for row in of]
        while waiting:
            table, row, own = waiting.pop()
            for column, target, spelled in self._references[table]:
                if not (own or spelled):
                    continue
                value = getattr(row, column)
                for name in value if isinstance(value, tuple) else (value,):
                    if self._owners[target].get(name, head) != head and (target, name) not in found:
                        found.add((target, name))
                        other = self._register.row(target, name)
                        yield target, other
                        waiting.append((target, other, False))


def _references(table: str, owned: Container[str]) -> tuple[tuple[str, str, bool], ...]:
    """Return which columns of a table name rows of families, of which tables, and whether an IRI is made of these."""
    if table not in mappings():
        return ()
    mapped = mappings()[table]
    spelled = {place.partition(".")[0] for place in mapped.places if place.endswith(".iri")}
    return tuple((column, target, column in spelled) for column, target in mapped.foreign.items() if target in owned)


def _foreign(table: str) -> Mapping[str, str]:
    """Return which table each column of a table names rows of."""
    return mappings()[table].foreign if table in mappings() else {}


def _heads(register: Register) -> Mapping[str, str]:
    """Return for each treaty the head of its family: the first of those that name one another, however far."""
    order = {treaty: n for n, treaty in enumerate(register.treaties)}
    head = {treaty: treaty for treaty in order}

    def found(treaty: str) -> str:
        while head[treaty] != treaty:
            treaty = head[treaty]
        return treaty

    for table, own in _BY_TREATY.items():
        columns = [c for c, t in _foreign(table).items() if t == "instruments" and c != own]
        if not columns:
            continue
        for row in getattr(register.facts, table):
            treaty = getattr(row, own)
            for column in columns:
                value = getattr(row, column)
                for other in value if isinstance(value, tuple) else (value,):
                    if other in order and treaty in order:
                        first, second = sorted((found(treaty), found(other)), key=order.__getitem__)
                        head[second] = first
    return {treaty: found(treaty) for treaty in order}
