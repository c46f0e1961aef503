"""Days as people write them: `2026-09-11` becomes 11 September 2026, or what the language of the text makes of it.

The data, the commands and JSON keep ISO 8601; a report is read by people, to whom 09/11 and 2026-09-11 are not plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from treatygraph.faces.report.document import Document, Run
from treatygraph.faces.report.wording import marked

#: A day, or a month, in ISO 8601; not a part of a longer number, an address or an identifier.
_DAY = re.compile(r"(?<![\w/-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\w/-])", re.ASCII)
#: Two bounds of a day that is not known exactly; `..` where there is no later one.
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2}|\.\.)", re.ASCII)
#: The months as the catalogues have them.
MONTHS = marked(
    {
        "01": "January",
        "02": "February",
        "03": "March",
        "04": "April",
        "05": "May",
        "06": "June",
        "07": "July",
        "08": "August",
        "09": "September",
        "10": "October",
        "11": "November",
        "12": "December",
    }
)


def written(text: str, say: Callable[[str], str]) -> str:
    """Return a text with its days and months as people write them.

    Args:
        text: The text.
        say: Puts a sentence of the catalogue into the language of the text.
    """
    if "-" not in text:
        return text  # most texts of a report, which has ten thousand
    text = _SPAN.sub(r"\1 – \2", text)

    def one(found: re.Match[str]) -> str:
        year, month, day = found[1], int(found[2]), int(found[3] or 0)
        try:
            date(int(year), month, day or 1)
        except ValueError:
            return found[0]
        values = {"year": year, "month": say(MONTHS[found[2]]), "day": say("1") if day == 1 else str(day)}
        shape = say("%(day)s %(month)s %(year)s") if day else say("%(month)s %(year)s")
        return (shape % values).replace(" ", "\u00a0")

    return _DAY.sub(one, text)


def with_written_days(document: Document, say: Callable[[str, str], str]) -> Document:
    """Return a document whose days are as people write them, each in the language of its text.

    Args:
        document: The document.
        say: Puts a sentence of the catalogue into a language.
    """

    def each(thing: Any) -> Any:
        if isinstance(thing, Run):
            if thing.verbatim:
                return thing
            language = thing.lang or document.language
            changed = written(thing.text, lambda sentence: say(sentence, language))
            return thing if changed == thing.text else replace(thing, text=changed)
        if isinstance(thing, str):
            return written(thing, lambda sentence: say(sentence, document.language))
        if isinstance(thing, tuple):
            return tuple(each(part) for part in thing)
        if is_dataclass(thing) and not isinstance(thing, type):
            return replace(thing, **{f.name: each(getattr(thing, f.name)) for f in fields(thing) if f.name not in _NOT})
        return thing

    found: Document = each(document)
    return found


#: Fields that hold no text for people, and what was drawn.
_NOT = frozenset({"home", "mark", "role", "language", "direction", "svg", "level", "numeric", "wide", "small"})
