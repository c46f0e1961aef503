"""How much of a core it takes to read and compare published tables, and to tell what changed between two versions.

`python benchmarks/intake.py`: the largest table from a cold process, every table of the data read and compared in one,
and the changes between two versions of all facts, one act in a hundred of them new or mended.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.start import cpu  # noqa: E402
from treatygraph import pipeline  # noqa: E402
from treatygraph.facts.from_sources import actions_from_table, compare, marks_of  # noqa: E402
from treatygraph.facts.model import Action, ActionKind, Facts  # noqa: E402
from treatygraph.facts.register import Register  # noqa: E402
from treatygraph.pipeline.keeping import keep  # noqa: E402
from treatygraph.settings import DATA, Settings  # noqa: E402
from treatygraph.sources.forms import read_published  # noqa: E402

HEADING = "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d), Formal confirmation(c)"
MARKS = {"acceptance": "A", "approval": "AA", "accession": "a", "succession": "d", "formal_confirmation": "c"}


def page(register: Register, treaty: str) -> bytes:
    """Return the acts of a treaty as a status page with footnotes."""
    rows: dict[str, list[str]] = {}
    for number, act in enumerate(register.actions_by_treaty.get(treaty, ())):
        if act.kind is ActionKind.SIGNATURE or act.kind.value in {"ratification", *MARKS}:
            cells = rows.setdefault(act.participant, ["", ""])
            mark = MARKS.get(act.kind.value, "")
            cells[act.kind is not ActionKind.SIGNATURE] = f"{act.done_on} {mark}<sup><a>{number % 90}</a></sup>"
    body = "".join(
        f"<tr><td>{register.name(p)} <sup><a>{n}</a></sup></td><td>{a}</td><td>{b}</td></tr>"
        for n, (p, (a, b)) in enumerate(rows.items(), 1)
    )
    head = f"<tr><td>Participant</td><td>Signature</td><td>{HEADING}</td></tr>"
    return f'<html><body><table id="x_tblgrid">{head}{body}</table></body></html>'.encode()


def changed(facts: Facts) -> Facts:
    """Return the facts with one act in a hundred gone, and one in a hundred a day later."""

    def kept(number: int, act: Action) -> Action | None:
        if number % 100 == 0:
            return None
        day = act.done_on
        return (
            replace(act, done_on=replace(day, day=day.day + 1)) if number % 100 == 50 and (day.day or 31) < 28 else act
        )

    acts = (kept(number, act) for number, act in enumerate(facts.actions))
    return replace(facts, actions=tuple(a for a in acts if a is not None))


def main() -> None:
    """Print the table."""

    def line(name: str, milliseconds: float, of: str = "") -> None:
        print(f"{name:58} {milliseconds:9.0f} ms {of}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        os.environ["TREATYGRAPH_BUILD"] = str(Path(folder) / "builds")
        # As it is installed: with compiled modules.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        register = pipeline.open_facts()
        largest = max(register.treaties, key=lambda t: len(register.actions_by_treaty.get(t, ())))
        path = Path(folder) / "page.html"
        path.write_bytes(page(register, largest))
        bare = cpu(["-c", ""], dict(os.environ))
        took = cpu(["-m", "treatygraph", "intake", largest, str(path)], dict(os.environ))
        acts = len(register.actions_by_treaty[largest])
        line(
            "the largest table, read and compared, cold", took, f"({largest}, {acts} acts; {took / bare:.1f} × Python)"
        )

        pages = {t: page(register, t) for t in register.treaties if register.actions_by_treaty.get(t)}
        begun, read = time.process_time(), 0
        for treaty, raw in pages.items():
            try:
                (table,) = read_published(raw, treaty, marks_of(register))
            except Exception:
                continue
            compare(register, actions_from_table(register, table, treaty, ""), treaty)
            read += 1
        line("every table of the data, read and compared", (time.process_time() - begun) * 1000, f"({read} tables)")

        data, builds = Path(os.environ.get("TREATYGRAPH_DATA") or DATA), Path(folder) / "builds"
        settings = Settings.of(data, builds)
        for version, facts in (("0" * 16, changed(register.facts)), ("1" * 16, register.facts)):
            keep(settings, version, facts)
        kept = max((builds / "kept").glob("*.facts"), key=lambda p: p.stat().st_size)
        line("one version kept", 0, f"({kept.stat().st_size / 1000:.0f} kB)")
        held = pipeline.versions(data)
        for name in ("what changed between two versions, told first", "and told again, as it is kept"):
            begun = time.process_time()
            found = [c for step in pipeline.steps(builds, held) for c in step.changes]
            took = (time.process_time() - begun) * 1000
            line(name, took, f"({len(found)} changes, {len(register.facts.actions)} acts in all)")


if __name__ == "__main__":
    main()
