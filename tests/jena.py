"""Apache Jena as Debian has it: its programs for the tests, which ask the endpoint and answer our questions."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

#: Where Debian puts the libraries of Java.
JARS = Path("/usr/share/java")

MISSING = "Jena is not here: install the Debian packages default-jdk-headless and libapache-jena-java"


def is_here() -> bool:
    """Return whether a compiler of Java and Jena are installed."""
    return shutil.which("javac") is not None and (JARS / "jena-arq.jar").exists()


def run(program: Path, *arguments: str, scratch: Path) -> list[str]:
    """Return the lines that a program in Java prints that uses Jena.

    Args:
        program: Its source, one file.
        arguments: What it is given.
        scratch: A folder of the test.
    """
    # Debian has moved the parser of XML that Jena brings, and not the messages that it looks for at its start.
    with zipfile.ZipFile(JARS / "jena-core.jar") as core:
        for name in core.namelist():
            if "/xerces/" in name and name.endswith(".properties"):
                path = scratch / "xerces" / name.partition("/xerces/")[2]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(core.read(name))
    command = ["java", "-Xmx3g", "-cp", f"{scratch}:{JARS}/*", str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
