"""Setting a report as PDF or Word in a process of its own, which ends: Typst keeps in memory what it has set."""

from __future__ import annotations

from treatygraph.faces.report.document import Document
from treatygraph.faces.report.pdf import as_pdf
from treatygraph.faces.report.word import as_word
from treatygraph.faces.web.apart import TooMuchError, apart
from treatygraph.faces.web.engine.model import TooMuchMemoryError

#: Seconds of a core, and megabytes of address space, that setting one report may take; it takes 2 and 700.
_SECONDS, _MEGABYTES = 60, 3072


def pressed(document: Document, form: str, seconds: int = _SECONDS, megabytes: int = _MEGABYTES) -> bytes:
    """Return a document as PDF, or as a Word file, whose charts are set as pictures.

    Raises:
        MissingFontError: No font of this system sets the script of the language.
        TooMuchMemoryError: It takes more time or memory than it may.
    """
    try:
        return apart(_set, document, form, seconds=seconds, megabytes=megabytes)
    except TooMuchError:
        raise TooMuchMemoryError(
            "Setting this report takes more time or memory than it may. Take format=html, which prints as well."
        ) from None


def _set(document: Document, form: str) -> bytes:
    return as_pdf(document) if form == "pdf" else as_word(document)
