"""What a build keeps of its conclusions on the day that nearly everyone asks about: all statuses, and the counts."""

from __future__ import annotations

from pathlib import Path

import msgspec

from treatygraph.law.known import Known

#: Inside a build.
KNOWN = "known.msgpack"


def write_known(work: Path, known: Known) -> None:
    """Write what is known of the day.

    Raises:
        OSError: It cannot be written.
    """
    (work / KNOWN).write_bytes(msgspec.msgpack.encode(known))


def known_of(folder: Path) -> Known | None:
    """Return what a build keeps of its conclusions; None where it keeps nothing, or nothing that can be read."""
    try:
        return msgspec.msgpack.decode((folder / KNOWN).read_bytes(), type=Known)
    except (OSError, msgspec.MsgspecError):
        return None
