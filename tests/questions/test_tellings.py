"""One telling of each answer: what the library of questions answers is what the law answers, in every case and on every
engine. There is no list of exceptions.

The law is asked through its functions, the library through its queries over the graph of the same facts: for every case
of `tests/cases`, and for all participants of a few treaties of the real data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.scratch_virtuoso import PASSWORD, USER, program, scratch_virtuoso

from tests.conftest import ROOT
from tests.law.test_cases import every_case, told
from tests.law.test_properties import concluded_from, days, histories, with_statements
from tests.rotating import some_of
from treatygraph.days import PartialDate
from treatygraph.facts.model import Action, Facts, Statement
from treatygraph.facts.read.tables import read_tables
from treatygraph.facts.register import Register
from treatygraph.graph import from_facts, from_law
from treatygraph.graph.memory import MemoryStore
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.packed import packed
from treatygraph.graph.publish import Target, publish
from treatygraph.graph.remote import RemoteStore
from treatygraph.graph.serialise import in_order, read_ontology, serialised
from treatygraph.graph.store import Store
from treatygraph.graph.terms import ONTOLOGY_GRAPH
from treatygraph.law.consent import signature
from treatygraph.law.model import Application, Bound, Status
from treatygraph.law.obligations import DUTIES, NOT_COUNTED, Ledger, binds
from treatygraph.law.relation_history import relation_history, touched_pairs
from treatygraph.law.relations import Treaty
from treatygraph.law.status import Concluded, standing
from treatygraph.law.territories import application
from treatygraph.questions.ask import filled
from treatygraph.questions.catalogue import questions
from treatygraph.questions.desk import desk_on
from treatygraph.questions.resolution import member_states
from treatygraph.questions.statements import Wanted, statements_with

CONSENTED = {Status.PARTY, Status.CONTRACTING_STATE}
CONSENTED_OR_OPEN = {*CONSENTED, Status.UNDETERMINED}

#: What is compared of an answer: some cells of each row.
Answer = Counter[tuple[str | None, ...]]


@dataclass
class Telling:
    """The two tellings of one world: the law's conclusions, and a store with the graph made of them."""

    concluded: Concluded
    store: Store
    asked: Counter[str] = field(default_factory=Counter)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.concluded)

    def library(self, question: str, columns: tuple[str, ...], **values: str) -> Answer:
        """Return the cells of these columns as the library answers."""
        self.asked[question] += 1
        found = self.store.select(filled(self.concluded.register, questions()[question], values))
        places = [found.variables.index(column) for column in columns]
        cells = [[row[place] for place in places] for row in found.rows]
        return Counter(tuple(None if cell is None else cell.text for cell in row) for row in cells)

    def same(self, question: str, columns: tuple[str, ...], law: Iterator[tuple[object, ...]], **values: str) -> None:
        """Hold the library's answer to the law's."""
        expected: Answer = Counter(tuple(None if cell is None else str(cell) for cell in row) for row in law)
        assert self.library(question, columns, **values) == expected, (question, values)

    def status(self, participant: str, treaty: str, day: date) -> Status:
        return standing(self.concluded, participant, treaty, day).status


def signed_on(register: Register, participant: str, treaty: str, day: date) -> PartialDate | None:
    """Return the day of the first signature, where it was given by the day."""
    first = signature(register, participant, treaty)
    return first.done_on if first is not None and first.done_on.earliest <= day else None


def of_a_treaty(telling: Telling, treaty: str, day: date) -> None:
    """Questions about a treaty on a day."""
    register = telling.concluded.register
    on, everyone = {"treaty": treaty, "on": str(day)}, list(register.listed(treaty))
    held = {p: telling.concluded.on(p, treaty, day) for p in everyone}

    def those(*statuses: Status) -> Iterator[tuple[object, ...]]:
        return ((p,) for p, stretch in held.items() if stretch.status in statuses)

    columns = ("participant", "status", "since")
    telling.same("status/statuses-under-a-treaty", columns, ((p, s.status, s.since) for p, s in held.items()), **on)
    parties = ((p, s.since) for p, s in held.items() if s.status is Status.PARTY)
    telling.same("status/parties-on-a-day", ("participant", "in_force_since"), parties, **on)
    telling.same("status/contracting-on-a-day", ("participant",), those(Status.CONTRACTING_STATE), **on)
    signed = ((p, signed_on(register, p, treaty, day)) for p, s in held.items() if s.status is Status.SIGNATORY)
    telling.same("status/signatories-without-consent", ("participant", "signed_on"), signed, **on)
    third = (row for row in those(Status.THIRD_STATE) if row[0] in register.states)
    telling.same("status/third-states", ("participant",), third, **on)
    outside = ((p,) for p, s in held.items() if s.status is not Status.PARTY)
    telling.same("relations/without-relation", ("participant",), outside, **on)


def of_a_participant(telling: Telling, participant: str, day: date) -> None:
    """Questions about a participant on a day, under all treaties."""
    concluded, on = telling.concluded, {"participant": participant, "on": str(day)}
    register = concluded.register
    # One that is no more is listed where it acted.
    held = {t: concluded.on(participant, t, day) for t in register.treaties if participant in register.listed(t)}
    columns = ("treaty", "status", "since")
    telling.same("status/statuses-of-a-participant", columns, ((t, s.status, s.since) for t, s in held.items()), **on)
    missing = ((t, signed_on(register, participant, t, day)) for t, s in held.items() if s.status not in CONSENTED)
    telling.same("gaps/missing-instruments", ("treaty", "signed_on"), missing, **on)

    own = {t: telling.ledger.on(participant, t, day, carried=False) for t in register.treaties}
    bound = [(t, c) for t, commitments in own.items() for c in commitments]

    def state(c: Any) -> Bound | None:
        return None if c.state is Bound.BOUND else c.state

    telling.same(
        "obligations/commitments-of-a-participant",
        ("treaty", "obligation", "state", "statement"),
        ((t, c.obligation, state(c), None if state(c) is None else c.statement) for t, c in bound),
        **on,
    )
    duties = (
        (t, c.obligation)
        for t, c in bound
        if c.state not in {Bound.EXCLUDED, Bound.UNDETERMINED} and register.obligations[c.obligation].strength in DUTIES
    )
    telling.same("obligations/binding-a-participant", ("treaty", "obligation"), duties, **on)
    organization = participant not in register.states
    absent = (
        (t, o.id)
        for t in register.treaties
        if t not in held or held[t].status is not Status.PARTY
        for o in register.obligations_by_treaty.get(t, ())
        if binds(o, organization)
    )
    telling.same("obligations/not-binding", ("treaty", "obligation"), absent, **on)


def of_both(telling: Telling, participant: str, treaty: str, day: date) -> None:
    """Questions about a participant under a treaty on a day."""
    concluded, on = telling.concluded, {"participant": participant, "treaty": treaty, "on": str(day)}
    relations = Treaty(concluded=concluded, treaty=treaty, day=day)
    others = [p for p in concluded.register.listed(treaty) if p != participant]
    related = {p for p in others if relations.relation(participant, p).exists is True}
    telling.same("relations/with-a-participant", ("other",), ((p,) for p in others if p in related), **on)
    telling.same("relations/without-a-participant", ("other",), ((p,) for p in others if p not in related), **on)
    commitments = telling.ledger.on(participant, treaty, day, carried=False)
    binding = ((c.obligation,) for c in commitments if c.state not in {Bound.EXCLUDED, Bound.UNDETERMINED})
    telling.same("obligations/binding-in-a-treaty", ("obligation",), binding, **on)


def of_a_pair(telling: Telling, a: str, b: str, day: date) -> None:
    """Questions about two participants on a day."""
    concluded, on = telling.concluded, {"a": a, "b": b, "on": str(day)}
    treaties = concluded.register.treaties
    found = {t: Treaty(concluded=concluded, treaty=t, day=day).relation(a, b) for t in treaties}
    telling.same("relations/between-two", ("treaty",), ((t,) for t, r in found.items() if r.exists is True), **on)


def of_the_territories(telling: Telling, treaty: str, day: date) -> None:
    """Questions about the territories to which a treaty applies on a day."""
    register = telling.concluded.register
    there = [p.id for p in register.facts.participants if p.responsible is not None]
    named = register.statements_by_treaty.get(treaty, ())
    stretches = (application(telling.concluded, territory, treaty, day) for territory in there)
    found = (
        (s.territory, s.responsible, s.application, s.statement.id if s.statement is not None else None)
        for s in stretches
        if s.application is not Application.NOT_IN_FORCE
        and (treaty in register.in_depth or any(s.territory in t.territories for t in named))
    )
    shown = ("territory", "responsible", "application", "statement")
    telling.same("status/territories", shown, found, treaty=treaty, on=str(day))


def of_a_day(telling: Telling, day: date) -> None:
    """Questions about everyone on a day."""
    concluded, on = telling.concluded, {"on": str(day)}
    register = concluded.register
    held = {(t, p): concluded.on(p, t, day) for t in register.treaties for p in register.listed(t)}
    unsettled = ((t, p, s.since) for (t, p), s in held.items() if s.status is Status.UNDETERMINED)
    telling.same("status/undetermined", ("treaty", "participant", "since"), unsettled, **on)
    duties = Counter(
        (p, theme)
        for (t, p), s in held.items()
        if s.status is Status.PARTY
        for c in telling.ledger.on(p, t, day, carried=False)
        if c.state not in NOT_COUNTED and register.obligations[c.obligation].strength in DUTIES
        for theme in register.obligations[c.obligation].themes
    )
    matrix = ((p, theme, n) for (p, theme), n in duties.items())
    telling.same("obligations/matrix-by-theme", ("participant", "theme", "duties"), matrix, **on)


def of_an_obligation(telling: Telling, obligation: str, day: date) -> None:
    """Questions about an obligation on a day."""
    register = telling.concluded.register
    treaty = register.provisions[register.obligations[obligation].provision].instrument
    who = (
        (p, None if c.state is Bound.BOUND else c.state)
        for p in register.participants
        for c in telling.ledger.on(p, treaty, day, carried=False)
        if c.obligation == obligation
    )
    telling.same("obligations/who-is-bound", ("participant", "state"), who, obligation=obligation, on=str(day))


def of_the_statements(telling: Telling, day: date) -> None:
    """Questions about statements made by a day: in a period, and on a provision."""
    register, desk = telling.concluded.register, desk_on(telling.concluded, day)
    rows = ("statement", "participant", "statement_kind", "made_on")
    for since in (date(1970, 1, 1), date(2014, 5, 1), day):
        found = statements_with(desk, Wanted(since=since))
        made = ((s.id, s.participant, s.kind, s.made_on) for s in found)
        telling.same("relations/statements-in-a-period", rows, made, since=str(since), on=str(day))
    spoken_of = sorted({p for s in register.facts.statements for p in s.provisions})
    around = {register.provisions[p].part_of for p in spoken_of} | set(spoken_of)
    for provision in sorted(p for p in around if p)[:: max(1, len(around) // 8)]:
        on = statements_with(desk, Wanted(provision=provision))
        made = ((s.id, s.participant, s.kind, s.made_on) for s in on)
        telling.same("relations/statements-on-a-provision", rows, made, provision=provision, on=str(day))


def of_a_paragraph(telling: Telling, paragraph: str, day: date) -> None:
    """Questions about who is asked to join, on a day."""
    register = telling.concluded.register
    on = {"paragraph": paragraph, "on": str(day)}
    asked = [c.instrument for c in register.facts.citations if c.paragraph == paragraph]
    treaties = [t for t in register.treaties if t in asked]
    outside = [
        (t, p)
        for t in treaties
        for p in member_states(register, t, day)
        if telling.status(p, t, day) not in CONSENTED_OR_OPEN
    ]
    telling.same("gaps/asked-to-join", ("treaty", "participant"), iter(outside), **on)
    parties = {p: sum(telling.status(p, t, day) is Status.PARTY for t in treaties) for p in register.present}
    telling.same("gaps/distance", ("participant", "joined"), ((p, n) for p, n in parties.items() if n), **on)
    away = (
        (p, t)
        for p, n in parties.items()
        for t in treaties
        if n == len(treaties) - 1 and telling.status(p, t, day) is not Status.PARTY
    )
    telling.same("gaps/one-away", ("participant", "missing"), away, **on)
    for participant in list(register.present)[:: max(1, len(register.present) // 8)]:
        joined = {t: telling.status(participant, t, day) in CONSENTED for t in treaties}
        found = telling.library(
            "gaps/asked-of-a-participant", ("treaty", "consented_on"), participant=participant, **on
        )
        assert {t: day is not None for (t, day) in found} == joined


def of_all_time(telling: Telling) -> None:
    """Questions that no day is asked of."""
    concluded = telling.concluded
    register = concluded.register
    pairs = [(t, p) for t in register.treaties for p in register.listed(t)]
    left = ((t, p, s.since) for t, p in pairs for s in concluded.history(p, t) if s.status is Status.FORMER_PARTY)
    telling.same("status/former-parties", ("treaty", "participant", "in_force_until"), left)
    denied = (
        (t, s.participant, s.target_participant, s.id, r.relation.existence, r.since)
        for t in register.treaties
        for pair in touched_pairs(concluded, t)
        for r in relation_history(concluded, t, *pair)
        for s in r.relation.contested
    )
    shown = ("treaty", "participant", "other", "statement", "relation_status", "since")
    telling.same("relations/contested", shown, denied)
    for treaty, participant in pairs[:: max(1, len(pairs) // 30)]:
        history = ((s.status, s.since) for s in concluded.history(participant, treaty))
        telling.same("status/history", ("status", "since"), history, participant=participant, treaty=treaty)


def graph_of(concluded: Concluded) -> list[Any]:
    """Return the graph of a world: its facts, what follows, and the words."""
    tables = read_tables(ROOT / "data" / "metadata.json")
    return [
        *from_facts.quads(concluded.register, tables),
        *from_law.quads(concluded, date(2010, 1, 1), ()),
        *read_ontology(ROOT / "ontology", ONTOLOGY_GRAPH),
    ]


def turning_days(concluded: Concluded) -> list[date]:
    """Return the days on which a status changes, and the days before; and those of statements."""
    register = concluded.register
    stretches = [s for t in register.treaties for p in register.participants for s in concluded.history(p, t)]
    told = [d for s in register.facts.statements for d in (s.made_on, s.effective_on) if d is not None]
    days = {s.since for s in stretches if s.since is not None} | {d.latest for d in told}
    return sorted({day - timedelta(days=n) for day in days for n in (0, 1)})


def everything(telling: Telling, days: list[date], nth: int = 1) -> None:
    """Compare every question about everything on the days; about each nth participant, pair and obligation."""
    register = telling.concluded.register
    everyone = sorted(
        {a.participant for a in register.facts.actions} | {s.participant for s in register.facts.statements}
    )
    of_all_time(telling)
    for number, day in enumerate(days):
        concerned = everyone[number % nth :: nth]
        of_a_day(telling, day)
        of_the_statements(telling, day)
        for paragraph in [p.id for p in register.facts.paragraphs if "member_states_not_party" in p.addressees]:
            of_a_paragraph(telling, paragraph, day)
        for treaty in register.treaties:
            of_a_treaty(telling, treaty, day)
            of_the_territories(telling, treaty, day)
            for participant in concerned:
                of_both(telling, participant, treaty, day)
        for participant in concerned:
            of_a_participant(telling, participant, day)
        for a, b in list(combinations(everyone, 2))[number % nth :: nth]:
            of_a_pair(telling, a, b, day)
        for obligation in list(register.obligations)[number % nth :: nth]:
            of_an_obligation(telling, obligation, day)


def days_of(case: Mapping[str, Any], concluded: Concluded) -> list[date]:
    """Return the days that a case asks about, and some on which something turns."""
    asked = {expected["day"] for expected in case["expect"] if "day" in expected}
    turning = turning_days(concluded)
    return sorted(asked | set(turning[:: max(1, len(turning) // 6)]))


def on_rdflib(quads: list[Any], folder: Path) -> Store:
    (folder / "graph.gz").write_bytes(packed(serialised(in_order(quads), "nq")))
    return MemoryStore.load(folder / "graph.gz")


CASES = every_case()
#: Every thirty-second case is compared at once, and some of the rest with what is slow.
AT_ONCE = [
    *CASES[::32],
    *(
        pytest.param(*case.values, id=case.id, marks=[*case.marks, pytest.mark.slow])
        for case in some_of([case for number, case in enumerate(CASES) if number % 32], 3)
    ),
]


@pytest.mark.parametrize("case", AT_ONCE)
def test_every_case_is_told_alike_by_the_law_and_the_library(case: dict[str, Any], facts: Facts) -> None:
    concluded = told(case, facts)
    telling = Telling(concluded, OxigraphStore.of(graph_of(concluded)))
    days = days_of(case, concluded)
    everything(telling, days)
    print(f"{len(telling.asked)} questions, {len(days)} days, {telling.asked.total()} answers compared")


@pytest.mark.slow
@settings(max_examples=25)
@given(st.booleans().flatmap(lambda exact: histories(exact=exact)).flatmap(with_statements), days)
def test_whatever_acts_and_statements_there_are_they_are_told_alike(
    acts: tuple[tuple[Action, ...], tuple[Statement, ...]], day: date
) -> None:
    concluded = concluded_from(*acts)
    turning = turning_days(concluded)
    chosen = {day, *turning[:: max(1, len(turning) // 2)]}
    everything(Telling(concluded, OxigraphStore.of(graph_of(concluded))), sorted(chosen), nth=3)


@pytest.mark.slow
@pytest.mark.parametrize("case", some_of(CASES, 30))
def test_cases_are_told_alike_on_rdflib(case: dict[str, Any], facts: Facts, tmp_path: Path) -> None:
    """rdflib takes longest to read a query: of many that differ by a name, it is asked some, for some cases."""
    concluded = told(case, facts)
    everything(Telling(concluded, on_rdflib(graph_of(concluded), tmp_path)), days_of(case, concluded)[::4], nth=5)


@pytest.mark.skipif(program() is None, reason="Virtuoso is not here: install the Debian package virtuoso-opensource")
@pytest.mark.slow
def test_cases_are_told_alike_on_virtuoso(facts: Facts, tmp_path: Path) -> None:
    with scratch_virtuoso(tmp_path) as address:
        target = Target(address=address, user=USER, password=PASSWORD)
        # To plan a query takes it up to two seconds, and those of a case differ by names.
        for number, param in enumerate(some_of(CASES, 60)):
            case = param.values[0]
            concluded = told(case, facts)
            publish(in_order(graph_of(concluded)), f"case-{number}", target, lambda *_: None)
            everything(Telling(concluded, RemoteStore(f"{address}/sparql")), days_of(case, concluded)[-1:], nth=4)


#: Days in the life of the four treaties: before them, as they come into force, and up to now.
DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "1999-06-01", "2000-12-12", "2002-02-28", "2003-09-28", "2003-09-29", "2004-01-28", "2005-07-03",
        "2006-06-03", "2010-01-01", "2015-05-05", "2020-12-31", "2026-09-11", "2026-09-26",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def in_reality(some: Concluded) -> Telling:
    return Telling(some, OxigraphStore.of(graph_of(some)))


def test_what_is_of_all_time_is_told_alike(in_reality: Telling) -> None:
    of_all_time(in_reality)


@pytest.mark.parametrize(
    "number", [n if n % 6 == 0 else pytest.param(n, marks=pytest.mark.slow) for n in range(len(DAYS))]
)
def test_everyone_in_every_treaty_is_told_alike_on_a_dozen_days(in_reality: Telling, number: int) -> None:
    telling, register, day = in_reality, in_reality.concluded.register, DAYS[number]
    participants = list(register.present)
    of_a_day(telling, day)
    of_the_statements(telling, day)
    of_a_paragraph(telling, "ares-67-185-op6", day)
    for treaty in register.treaties:
        of_a_treaty(telling, treaty, day)
        for participant in participants[number::66]:
            of_both(telling, participant, treaty, day)
    for participant in participants[number::40]:
        of_a_participant(telling, participant, day)
    for a, b in zip(participants[number::20], participants[number + 3 :: 20], strict=False):
        of_a_pair(telling, a, b, day)
    for obligation in list(register.obligations)[number::150]:
        of_an_obligation(telling, obligation, day)
    print(f"{len(telling.asked)} questions, {telling.asked.total()} answers compared")


def test_the_pairs_that_an_objection_touches_are_told_alike(in_reality: Telling) -> None:
    telling, some = in_reality, in_reality.concluded
    pairs = {pair for treaty in some.register.treaties for pair in touched_pairs(some, treaty)}
    assert pairs
    for a, b in sorted(pairs):
        for day in DAYS[::4]:
            of_a_pair(telling, a, b, day)
