"""Every kind of hostile client at once, and the honest do not notice but by waiting."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from benchmarks.siege import besiege, lines

from tests.server.conftest import serving


def _files(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


@pytest.mark.slow
def test_the_honest_are_answered_in_a_siege(builds: Path, tmp_path: Path) -> None:
    # A server of its own, since it is asked afterwards what it holds.
    with serving(builds, tmp_path, "--seconds", "10", "--memory", "512") as server, server.client() as client:
        assert client.get("/health").status_code == 200
        at_rest = _files(server.process.pid)
        told = besiege(server.address, server.process.pid, 25)
        said = "\n".join(lines(told))
        assert not told.failed, said
        assert len(told.taken) >= 8, said
        assert sum(told.hostile.values()) > 20, said
        # Pages are kept, answers wait; beyond that it holds nothing of anybody.
        assert max(own for _, own, *_ in told.looks) < 500, said
        assert max(files for *_, files in told.looks) < 400, said
        assert any(kept is not None for _, _, kept, *_ in told.looks), said
        # When they are gone, so is what they held, as soon as work that was begun for them has ended: five minutes on
        # a machine as busy as can be. The few above rest are those of workers begun anew and of this client.
        for _ in range(600):
            if client.get("/health").json()["idle"] >= 2 and _files(server.process.pid) <= at_rest + 8:
                break
            time.sleep(1)
        assert _files(server.process.pid) <= at_rest + 8, said
        log = server.log.read_text()
        assert "Traceback" not in log
        assert '"what": "refused"' in log
