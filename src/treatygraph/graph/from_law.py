"""Conclusions → RDF, in `graph/law`: what queries join instead of computing.

- a participation for each consent: since, until, and its reasons;
- the status of everyone under every treaty, and the relations that statements touch, as stretches
  (`graph.from_history`);
- for each reservation what it does, to which provisions, since and until when;
- a commitment only where a reservation touches it; all others are the join of participation and obligation
  (`tg:bindsKind` says which kind of participant an obligation can bind);
- entry into force of each treaty, counts, and notifications not recorded on the default day;
- the proofs as PROV: `tg:Reason` with rule, sentence, facts and the reasons under it, shared where they are the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import chain

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.days import Span
from treatygraph.facts.model import ClauseKind, ParticipantKind
from treatygraph.facts.reference import FactRef
from treatygraph.facts.register import Register
from treatygraph.graph import from_history
from treatygraph.graph.from_facts import literal
from treatygraph.graph.from_history import more, over, thing
from treatygraph.graph.lines import Term, quads_in, told
from treatygraph.graph.mint import Mint, concept, digest, participant
from treatygraph.graph.terms import DATA, DERIVED_FROM, LAW_GRAPH
from treatygraph.law.competence import declarations, limiting, replaced_by
from treatygraph.law.consent import signature
from treatygraph.law.knowledge import clouds, unread
from treatygraph.law.model import Bound, NotificationGap, Participation, Reason
from treatygraph.law.obligations import DUTIES, ORGANIZATION, ORGANS, Ledger, binds, catalogue
from treatygraph.law.reservations import reservations
from treatygraph.law.rule import PLACES, Place
from treatygraph.law.status import Concluded, tally
from treatygraph.proofs import IN_GRAPH, Teller

#: The kinds of participant that a treaty can bind, and whether each is an organization.
_BEARING = {
    ParticipantKind.STATE: False,
    ParticipantKind.FORMER_STATE: False,
    ParticipantKind.REIO: True,
    ParticipantKind.ORGANIZATION: True,
}


def quads(concluded: Concluded, day: date, missing: Iterable[NotificationGap]) -> Iterator[Quad]:
    """Return the conclusions as quads.

    Args:
        concluded: The conclusions.
        day: The day for counts; participations hold for every day.
        missing: The notifications not recorded on the day.
    """
    return quads_in(chain.from_iterable(parts(concluded, day, missing)))


def parts(concluded: Concluded, day: date, missing: Iterable[NotificationGap]) -> tuple[Iterator[str], Iterator[str]]:
    """Return the conclusions as lines in two: those about the treaties, and what those of other treaties say as well.

    The second is to be asked for after the first: it holds the reasons without a treaty that the first cites.
    """
    writer = _Writer(concluded, day)
    return _own(writer, missing), writer.shared()


def _own(writer: _Writer, missing: Iterable[NotificationGap]) -> Iterator[str]:
    for part in (
        writer.treaties,
        writer.participations,
        writer.histories,
        writer.reservations,
        writer.competence,
        writer.obligations,
        writer.commitments,
    ):
        yield from part()
    yield from writer.notifications(missing)
    yield from writer.reasons(of_treaties=True)


class _Writer:
    """Writes the parts; collects the reasons they cite."""

    def __init__(self, concluded: Concluded, day: date) -> None:
        self.concluded, self.day = concluded, day
        self.register: Register = concluded.register
        self.mint = Mint(self.register)
        #: By what each is made of, those under it by their nodes: to compare whole proofs is to walk them.
        self._reasons: dict[tuple[Hashable, ...], tuple[Reason, NamedNode]] = {}
        #: The same by the place in memory of each that was seen, which stays.
        self._seen: dict[int, tuple[Reason, NamedNode]] = {}
        self._tellers = tuple(Teller(self.register, language) for language in IN_GRAPH)

    def _treaty(self, treaty: str) -> NamedNode:
        return NamedNode(self.mint.instrument(treaty))

    def _reason(self, reason: Reason) -> NamedNode:
        """Return the node of a reason: the same step of a proof is the same node wherever it is cited."""
        seen = self._seen.get(id(reason))
        if seen is not None:
            return seen[1]
        under = tuple([self._reason(r).value for r in reason.because])
        made_of = (reason.rule, reason.article, reason.values, reason.facts, under)
        if made_of not in self._reasons:
            mark = digest(reason.rule.id, reason.article, *map(str, (*chain(*reason.values), *reason.facts)), *under)
            self._reasons[made_of] = reason, NamedNode(f"{DATA}reason/{mark}")
        node = self._reasons[made_of][1]
        self._seen[id(reason)] = reason, node
        return node

    def _fact(self, fact: FactRef) -> NamedNode:
        return self.mint.by_id(fact.table, fact.id)

    def shared(self) -> Iterator[str]:
        """Yield which strengths make a duty, and the reasons cited so far that are about no treaty."""
        for strength in sorted(DUTIES):
            yield more(concept("strength", strength), [("isDuty", literal(True))])
        yield from self.reasons(of_treaties=False)

    def reasons(self, of_treaties: bool) -> Iterator[str]:
        """Yield the reasons cited so far, as PROV: those about a treaty, or the others."""
        for reason, node in self._reasons.values():
            if any(PLACES[name] is Place.TREATY for name, _ in reason.values) is not of_treaties:
                continue
            yield thing(
                node,
                "Reason",
                [
                    ("rule", NamedNode(f"{DATA}rule/{reason.rule.id}")),
                    # The rule says what its basis is where no article of a treaty decides.
                    ("basis", Literal(self._tellers[0].basis(reason)) if reason.article else None),
                    *(("sentence", Literal(t.sentence(reason), language=t.language)) for t in self._tellers),
                ],
            )
            yield told(node, [(DERIVED_FROM, self._fact(fact)) for fact in reason.facts], LAW_GRAPH)
            yield more(node, [("because", self._reason(under)) for under in reason.because])

    def treaties(self) -> Iterator[str]:
        """Yield entry into force and counts of each treaty."""
        for treaty, force in self.concluded.forces.items():
            node = self._treaty(treaty)
            entry = NamedNode(f"{node.value}/entry-into-force")
            pairs: list[tuple[str, Term | None]] = [
                ("treaty", node),
                ("reason", self._reason(force.reason)),
                ("endReason", self._reason(force.end_reason) if force.end_reason is not None else None),
            ]
            yield thing(entry, "EntryIntoForce", pairs + days("thresholdOn", force.threshold))
            yield more(entry, days("inForceOn", force.in_force) + days("endedOn", force.ended))
            counts = tally(self.concluded, treaty, self.day)
            yield thing(
                NamedNode(f"{node.value}/tally/{self.day}"),
                "Tally",
                [
                    ("treaty", node),
                    ("on", literal(self.day)),
                    ("partiesByDeposit", literal(counts.deposited)),
                    ("partiesInForce", literal(counts.in_force)),
                    ("signatories", literal(counts.signatories)),
                ],
            )

    def participations(self) -> Iterator[str]:
        """Yield a participation for each consent."""
        for treaty in self.register.treaties:
            for p in self.concluded.under(treaty):
                node = self.mint.participation(p.consent)
                pairs: list[tuple[str, Term | None]] = [
                    ("participant", participant(p.participant)),
                    ("treaty", self._treaty(treaty)),
                    ("consent", self.mint.by_id("actions", p.consent.id)),
                    ("signature", self._signature(p)),
                    ("reason", self._reason(p.reason)),
                    ("endReason", self._reason(p.end_reason) if p.end_reason is not None else None),
                    ("unreadStatement", literal(True) if clouds(self.register, p) else None),
                    (
                        "boundWithinCompetence",
                        literal(True) if limiting(self.register, p.participant, treaty) is not None else None,
                    ),
                ]
                pairs += days("consentedOn", p.consented) + days("since", p.since) + days("until", p.until)
                yield thing(node, "Participation", pairs)

    def _signature(self, participation: Participation) -> NamedNode | None:
        signed = signature(self.register, participation.participant, participation.treaty)
        return self.mint.by_id("actions", signed.id) if signed is not None else None

    def histories(self) -> Iterator[str]:
        """Yield the stretches of status, of the relations that statements touch, and of territories."""
        yield from from_history.statuses(self.concluded, self.mint)
        yield from from_history.relations(self.concluded, self.mint, self._reason)
        yield from from_history.territories(self.concluded, self.mint, self._reason)

    def reservations(self) -> Iterator[str]:
        """Yield what each reservation does, to which provisions, since and until when."""
        for treaty in self.register.treaties:
            for own in reservations(self.concluded, treaty).values():
                for r in own:
                    node = self.mint.by_id("statements", r.statement.id)
                    pairs: list[tuple[str, Term | None]] = [
                        ("effectOnProvisions", literal(str(r.effect))),
                        ("timing", literal(str(r.timing))),
                        ("permission", literal(str(r.permission))),
                        ("reason", self._reason(r.reason)),
                    ]
                    pairs += days("standsSince", r.since) + days("standsUntil", r.until)
                    if r.since is not None:
                        pairs += over(r.since.earliest, r.until.latest if r.until is not None else None)
                    yield thing(node, "StandingReservation", pairs)
                    covered = self.register.provisions if r.provisions is None else sorted(r.provisions)
                    own_provisions = (c for c in covered if self.register.provisions[c].instrument == treaty)
                    yield more(node, [("covers", self.mint.by_id("provisions", c)) for c in own_provisions])

    def competence(self) -> Iterator[str]:
        """Yield the declarations of competence of organizations, with the later one that replaced each."""
        for treaty in self.register.treaties:
            for code in sorted(set(self.register.participants) - self.register.states):
                own = declarations(self.register, code, treaty)
                for statement in own:
                    later = replaced_by(statement, own)
                    replaced = self.mint.by_id("statements", later.id) if later is not None else None
                    node = self.mint.by_id("statements", statement.id)
                    yield thing(node, "CompetenceDeclaration", [("replacedBy", replaced)])

    def obligations(self) -> Iterator[str]:
        """Yield which kind of participant each obligation can bind."""
        for obligation in self.register.facts.obligations:
            node = self.mint.by_id("obligations", obligation.id)
            for kind, organization in _BEARING.items():
                if binds(obligation, organization):
                    treaty = self.register.provisions[obligation.provision].instrument
                    bound = concept("participant_kind", kind)
                    yield more(node, [("bindsUnder", self._treaty(treaty)), ("bindsKind", bound)])
                    limits = self.register.clause(treaty, ClauseKind.COMPETENCE_LIMIT) is not None
                    if limits and organization and obligation.bearer != ORGANIZATION:
                        yield more(node, [("withinCompetence", bound)])
            if obligation.bearer in ORGANS:
                yield thing(node, "OrganObligation", [])

    def commitments(self) -> Iterator[str]:
        """Yield the commitments that a reservation of their bearer touches."""
        ledger = Ledger(self.concluded)
        for treaty in self.register.treaties:
            origins = {origin for _, origin in catalogue(self.register, treaty) if origin is not None}
            for p in self.concluded.under(treaty):
                if not any(
                    ledger.reservations(p.participant, each) or unread(self.register, p.participant, each)
                    for each in (treaty, *origins)
                ):
                    continue
                touched = (c for c in ledger.of(p) if c.state is not Bound.BOUND)
                for c in touched:
                    mark = digest(c.obligation, str(c.since))
                    yield thing(
                        NamedNode(f"{self._treaty(treaty).value}/commitment/{p.participant}/{mark}"),
                        "ReservedCommitment",
                        [
                            ("participant", participant(p.participant)),
                            ("treaty", self._treaty(treaty)),
                            (
                                "obligation" if c.carried_from is None else "carriedObligation",
                                self.mint.by_id("obligations", c.obligation),
                            ),
                            ("state", literal(str(c.state))),
                            (
                                "statement",
                                self.mint.by_id("statements", c.statement) if c.statement is not None else None,
                            ),
                            ("carriedFrom", self._treaty(c.carried_from) if c.carried_from is not None else None),
                            *over(c.since.latest, c.until.earliest if c.until is not None else None),
                        ],
                    )

    def notifications(self, missing: Iterable[NotificationGap]) -> Iterator[str]:
        """Yield the notifications not recorded on the day."""
        for gap in missing:
            treaty = self._treaty(gap.treaty)
            mark = digest(gap.provision)
            yield thing(
                NamedNode(f"{treaty.value}/notification-gap/{gap.participant}/{mark}"),
                "NotificationGap",
                [
                    ("participant", participant(gap.participant)),
                    ("treaty", treaty),
                    ("provision", self.mint.by_id("provisions", gap.provision)),
                    ("condition", literal(gap.condition) if gap.condition is not None else None),
                    ("unreadStatement", literal(gap.unread_statement)),
                    ("ofRecord", literal(gap.of_record)),
                ],
            )


def days(name: str, span: Span | None) -> list[tuple[str, Term | None]]:
    """Return the triples of a day: one when it is exact; its earliest and latest day otherwise."""
    if span is None:
        return []
    if span.exact is not None:
        return [(name, literal(span.exact))]
    # A latest day that is not known is no day; a query finds the earliest without one.
    latest = [(f"{name}Latest", literal(span.latest))] if span.latest != date.max else []
    return [(f"{name}Earliest", literal(span.earliest)), *latest]
