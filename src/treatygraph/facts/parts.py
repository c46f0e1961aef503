"""Tables that stand in one file for each treaty, so that a change to one treaty touches one place.

`metadata.json` describes such a table once, whole, as a build publishes it, and names the folder of its parts
(`dc:hasPart`). A data folder holds it in parts; a small one may hold it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

#: An identifier names its treaty, then a provision or who acted; treaties are written small, participants are not.
_OWNER = re.compile(r"(.+?)-(?:art-|[A-Z]|(?:org|x)-[A-Za-z])")


def part_of(record: Any) -> str:
    """Return the treaty in whose file a row stands."""
    if hasattr(record, "treaty"):
        return str(record.treaty)
    found = _OWNER.match(record.id)
    return found[1] if found is not None else str(record.id)


def file_of(place: str, record: Any) -> str:
    """Return the file of a row: the place of its table, or the part of it where that is a folder."""
    return f"{place}{part_of(record)}.csv" if place.endswith("/") else place


def in_parts(place: str, records: Iterable[Any]) -> dict[str, list[Any]]:
    """Return the rows of a table by the file they stand in."""
    found: dict[str, list[Any]] = {}
    for record in records:
        found.setdefault(file_of(place, record), []).append(record)
    return found
