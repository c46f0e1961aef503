"""Where the words of a report lead: inside the report itself, or to a site that was named, and nowhere else.

A report is carried away, printed and sent on. So it points to what it holds (its sources, acts, statements, lists) and
to the publishers' own pages; to pages of this project only where somebody said which site serves them. The IRIs of the
data are names, and no address until their registry answers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from treatygraph.faces.report.document import Document, Heading, Run, changed, runs_of

_NOT_OF_A_MARK = re.compile(r"[^A-Za-z0-9]+")


def mark_of(kind: str, identifier: str) -> str:
    """Return the mark of a thing inside a report: `source-S01`."""
    return f"{kind}-{_NOT_OF_A_MARK.sub('-', identifier).strip('-')}"


def settled(document: Document, site: str | None) -> Document:
    """Return a document whose links all lead to something that is there.

    Args:
        document: The document.
        site: The address of a site that serves the pages of this build, if one was named.
    """
    marks = {run.mark for run in runs_of(document.blocks) if run.mark is not None}
    marks |= {block.mark for block in document.blocks if isinstance(block, Heading) and block.mark}

    def settle(run: Run) -> Run:
        href = run.href
        if href is None and run.target in marks:
            href = f"#{run.target}"
        elif href is None and run.page is not None and site is not None:
            href = site + run.page
        if href is None and run.pointer:
            return Run(text="")
        if run.pointer and not run.text.strip(" ·\u00a0"):
            return Run(text=run.text)  # what stands before a pointer, and leads nowhere itself
        if (run.href, run.target, run.page) == (href, None, None):
            return run
        return replace(run, href=href, target=None, page=None)

    return changed(document, settle)
