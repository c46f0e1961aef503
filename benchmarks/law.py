"""How long facts, law and commands take, and how that grows: with `--quick` to ten times the size, not to a hundred.
Prints tables; judges nothing.

Aims (issue and design): facts → law → all commitments under 1 s; all pairs of one treaty on a day under 1 s;
`treatygraph status CHE` under 0.4 s with start-up; memory under 300 MB; growth linear in participants × treaties.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from treatygraph.days import PartialDate
from treatygraph.facts.check import check_facts
from treatygraph.facts.model import Action, ActionKind, Facts, ParticipantKind
from treatygraph.facts.read import read_facts
from treatygraph.facts.register import Register
from treatygraph.law.matrix import matrix
from treatygraph.law.obligations import Ledger
from treatygraph.law.relations import Treaty
from treatygraph.law.status import conclude

DAY = date(2026, 9, 11)


def median(work: Callable[[], Any], times: int = 5) -> float:
    """Return the median time of `work` in seconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def megabytes() -> float:
    """Return the largest memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def command(*arguments: str) -> float:
    """Return the median time of a whole process, after a warm-up."""
    call = [sys.executable, "-m", "treatygraph", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ}}
    subprocess.run(call, check=True, **quiet)  # type: ignore[call-overload]
    return median(lambda: subprocess.run(call, check=True, **quiet), 7)  # type: ignore[call-overload]


def enlarged(facts: Facts, participants: int, treaties: int) -> Facts:
    """Return generated facts: `participants` × as many States, and `treaties` × as many treaties.

    Every new State acts as its model does, some days later; every new treaty has the clauses, provisions,
    obligations and acts of the one it copies.
    """
    states = list(facts.participants)
    actions = list(facts.actions)
    for n in range(1, participants):
        states += [replace(p, id=f"{p.id}{n}", kind=ParticipantKind.STATE) for p in facts.participants]
        actions += [
            replace(a, id=f"{a.id}x{n}", participant=f"{a.participant}{n}", done_on=_later(a, n))
            for a in facts.actions
            if a.kind is not ActionKind.SUCCESSION
        ]
    base = replace(facts, participants=tuple(states), actions=tuple(actions))
    tables: dict[str, list[Any]] = {
        name: list(getattr(base, name))
        for name in ("instruments", "coverage", "clauses", "provisions", "obligations", "actions")
    }
    covered = {c.treaty for c in facts.coverage}
    for n in range(1, treaties):

        def named(text: str | None, n: int = n) -> Any:
            if text is None:
                return None
            first, dash, rest = text.partition("-")
            return f"{first}{n}{dash}{rest}" if first in covered else text

        def many(texts: tuple[str, ...], named: Callable[[str], Any] = named) -> tuple[str, ...]:
            return tuple(named(text) for text in texts)

        tables["instruments"] += [
            replace(i, id=named(i.id), supplements=named(i.supplements), untc_number=f"{i.untc_number}.{n}")
            for i in base.instruments
            if i.id in covered
        ]
        tables["coverage"] += [replace(c, treaty=named(c.treaty)) for c in base.coverage]
        tables["clauses"] += [
            replace(
                c,
                id=named(c.id),
                instrument=named(c.instrument),
                provision=named(c.provision),
                not_before=many(c.not_before),
                instruments=many(c.instruments),
                provisions=many(c.provisions),
            )
            for c in base.clauses
            if c.instrument in covered
        ]
        tables["provisions"] += [
            replace(p, id=named(p.id), instrument=named(p.instrument), part_of=named(p.part_of))
            for p in base.provisions
        ]
        tables["obligations"] += [
            replace(o, id=named(o.id), provision=named(o.provision), carried_to=many(o.carried_to))
            for o in base.obligations
        ]
        tables["actions"] += [replace(a, id=f"{a.id}t{n}", treaty=named(a.treaty)) for a in base.actions]
    return replace(base, **{name: tuple(rows) for name, rows in tables.items()})


def _later(action: Action, n: int) -> PartialDate:
    day = action.done_on.earliest + timedelta(days=n % 300)
    return PartialDate(day.year, day.month, day.day)


def all_commitments(facts: Facts) -> int:
    """Return how many commitments follow from the facts."""
    return sum(1 for _ in Ledger(conclude(Register(facts))).all())


def all_relations(facts: Facts, treaty: str) -> int:
    """Return how many ordered pairs are in relation, each asked with its reasons."""
    concluded = conclude(Register(facts))
    on_day = Treaty(concluded=concluded, treaty=treaty, day=DAY)
    states = list(concluded.register.participants)
    return sum(on_day.relation(a, b).exists is True for a in states for b in states if a != b)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Ten times the size at most.")
    sizes = ((1, 1), (10, 1), (1, 10), *(() if parser.parse_args().quick else ((10, 10), (1, 100))))
    facts = read_facts().facts
    everyone = len(facts.participants)
    number_of_rows = sum(len(getattr(facts, f.name)) for f in fields(facts))
    concluded = conclude(Register(facts))
    subprocess.run([sys.executable, "-m", "treatygraph", "build"], check=True, stderr=subprocess.DEVNULL)
    rows = [
        (f"read {number_of_rows:,} rows of facts", median(read_facts), None),
        ("check them", median(lambda: check_facts(read_facts())), None),
        ("conclude all participations", median(lambda: conclude(Register(facts))), None),
        (f"facts → law → all {all_commitments(facts):,} commitments", median(lambda: all_commitments(facts)), 1.0),
        (
            f"all {everyone} × {everyone - 1} relations of one treaty, with reasons",
            median(lambda: all_relations(facts, "som")),
            1.0,
        ),
        ("the same as a bit matrix", median(lambda: matrix(concluded, "som", DAY)), 0.05),
        ("treatygraph status CHE (process)", command("status", "CHE"), 0.4),
        ("treatygraph why CHE som (process)", command("why", "CHE", "som"), 0.4),
        ("treatygraph paragraph 6 (process)", command("paragraph", "6"), None),
        ("treatygraph build (process)", command("build"), None),
        ("bare Python (process)", median(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 7), None),
    ]
    print(f"\n{'real data':58} {'median':>10} {'aim':>8}")
    for name, taken, aim in rows:
        print(f"{name:58} {taken * 1000:8.1f} ms {'' if aim is None else f'{aim * 1000:5.0f} ms':>8}")
    print(f"{'memory peak':58} {megabytes():8.0f} MB {'300 MB':>8}")

    print(f"\n{'generated data':44} {'size':>9} {'conclude':>11} {'commitments':>13} {'per unit':>9}")
    base_time = None
    for states, treaties in sizes:
        larger = enlarged(facts, states, treaties)
        times = 3 if states * treaties < 100 else 1
        concluding = median(lambda larger=larger: conclude(Register(larger)), times)  # type: ignore[misc]
        begun = time.perf_counter()
        number = all_commitments(larger)
        taken = time.perf_counter() - begun
        base_time = base_time or taken
        ratio = taken / base_time / (states * treaties)
        name = f"participants × {states}, treaties × {treaties}: {number:,}"
        print(f"{name:44} {states * treaties:8}× {concluding * 1000:8.0f} ms {taken * 1000:10.0f} ms {ratio:8.2f}×")
    print(f"memory peak with generated data: {megabytes():.0f} MB")


if __name__ == "__main__":
    main()
