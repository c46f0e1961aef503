"""Days as people write them: `2026-09-11` becomes 11 September 2026, or what the language of the text makes of it.

The data, the commands and JSON keep ISO 8601; sentences are read by people, to whom 09/11 and 2026-09-11 are not plain.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from treatygraph.faces.languages import catalog_of

_HERE = "treatygraph.faces.telling"
#: A day, or a month, in ISO 8601; not a part of a longer number, an address or an identifier.
_DAY = re.compile(r"(?<![\w/-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\w/-])", re.ASCII)
#: Two bounds of a day that is not known exactly; `..` where there is no later one.
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2}|\.\.)", re.ASCII)
#: The months as the catalogues have them, in the case that they have after a day.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: How a day is put together, with no-break spaces where no line may end, and the first of a month.
SHAPES = ("%(day)s\u00a0%(month)s\u00a0%(year)s", "1")
#: The months without a day: in some languages in another case than after one.
ALONE = tuple(f"{month}\u00a0%(year)s" for month in MONTHS)


def written(text: str, language: str, *, gap: str | None = " ") -> str:
    """Return a text with its days and months as people write them.

    Args:
        text: The text.
        language: The language it is in.
        gap: What stands between the parts of a day; None for no-break spaces, but where a line may end in the language.
    """
    if "-" not in text:
        return text  # most texts of a report, which has ten thousand
    text = _SPAN.sub(r"\1 – \2", text)
    if gap is None:
        return _DAY.sub(lambda found: _one(found[0], language), text)
    return _DAY.sub(lambda found: _one(found[0], language).replace("\u00a0", gap).replace(" ", gap), text)


@lru_cache(maxsize=10_000)
def _one(written_as: str, language: str) -> str:
    say = catalog_of(_HERE, language).gettext
    year, month, *rest = written_as.split("-")
    day = int(rest[0]) if rest else 0
    try:
        date(int(year), int(month), day if rest else 1)
    except ValueError:
        return written_as
    if not rest:
        return say(ALONE[int(month) - 1]) % {"year": year}
    of_day, first = SHAPES
    values = {"year": year, "month": say(MONTHS[int(month) - 1]), "day": say(first) if day == 1 else str(day)}
    return say(of_day) % values
