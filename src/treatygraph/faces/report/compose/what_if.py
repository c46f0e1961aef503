"""Part 4: what would follow from the deposit of an instrument."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import applied, cell, grid, paragraph, said, to_deposit
from treatygraph.faces.report.document import Block, Fold, Heading, Line
from treatygraph.faces.report.wording import Wording
from treatygraph.law.obligations import DUTIES
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.what_if import WhatIf


def what_if(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on deposits supposed."""
    yield Heading(level=2, text=words.say("What if it joined"), mark="what-if")
    if not found.what_if:
        yield said(words, "Nothing to suppose: every instrument that the paragraph names is joined.")
        return
    yield said(
        words,
        "Computed by the same rules as everything else, as if an instrument had been deposited on %(day)s.",
        "note",
        day=str(found.what_if[0].deposit),
    )
    for supposed in found.what_if:
        yield Heading(level=3, text=words.short(supposed.treaty))
        yield grid(words.short(supposed.treaty), (words.say("What"), words.say("Result")), _rows(supposed, words))
        if supposed.partners:
            yield Fold(
                summary=words.told(
                    "The parties it would have treaty relations with, under %(treaty)s",
                    treaty=words.short(supposed.treaty),
                ),
                blocks=(paragraph(words.participants(supposed.partners)),),
            )


def _rows(supposed: WhatIf, words: Wording) -> Iterator[tuple[Line, ...]]:
    yield cell(words.say("Instruments to deposit")), to_deposit(supposed, words)
    if supposed.in_force_on is None:
        yield cell(words.say("In force on")), words.line("not settled by the data")
        return
    article = applied(supposed, words)
    yield cell(words.say("In force on")), words.line("%(day)s (%(article)s)", day=supposed.in_force_on, article=article)
    strengths = words.listed(
        words.line("%(name)s %(number)s", name=words.word("strength", s), number=words.number(n))
        for s, n in supposed.by_strength.items()
        if n.value and s in DUTIES
    )
    yield (
        cell(words.say("Duties added")),
        words.line("%(number)s: %(parts)s", number=words.number(supposed.duties), parts=strengths),
    )
    powers = [n for s, n in supposed.by_strength.items() if n.value and s not in DUTIES]
    if powers:
        yield cell(words.say("Powers and advice, which bind nobody")), words.listed(words.number(n) for n in powers)
    themes = words.listed(
        words.line("%(name)s %(number)s", name=words.word("theme", t), number=words.number(n))
        for t, n in supposed.by_theme.items()
    )
    yield cell(words.say("Duties added, by theme")), themes
    yield cell(words.say("Owed to each other party separately (inter se)")), (words.number(supposed.inter_se),)
    if supposed.carried.value:
        yield (
            cell(words.say("Owed under other treaties for the matters of this one (mutatis mutandis)")),
            (words.number(supposed.carried),),
        )
    yield cell(words.say("Treaty relations added")), (words.number(supposed.relations),)
    if supposed.reservations_permitted:
        yield cell(words.say("Reservations expressly permitted to")), words.provisions(supposed.reservations_permitted)
