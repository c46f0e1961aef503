"""What the paragraphs of resolutions must hold."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.errors import Fault
from treatygraph.facts.check.rows import Rows
from treatygraph.facts.model import ParagraphVerb


def paragraphs_have_their_verbs(rows: Rows) -> Iterator[Fault]:
    """A paragraph has a verb, its verbs are numbered from 1, and together they address whom it addresses."""
    found: dict[str, list[ParagraphVerb]] = {}
    for verb in rows.facts.verbs:
        found.setdefault(verb.paragraph, []).append(verb)
        if verb.id != f"{verb.paragraph}-v{verb.ordinal}":
            cause = f"should be {verb.paragraph}-v{verb.ordinal}."
            yield rows.fault("verbs", verb, "id", cause, "Correct the identifier.")
    for paragraph in rows.facts.paragraphs:
        own = found.get(paragraph.id, [])
        if sorted(v.ordinal for v in own) != list(range(1, len(own) + 1)) or not own:
            cause = f"its verbs are numbered {', '.join(str(v.ordinal) for v in own) or 'not at all'}."
            yield rows.fault("paragraphs", paragraph, "id", cause, "Give each verb a row of verbs.csv, from 1.")
        addressed = {v.addressee for v in own if v.addressee is not None}
        if addressed != set(paragraph.addressees):
            cause = f"its verbs address {', '.join(sorted(addressed)) or 'nobody'}."
            yield rows.fault("paragraphs", paragraph, "addressees", cause, "Correct the cell, or verbs.csv.")
