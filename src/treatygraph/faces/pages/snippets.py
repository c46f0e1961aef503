"""Lines that ask what a page shows from elsewhere: a shell, Python, R. Each can be copied and run as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

#: Where a server answers that was started without options. A script puts the address of this one in its place.
ORIGIN = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Some lines, and the language that they are in."""

    language: str
    text: str


def snippets(question: str, values: Mapping[str, str], python: str = "") -> tuple[Snippet, ...]:
    """Return the lines that ask a question with values.

    Args:
        question: Its identifier.
        values: Its parameters as people write them.
        python: The call on an open graph that answers the same; by default `ask`.
    """
    given = {name: value for name, value in values.items() if value}
    address = f"{ORIGIN}/api/questions/{question}?{urlencode({**given, 'format': 'csv'})}"
    call = python or f"ask({', '.join([repr(question), *(f'{name}={value!r}' for name, value in given.items())])})"
    return (
        Snippet(language="curl", text=f"curl '{address.replace(chr(39), '%27')}'"),
        Snippet(language="Python", text=f"import treatygraph as tg\n\ng = tg.open()\ng.{call}.df"),
        Snippet(language="pandas", text=f"import pandas as pd\n\npd.read_csv({address!r})"),
        Snippet(language="R", text=f'read.csv("{address}")'),
    )
