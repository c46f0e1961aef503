"""Errors, named after the situation. Each says the place, the value, the cause and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What a terminal obeys instead of showing it (ECMA-48: C0 and C1), what turns the order of signs about (UAX 9), and
#: halves of signs, which no stream takes.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return text in which nothing orders a terminal about: such signs stand as their codes; lines and tabs stay."""
    return _OBEYED.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


class TreatygraphError(Exception):
    """Base of every error this package raises on purpose; its text is one or more whole sentences.

    What it quotes of files, names and other servers is shown, and does nothing to the terminal that shows it.
    """

    def __str__(self) -> str:
        """Return the text."""
        return visible(super().__str__())


class UnknownNameError(TreatygraphError):
    """A participant, treaty, provision, paragraph or day that the data do not know."""

    def __init__(self, kind: str, text: str, near: tuple[str, ...] = (), remedy: str = "") -> None:
        self.kind, self.text, self.near = kind, text, near
        shown = text if len(text) <= 80 else text[:77] + "..."
        message = f"Unknown {kind.replace('_', ' ')}: {shown!r}."
        if near:
            message += f" Did you mean {' or '.join(near)}?"
        super().__init__(f"{message} {remedy}".rstrip())


class AmbiguousNameError(TreatygraphError):
    """A name that more than one participant, treaty or paragraph bears."""

    def __init__(self, kind: str, text: str, candidates: tuple[str, ...], remedy: str = "Use the code.") -> None:
        self.candidates = candidates
        super().__init__(f"{text!r} can be more than one {kind}: {', '.join(candidates)}. {remedy}")


class UnheldError(TreatygraphError):
    """An answer that a format cannot hold: its text names what, where, and a format that can."""


class BadDayError(TreatygraphError):
    """A text that is no day, or no day of the calendar."""


class BadDurationError(TreatygraphError):
    """A text that is no duration of years, months and days."""


class MissingClauseError(TreatygraphError):
    """The data lack the clause that a rule needs."""


class UnreadableSourceError(TreatygraphError):
    """A source cannot be read as what it is said to be."""


class DataFolderError(TreatygraphError):
    """The data folder, its metadata or the ontology is missing or cannot be understood."""


class MissingExtraError(TreatygraphError):
    """A library that only some uses need, and that is not installed."""

    def __init__(self, extra: str, library: str | None, otherwise: str = "") -> None:
        self.extra, self.library = extra, library
        super().__init__(
            f"This needs {library}, which is not installed. Install treatygraph with its extra {extra}, in its folder "
            f"`pip install '.[{extra}]'`{otherwise}."
        )


class BuildError(TreatygraphError):
    """A build could not be written; what was built before is untouched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with the data: where, what value, why, and what to do."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    cause: str
    remedy: str
    #: What must hold, and does not: the same of all faults of one kind.
    must: str = ""

    @property
    def kind(self) -> str:
        """What faults of one kind share: what must hold, else the cause without what is particular to a row."""
        return self.must or re.sub(r"'[^']*'|\"[^\"]*\"|\S*\d\S*", "…", self.cause)

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = self.file
        if self.row is not None:
            place += f" row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        shown = ""
        if self.value is not None:
            text = self.value if len(self.value) <= 60 else self.value[:57] + "..."
            shown = f" {text!r}:"
        return f"{place}:{shown} {self.cause} {self.remedy}"


class FaultyDataError(TreatygraphError):
    """The data are refused; every fault found is reported together."""

    #: So many of each kind are shown; the number of the others is told.
    SHOWN = 10

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"The data are refused ({count}):\n" + "\n".join(self._lines()))

    def _lines(self) -> Iterator[str]:
        """Yield the faults; where there are many, by kind, the first of each."""
        if len(self.faults) <= self.SHOWN:
            yield from map(str, self.faults)
            return
        kinds: dict[str, list[Fault]] = {}
        for fault in self.faults:
            kinds.setdefault(fault.kind, []).append(fault)
        for kind, faults in kinds.items():
            yield f"{kind.rstrip('.')} ({len(faults)}):"
            yield from (f"  {fault}" for fault in faults[: self.SHOWN])
            if len(faults) > self.SHOWN:
                yield f"  ... and {len(faults) - self.SHOWN} more of this kind."
