"""What texts in further languages must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import OWN_LANGUAGE, Facts
from treatygraph.facts.register import KEYS


def texts_tell_what_a_row_says(rows: Rows) -> Iterator[Fault]:
    """A text in a further language tells the text of a column of a row, and does not say it in English again."""
    keyed: dict[str, dict[str, Any]] = {}
    tables = set(Facts.tables())
    for text in rows.facts.texts:
        if text.table not in tables:
            remedy = f"Use one of {', '.join(sorted(tables))}."
            yield rows.fault("texts", text, "table", "there is no such table.", remedy)
            continue
        if text.table not in keyed:
            keyed[text.table] = {getattr(r, KEYS[type(r)]): r for r in getattr(rows.facts, text.table)}
        record = keyed[text.table].get(text.row)
        if record is None:
            cause = f"{text.table}.csv has no such row."
            yield rows.fault("texts", text, "row", cause, "Correct the key, or remove the text with its row.")
        elif not isinstance(getattr(record, text.field, None), str):
            cause = f"the row of {text.table}.csv has no text there."
            yield rows.fault("texts", text, "field", cause, "Name the column that holds the text in English.")
        elif text.language == OWN_LANGUAGE:
            cause = "the tables themselves speak it."
            yield rows.fault("texts", text, "language", cause, f"Write it in {text.table}.csv.")
