"""Answers in XML that are XML: what it cannot hold is refused by its place, what it would change is escaped.

The engine writes what it is given: a NUL, and a predicate that ends in a sign with which no name of XML begins, make
of a whole answer one that no parser reads. Basis: W3C XML 1.0, 2.2 (characters) and 2.11 (ends of lines); W3C RDF 1.1
XML Syntax, 2.
"""

from __future__ import annotations

import re
from typing import IO, Any

from treatygraph.errors import UnheldError

#: Characters that no document of XML can hold, and the same in UTF-8.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
#: An element whose name is a prefix alone, or has the prefix that XML keeps to itself.
_NAMELESS = re.compile(rb"<(?:[^\s<>:/!?]*:(?=[\s/>])|xmlns:)")
#: A parser reads it as the end of a line, unless it is escaped. The engine itself writes none.
_RETURN, _ESCAPED = b"\r", b"&#13;"
#: What is looked at again with the bytes that follow: nothing that is looked for is longer.
_AGAIN = 64
#: Where a row begins, and a value of it; where a thing is described.
_ROW, _VALUE, _THING = b"<result>", b'<binding name="', re.compile(rb'rdf:(?:about|nodeID)="([^"]{0,200})')
_SHOWN = 60


class AsXML:
    """A stream that takes XML of the engine and passes it on.

    Args:
        out: Where it goes.
        rows: Whether it is SPARQL results, else RDF/XML.
    """

    def __init__(self, out: IO[bytes], rows: bool) -> None:
        self._out, self._is_rows = out, rows
        self._before, self._rows, self._where = b"", 0, ""

    def write(self, raw: Any) -> int:
        """Take bytes.

        Raises:
            UnheldError: They say what XML cannot.
        """
        part = bytes(raw)
        seen = self._before + part
        wrong = _BYTES.search(seen) or (None if self._is_rows else _NAMELESS.search(seen))
        self._look(seen[: wrong.start()] if wrong else seen, len(self._before))
        if wrong is not None:
            raise self._unheld(wrong[0])
        self._before = seen[-_AGAIN:]
        self._out.write(part.replace(_RETURN, _ESCAPED))
        return len(part)

    def flush(self) -> None:
        """Pass on what is held back: nothing is."""

    def _look(self, seen: bytes, before: int) -> None:
        """Take note of the place: `before` bytes were seen already."""
        if self._is_rows:
            self._rows += seen.count(_ROW, max(0, before - len(_ROW) + 1))
            if (at := seen.rfind(_VALUE)) >= 0:
                name = seen[at + len(_VALUE) : at + 4 * _SHOWN].partition(b'"')[0].decode(errors="replace")
                self._where = f"column {name[:_SHOWN]}"
        elif found := list(_THING.finditer(seen)):
            self._where = f"what is said of {found[-1][1].decode(errors='replace')[:_SHOWN]}"

    def _unheld(self, wrong: bytes) -> UnheldError:
        place = f"Row {self._rows}, {self._where}" if self._is_rows else f"In {self._where}"
        others = "JSON, CSV or TSV" if self._is_rows else "Turtle, N-Triples or JSON-LD"
        if wrong.startswith(b"<"):
            said = "a predicate ends in what is no name of XML"
        else:
            said = f"U+{ord(wrong.decode()):04X} is no character of XML"
        return UnheldError(f"{place}: {said}. Take {others}.")
