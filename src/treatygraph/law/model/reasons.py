"""A proof, step by step: the rule applied, and the facts that it was applied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from treatygraph.facts.reference import Fact, FactRef
from treatygraph.law.rule import Rule, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A step of a proof: the rule applied, the facts it was applied to, and the reasons for those.

    `values` fill the sentence of the rule; `article` is the article of the treaty at hand, where the rule leaves it
    to the treaty.
    """

    rule: Rule
    article: str = ""
    values: tuple[tuple[str, Value], ...] = ()
    facts: tuple[FactRef, ...] = ()
    because: tuple[Reason, ...] = ()

    def walk(self) -> Iterator[Reason]:
        """Yield the reason and all that stand under it."""
        yield self
        for reason in self.because:
            yield from reason.walk()


def because(
    rule: Rule,
    *under: Reason,
    article: str = "",
    facts: Iterable[Fact] = (),
    values: Mapping[str, object] | None = None,
    **more: object,
) -> Reason:
    """Return a reason: the values, from `values` and `more`, fill the places of the rule's sentence.

    Raises:
        RuleError: A value is missing, has no place in the sentence, or is not what its place holds.
    """
    return Reason(
        rule=rule,
        article=article,
        values=rule.filled({**values, **more} if values else more),
        facts=tuple([FactRef.to(fact) for fact in facts]),
        because=under,
    )
