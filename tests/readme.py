"""Run the shell and Python blocks of README.md, each as it stands there (`python -m tests.readme`)."""

from __future__ import annotations

import re
import subprocess
import sys

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


def main() -> int:
    """Run every command and return how many failed."""
    failed = 0
    path = f"{ROOT / '.venv' / 'bin'}"
    for command in commands():
        print(f"$ {command}", flush=True)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f'PATH="{path}:$PATH"; {command}'],
            cwd=ROOT,
            check=False,
            stdout=subprocess.DEVNULL,
        )
        failed += done.returncode != 0
    for block in blocks("python"):
        done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, check=False)
        failed += done.returncode != 0
    print(f"{len(commands())} commands and {len(blocks('python'))} Python blocks of the README, {failed} failed.")
    return failed


if __name__ == "__main__":
    sys.exit(main())
