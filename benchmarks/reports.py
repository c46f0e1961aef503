"""How long gap reports take: one in each format, all of them, and how that grows. Prints tables; judges nothing.

Aims: one HTML report under 150 ms after start-up; all participants × en, zh × HTML under 40 s on two cores, with
under 600 MB of memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.law import DAY, command, enlarged, median
from treatygraph.faces.report.compose import Drawings, document
from treatygraph.faces.report.folder import FORMATS, Office, Wanted
from treatygraph.faces.report.html import as_html
from treatygraph.faces.report.wording import Wording
from treatygraph.facts.read import read_facts
from treatygraph.facts.register import Register
from treatygraph.law.status import conclude
from treatygraph.pipeline import current_build
from treatygraph.questions.desk import Desk
from treatygraph.questions.dossier import Order, dossier

#: How long one report may take, by format.
AIMS = {"html": "150 ms", "pdf": "1500 ms"}


def resident(pid: int) -> int:
    """Return the kilobytes in memory of a process and of all it started, shared pages counted once for each."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return own + sum(resident(int(child)) for child in children)


def all_reports() -> tuple[float, float]:
    """Return the seconds and the megabytes (most at a time) of `treatygraph report --all`."""
    with tempfile.TemporaryDirectory() as out:
        call = [sys.executable, "-m", "treatygraph", "report", "--all", "--out", out]
        begun, most = time.perf_counter(), 0
        process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.05)
        assert process.returncode == 0
        return time.perf_counter() - begun, most / 1024


def main() -> None:
    """Measure and print."""
    build = current_build(None, lambda _: None).resolve()
    office = Office(Wanted(build=build))
    office.report(office.dossier("CHE"), "html", "en")
    print(f"\n{'one report (JPN, English)':50} {'median':>10} {'aim':>9}")
    for form in FORMATS:
        times = 9 if form in {"html", "md", "json"} else 3
        taken = median(lambda form=form: office.report(office.dossier("JPN"), form, "en"), times)  # type: ignore[misc]
        print(f"{form:50} {taken * 1000:7.0f} ms {AIMS.get(form, ''):>9}")
    print(f"{'treatygraph report CHE (process)':50} {command('report', 'CHE', '--out', '/dev/null') * 1000:7.0f} ms")
    print(f"{'treatygraph whatif JPN firearms (process)':50} {command('whatif', 'JPN', 'firearms') * 1000:7.0f} ms")
    seconds, megabytes = all_reports()
    print(f"{'treatygraph report --all: 396 HTML reports':50} {seconds:8.1f} s {'40 s':>9}")
    print(f"{'memory, all its processes together':50} {megabytes:7.0f} MB {'600 MB':>9}")

    print(f"\n{'growth: one HTML report (JPN)':50} {'dossier':>10} {'page':>9} {'per treaty':>11}")
    facts, first = read_facts().facts, None
    for treaties in (1, 10):
        concluded = conclude(Register(enlarged(facts, 1, treaties)))
        desk, order = Desk(concluded=concluded, day=DAY), Order(version="generated")
        drawings = Drawings(desk=desk)
        found = dossier(desk, "JPN", order)
        taken = median(lambda desk=desk, order=order: dossier(desk, "JPN", order), 3)  # type: ignore[misc]

        def page(drawings: Drawings = drawings, found: object = found, concluded: object = concluded) -> bytes:
            words = Wording(facts=drawings.desk.register, language="en")
            return as_html(document(drawings, found, words))  # type: ignore[arg-type]

        page()
        making = median(page, 3)
        first = first or taken + making
        ratio = (taken + making) / first / treaties
        print(f"{f'treaties × {treaties}':50} {taken * 1000:7.0f} ms {making * 1000:6.0f} ms {ratio:10.2f}×")


if __name__ == "__main__":
    main()
