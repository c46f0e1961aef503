"""Where the depositary publishes the status of a treaty: its XML file, and the page a browser shows.

Source: treaties.un.org. The page names the treaty in its address (`mtdsg_no=XVIII-12-b`); the file of the same number
lies below `doc/Publication/MTDSG`, chapters I to XII in volume I, the others in volume II.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

_NUMBER = re.compile(r"([IVXL]+)-[0-9A-Za-z-]+")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
#: The last chapter of the first volume.
_FIRST_VOLUME = 12


def addresses_of(url: str, number: str | None) -> tuple[str, ...]:
    """Return where the status of a treaty can be fetched, the best form first.

    Args:
        url: The address on the treaty's card: of the status page, or of a file of any form.
        number: The depositary's number of the treaty, where it has one.
    """
    parts = urlsplit(url)
    told = parse_qs(parts.query).get("mtdsg_no", [None])[0]
    if told is None or number is None or told.upper() != number.upper():
        return (url,)
    match = _NUMBER.fullmatch(told)
    if match is None:
        return (url,)
    volume = "I" if _value(match[1]) <= _FIRST_VOLUME else "II"
    # The names of files and folders as the depositary writes them: chapter in capitals.
    path = f"/doc/Publication/MTDSG/Volume {volume}/Chapter {match[1]}/{told}.en.xml"
    return (f"{parts.scheme}://{parts.netloc}{quote(path)}", url)


def is_file_of(url: str, number: str | None) -> bool:
    """Return whether an address is that of the depositary's XML file of a treaty; some are written in small letters."""
    return number is not None and url.casefold().endswith(f"/{number}.en.xml".casefold())


def _value(roman: str) -> int:
    """Return what a Roman number stands for."""
    values = [_VALUES[letter] for letter in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
