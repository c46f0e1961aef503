"""Every rule of the law, collected from the modules where they stand.

`docs/the-law.md` is made from this list; `tests/cases` has at least one case for every rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType

from treatygraph.law import (
    acceptance,
    authorship,
    between_rules,
    competence,
    consent,
    custom,
    dependency,
    explain,
    force,
    knowledge,
    objections,
    obligations,
    organizations,
    provisional,
    recognition,
    relations,
    replacement,
    reservation_rules,
    status_rules,
    steps,
    succession,
    termination,
    territory_rules,
    threshold,
    treaty_end,
    treaty_force,
    unseen,
)
from treatygraph.law.rule import Rule

#: The modules, each after those it stands on: a rule belongs to the first that knows it.
_MODULES = (
    consent,
    threshold,
    treaty_force,
    treaty_end,
    force,
    succession,
    termination,
    authorship,
    organizations,
    dependency,
    provisional,
    steps,
    unseen,
    status_rules,
    objections,
    reservation_rules,
    between_rules,
    acceptance,
    recognition,
    replacement,
    relations,
    knowledge,
    competence,
    obligations,
    territory_rules,
    explain,
    custom,
)


def _collected() -> Iterator[tuple[str, Rule]]:
    known: set[Rule] = set()
    for module in _MODULES:
        for rule in _rules_of(module):
            if rule not in known:
                known.add(rule)
                yield module.__name__.rpartition(".")[2], rule


def _rules_of(module: ModuleType) -> Iterator[Rule]:
    return (value for value in vars(module).values() if isinstance(value, Rule))


#: The module in which each rule stands, by the rule's identifier.
MODULES: Mapping[str, str] = {rule.id: name for name, rule in _collected()}

#: Every rule by identifier.
RULES: Mapping[str, Rule] = {rule.id: rule for _, rule in _collected()}
