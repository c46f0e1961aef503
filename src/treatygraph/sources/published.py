"""What a published table says, in one form whatever it was published as.

A reader turns a file into a `PublishedTable`: acts as published, rows set aside because the file alone does not tell
what they are, and columns that were not read. Nothing is skipped in silence, and nothing is decided here: who is meant
by a name, and whether the facts know the kind of act, is decided in `facts.from_sources`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from treatygraph.days import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAct:
    """One act as published: who, what, when.

    `act` is the word of `sources.heading` for what the column, or the row, says was done; `ended` says that the
    publisher shows the participation it began as ended (the depositary prints such cells in brackets).
    """

    row: int
    participant: str
    act: str
    day: PartialDate
    column: str
    mark: str = ""
    effective_on: PartialDate | None = None
    ended: bool = False
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row or cell that was read and that the file alone does not settle: it waits for a decision."""

    row: int
    participant: str
    value: str
    reason: str

    def __str__(self) -> str:
        """Return it as one line."""
        who = f" ({self.participant})" if self.participant else ""
        return f"row {self.row}{who}: {self.value!r}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """A file as it was published.

    `form` names the reader; `number`, `title`, `as_of`, `signatories` and `parties` are what the file says of itself,
    where it does. `named` are the participants of all rows, those without an act included.
    """

    form: str
    acts: tuple[PublishedAct, ...]
    aside: tuple[SetAside, ...] = ()
    unread: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    named: tuple[str, ...] = field(default=())
    number: str | None = None
    title: str | None = None
    as_of: date | None = None
    signatories: int | None = None
    parties: int | None = None
