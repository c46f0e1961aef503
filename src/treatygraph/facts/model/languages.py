"""The languages of the data, and what rows say in languages other than their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that names and texts of the data are told in."""

    id: str
    own_name: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A text of a row in a further language; the row itself speaks English."""

    table: str
    row: str
    field: str
    language: str
    text: str
