"""What texts of the rows are in further languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from treatygraph.facts.model import OWN_LANGUAGE, Language
from treatygraph.facts.register.rows import KEYS, TABLES, Rows


class Texts(Rows):
    """Texts of rows by language."""

    @cached_property
    def languages(self) -> Mapping[str, Language]:
        """Languages by tag."""
        return {language.id: language for language in self.facts.languages}

    @cached_property
    def _translations(self) -> Mapping[tuple[str, str, str], dict[str, str]]:
        found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for text in self.facts.texts:
            found[text.table, text.row, text.field][text.language] = text.text
        return found

    def translations(self, record: Any, field: str) -> Mapping[str, str]:
        """Return what a text of a row is in languages other than its own."""
        kind = type(record)
        return self._translations.get((TABLES[kind], getattr(record, KEYS[kind]), field), {})

    def texts(self, record: Any, field: str) -> dict[str, str]:
        """Return a text of a row by language, that of the row itself (English) first; none when the row has no text."""
        own = getattr(record, field)
        if own is None:
            return {}
        return {OWN_LANGUAGE: own, **self.translations(record, field)}

    @cached_property
    def whole_languages(self) -> frozenset[str]:
        """English, and the languages that tell every text that any of them tells."""
        told: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for text in self.facts.texts:
            told[text.language].add((text.table, text.row, text.field))
        every = set().union(*told.values())
        return frozenset({OWN_LANGUAGE, *(language for language, texts in told.items() if texts == every)})

    @cached_property
    def _by_sentence(self) -> Mapping[tuple[str, str], str]:
        rows = {
            (table, getattr(record, KEYS[type(record)])): record
            for table in {text.table for text in self.facts.texts}
            for record in getattr(self.facts, table)
        }
        return {(getattr(rows[t.table, t.row], t.field), t.language): t.text for t in self.facts.texts}

    @cached_property
    def conditions_told(self) -> tuple[tuple[str, str, str], ...]:
        """The conditions of clauses in further languages: one told for a clause is told for each that has it."""
        told = {(t.row, t.field, t.language): t.text for t in self.facts.texts if t.table == "clauses"}
        own = {c.id: c.condition for c in self.facts.clauses}
        return tuple(sorted((own.get(row) or "", language, text) for (row, _, language), text in told.items()))

    def translated(self, sentence: str, language: str) -> str | None:
        """Return what a sentence of a row is in a language, wherever it stands; None when the data do not say."""
        return self._by_sentence.get((sentence, language))
