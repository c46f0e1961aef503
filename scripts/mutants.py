"""Change the code in small ways and count what the tests notice (run by `make mutants`).

A sample of the changes that cosmic-ray knows, and of earliest for latest, is made one by one in a copy of the checkout;
after each the tests of the room run until the first one fails. A change that no test notices survives, and is printed
with its place. The same seed gives the same sample; what the time does not suffice for is said, not counted.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import Visitor, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).resolve().parents[1]
#: A run that takes longer than this is taken for a loop without end: the change was noticed.
LONGEST = 600

#: By room: the folders whose code is changed, and the tests that should notice.
ROOMS = {
    "law": (("law",), ("tests/law/test_cases.py", "tests/law", "tests/proofs", "tests/test_known.py")),
    "questions": (("questions", "graph"), ("tests/questions", "tests/graph", "tests/faces/test_cli.py")),
    "endpoint": (("faces/endpoint",), ("tests/server/test_protocol.py", "tests/server/test_data.py")),
}

#: One change for each comparison: the nearest wrong one. Enumerations make `is` and `==` the same.
OPERATORS = tuple(
    f"core/{name}"
    for name in (
        *(f"ReplaceComparisonOperator_{a}_{b}" for a, b in (("Eq", "NotEq"), ("NotEq", "Eq"), ("Is", "IsNot"))),
        *(f"ReplaceComparisonOperator_{a}_{b}" for a, b in (("IsNot", "Is"), ("Lt", "LtE"), ("LtE", "Lt"))),
        *(f"ReplaceComparisonOperator_{a}_{b}" for a, b in (("Gt", "GtE"), ("GtE", "Gt"))),
        *("ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceUnaryOperator_Delete_Not", "AddNot"),
        *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
        *("NumberReplacer", "ZeroIterationForLoop"),
    )
)
_EDGES = {"earliest": "latest", "latest": "earliest"}


class SwapEdges:
    """The first day something can have happened, for the last, and the other way round."""

    def mutation_positions(self, node: object) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Yield the place of the node where it names an edge of a span."""
        if getattr(node, "type", "") == "name" and getattr(node, "value", "") in _EDGES:
            yield node.start_pos, node.end_pos  # type: ignore[attr-defined]

    def mutate(self, node: object, index: int) -> object:
        """Return the node with the other edge."""
        node.value = _EDGES[node.value]  # type: ignore[attr-defined]
        return node


@dataclass(frozen=True, order=True)
class Mutant:
    """One change: where, by which operator, and which of its places in the file."""

    path: str
    operator: str
    occurrence: int


class _Counter(Visitor):  # type: ignore[misc]
    def __init__(self, operator: object) -> None:
        self.operator, self.places = operator, 0

    def visit(self, node: object) -> object:
        self.places += len(list(self.operator.mutation_positions(node)))  # type: ignore[attr-defined]
        return node


def operator_of(name: str) -> object:
    """Return an operator by its name."""
    return SwapEdges() if name == "swap-edges" else get_operator(name)()


def mutants(folders: tuple[str, ...]) -> list[Mutant]:
    """Return every change that can be made below the folders."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / "src" / "treatygraph" / folder).rglob("*.py")):
            tree = get_ast(path.read_text(encoding="utf-8"))
            for name in (*OPERATORS, "swap-edges"):
                counter = _Counter(operator_of(name))
                counter.walk(tree)
                found += [Mutant(str(path.relative_to(ROOT)), name, n) for n in range(counter.places)]
    return found


def noticed(copy: Path, tests: tuple[str, ...]) -> bool:
    """Return whether a test fails in the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow", *tests]
    told = {**os.environ, "PYTHONPATH": str(copy / "src"), "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=told, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def first_difference(before: str, after: str) -> str:
    """Return the number of the first line that differs, and both tellings of it."""
    for number, (a, b) in enumerate(zip(before.splitlines(), after.splitlines(), strict=False), 1):
        if a != b:
            return f"{number}: {a.strip()}  →  {b.strip()}"
    return "?"


def main() -> None:
    """Make the sample, run the tests for each, and print the figure and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", choices=sorted(ROOMS), default="law")
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    folders, tests = ROOMS[asked.room]
    everything = mutants(folders)
    sample = random.Random(asked.seed).sample(everything, min(asked.sample, len(everything)))
    print(f"{asked.room}: {len(everything)} changes known, {len(sample)} drawn with seed {asked.seed}.", flush=True)
    end, run, killed = time.monotonic() + asked.minutes * 60, 0, 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as work:
        copy = Path(work) / "checkout"
        leave = shutil.ignore_patterns(".venv", ".git", "build", "dist", "node_modules", ".*_cache", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=leave)
        if noticed(copy, tests):
            sys.exit("The tests fail without any change. Mend them first.")
        for mutant in sample:
            if time.monotonic() > end:
                break
            target = copy / mutant.path
            before = target.read_text(encoding="utf-8")
            after = mutate_code(before, operator_of(mutant.operator), mutant.occurrence)
            target.write_text(after, encoding="utf-8")
            run += 1
            if noticed(copy, tests):
                killed += 1
            else:
                print(f"survived {mutant.path}:{first_difference(before, after)}", flush=True)
            target.write_text(before, encoding="utf-8")
    left = f"; {len(sample) - run} were not reached in {asked.minutes:g} minutes" if run < len(sample) else ""
    print(f"{asked.room}: {killed} of {run} noticed ({killed / run:.0%}){left}." if run else "Nothing was run.")


if __name__ == "__main__":
    main()
