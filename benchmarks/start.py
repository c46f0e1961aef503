"""How long a command takes to start: CPU of its process, beside a bare Python; and how many calls of ours it makes.

`python benchmarks/start.py`: nothing built at first, then as it was read, then with a touched file, then built.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from treatygraph import pipeline  # noqa: E402
from treatygraph.faces.cli import main as command  # noqa: E402
from treatygraph.settings import CODE  # noqa: E402


def cpu(arguments: list[str], environment: dict[str, str], times: int = 5) -> float:
    """Return the milliseconds of a core that a command takes, the median of some runs."""
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found) * 1000


def calls(arguments: list[str]) -> int:
    """Return how many of our functions a command calls."""
    number = 0

    def seen(frame: FrameType, event: str, _: object) -> None:
        nonlocal number
        number += event == "call" and frame.f_code.co_filename.startswith(str(CODE))

    with contextlib.redirect_stdout(io.StringIO()):
        command(arguments)  # the modules are imported by now
        sys.setprofile(seen)
        try:
            command(arguments)
        finally:
            sys.setprofile(None)
    return number


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        data, builds = Path(folder) / "data", Path(folder) / "builds"
        shutil.copytree(ROOT / "data", data)
        environment = {**os.environ, "TREATYGRAPH_BUILD": str(builds), "TREATYGRAPH_DATA": str(data)}
        os.environ |= {"TREATYGRAPH_BUILD": str(builds), "TREATYGRAPH_DATA": str(data)}
        status = ["-m", "treatygraph", "status", "CHE"]
        bare = cpu(["-c", ""], environment)

        def line(name: str, milliseconds: float) -> None:
            print(f"{name:44} {milliseconds:8.0f} ms {milliseconds / bare:7.1f} × a bare Python", flush=True)

        line("a bare Python", bare)
        line("import treatygraph", cpu(["-c", "import treatygraph"], environment))
        line("treatygraph --help", cpu(["-m", "treatygraph", "--help"], environment))
        line("status CHE, the first command", cpu(status, environment, 1))
        line("status CHE, after it", cpu(status, environment))
        next((data / "ratifications" / "actions").glob("*.csv")).touch()
        line("status CHE, a file touched", cpu(status, environment, 1))
        pipeline.build(None, None, lambda _: None)
        line("status CHE, built", cpu(status, environment))
        print(f"{'status CHE, calls of our functions':44} {calls(['status', 'CHE']):8}")


if __name__ == "__main__":
    main()
