"""Start a scratch Virtuoso on loopback for the tests, in a folder of its own; stop it when the parent asks.

`python scripts/scratch_virtuoso.py FOLDER` prints the address and waits until its input closes. The Debian
package `virtuoso-opensource` brings the server.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers import ended, free_port

#: The password of a new Virtuoso's administrator; the server listens on loopback and its data are thrown away.
USER, PASSWORD = "dba", "dba"

_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
LiteMode = 0
DisableUnixSocket = 1
SSLServerPort =
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
DirsAllowed = {folder}
ServerThreads = 10

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
EnabledGzipContent = 1

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


def program() -> str | None:
    """Return the server's program, or None when the package is not installed."""
    return shutil.which("virtuoso-t")


@contextlib.contextmanager
def scratch_virtuoso(folder: Path, patience: float = 90) -> Iterator[str]:
    """Yield the address of a new Virtuoso with an empty database below `folder`; end it by its own id after."""
    server = program()
    if server is None:
        raise FileNotFoundError("virtuoso-t is not there. Install the Debian package virtuoso-opensource.")
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command = [server, "+foreground", "+configfile", str(ini)]
    with (folder / "out.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        address = f"http://127.0.0.1:{http}"
        with ended(running):
            _wait(running, f"{address}/sparql", patience)
            yield address


def _wait(running: subprocess.Popen[bytes], address: str, patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if running.poll() is not None:
            raise RuntimeError(f"virtuoso-t ended with {running.returncode}; see virtuoso.log in its folder.")
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    raise TimeoutError(f"virtuoso-t did not answer within {patience:.0f} s.")


if __name__ == "__main__":
    with scratch_virtuoso(Path(sys.argv[1])) as found:
        print(found, flush=True)
        sys.stdin.read()
