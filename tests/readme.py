"""Run the shell and Python blocks of README.md, each as it stands there (`python -m tests.readme`)."""

from __future__ import annotations

import concurrent.futures
import re
import subprocess
import sys
from collections.abc import Sequence

from tests.conftest import ROOT

#: Run by `.ci/run` on its own.
_APART = ("make run", "make test", "make bench", "git clone", "cd treatygraph", "pipx ", "uvx ")


def blocks(language: str) -> list[str]:
    """Return the code blocks of README.md in a language."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands() -> list[str]:
    """Return the lines of the shell blocks that are commands of their own."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith(("#", *_APART))]


def run(command: Sequence[str], shown: str) -> bool:
    """Run a command and return whether it went well; say so with what it said beside its answer."""
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    print(f"$ {shown}\n{done.stderr}{'' if done.returncode == 0 else f'FAILED with {done.returncode}'}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run every command, two at once where one does not need another, and return how many failed."""
    path = f"{ROOT / '.venv' / 'bin'}"
    shell = [(("bash", "-euo", "pipefail", "-c", f'PATH="{path}:$PATH"; {command}'), command) for command in commands()]
    python = [((sys.executable, "-c", block), f"python: {block.splitlines()[0]}") for block in blocks("python")]
    first, *rest = shell + python
    # The first makes the build, in which the others look.
    went = [run(*first)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        went += pool.map(lambda each: run(*each), rest)
    print(f"{len(shell)} commands and {len(python)} Python blocks of the README, {went.count(False)} failed.")
    return went.count(False)


if __name__ == "__main__":
    sys.exit(main())
