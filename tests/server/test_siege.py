"""Every kind of hostile client at once, and the honest do not notice but by waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.siege import besiege, lines

from tests.server.conftest import serving


@pytest.mark.slow
def test_the_honest_are_answered_in_a_siege(builds: Path, tmp_path: Path) -> None:
    # A server of its own, since it is asked afterwards what it holds.
    with serving(builds, tmp_path, "--seconds", "10", "--memory", "512") as server, server.client() as client:
        told = besiege(server.address, server.process.pid, 25)
        said = "\n".join(lines(told))
        assert not told.failed, said
        assert len(told.taken) > 20, said
        assert sum(told.hostile.values()) > 50, said
        # Pages are kept, answers wait; beyond that it holds nothing of anybody.
        assert max(own for _, own, _, _ in told.looks) < 500, said
        assert max(files for *_, files in told.looks) < 400, said
        # When they are gone, so is what they held.
        while client.get("/health").json()["idle"] < 2:
            pass
        assert len(list(Path(f"/proc/{server.process.pid}/fd").iterdir())) < 60, said
        log = server.log.read_text()
        assert "Traceback" not in log
        assert '"what": "refused"' in log
