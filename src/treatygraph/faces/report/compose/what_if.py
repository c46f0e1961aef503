"""Part 4: what would follow from the deposit of an instrument."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import EMPTY, applied, cell, grid, said, to_deposit
from treatygraph.faces.report.document import Block, Heading, Line
from treatygraph.faces.report.wording import Wording
from treatygraph.law.obligations import DUTIES
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.what_if import WhatIf


def what_if(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on deposits supposed."""
    yield Heading(level=2, text=words.say("What if it joined"), mark="what-if")
    if not found.what_if and found.overview.to_join:
        yield said(words, "Nothing to suppose: what it has not joined was opened when it was no more.")
        return
    if not found.what_if:
        yield said(words, "Nothing to suppose: every instrument that the paragraph names is joined.")
        return
    yield said(
        words,
        "Computed by the same rules as everything else, as if an instrument had been deposited on %(day)s.",
        "note",
        day=str(found.what_if[0].deposit),
    )
    told = [list(_rows(supposed, words)) for supposed in found.what_if]
    heads = dict.fromkeys(head for rows in told for head, _ in rows)
    yield grid(
        words.say("What if it joined"),
        (words.say("What"), *(words.short(supposed.treaty) for supposed in found.what_if)),
        ((cell(head), *(dict(rows).get(head, EMPTY) for rows in told)) for head in heads),
    )


def _rows(supposed: WhatIf, words: Wording) -> Iterator[tuple[str, Line]]:
    """Yield what would follow from one deposit, each with its heading."""
    yield words.say("Instruments to deposit"), to_deposit(supposed, words, named=len(supposed.acts) > 1)
    if supposed.in_force_on is None:
        yield words.say("In force on"), words.line("not settled by the data")
        return
    article = applied(supposed, words, named=False)
    yield words.say("In force on"), words.line("%(day)s (%(article)s)", day=supposed.in_force_on, article=article)
    strengths = words.listed(
        words.line("%(name)s %(number)s", name=words.word("strength", s), number=words.number(n))
        for s, n in supposed.by_strength.items()
        if n.value and s in DUTIES
    )
    yield (
        words.say("Duties added"),
        words.line("%(number)s: %(parts)s", number=words.number(supposed.duties), parts=strengths),
    )
    if supposed.not_counted:
        yield (
            words.say("Not counted"),
            words.line(
                "%(number)s that a reservation of its own excludes, or an unread statement may exclude",
                number=str(supposed.not_counted),
            ),
        )
    powers = [n for s, n in supposed.by_strength.items() if n.value and s not in DUTIES]
    if powers:
        yield words.say("Powers and advice, which bind nobody"), words.listed(words.number(n) for n in powers)
    themes = words.listed(
        words.line("%(name)s %(number)s", name=words.word("theme", t), number=words.number(n))
        for t, n in supposed.by_theme.items()
    )
    yield words.say("Duties added, by theme"), themes
    yield words.say("Owed to each other party separately (inter se)"), (words.number(supposed.inter_se),)
    if supposed.carried.value:
        carried = words.say("Owed under other treaties for the matters of this one (mutatis mutandis)")
        yield carried, (words.number(supposed.carried),)
    yield words.say("Treaty relations added"), (words.number(supposed.relations),)
    if supposed.reservations_permitted:
        permitted = words.provisions(supposed.reservations_permitted)
        yield words.say("Reservations expressly permitted to"), permitted
