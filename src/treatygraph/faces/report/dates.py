"""The days of a whole report as people write them, each in the language of its text."""

from __future__ import annotations

from dataclasses import replace

from treatygraph.faces.report.document import Document, Run, changed
from treatygraph.faces.telling.days import written


def with_written_days(document: Document) -> Document:
    """Return a document whose days are as people write them, each in the language of its text."""

    def of_run(run: Run) -> Run:
        if run.verbatim or "-" not in run.text:
            return run
        text = written(run.text, run.lang or document.language, gap=None)
        return run if text == run.text else replace(run, text=text)

    return changed(document, of_run, lambda text: written(text, document.language, gap=None))
