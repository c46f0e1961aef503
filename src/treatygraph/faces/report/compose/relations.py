"""Part 5: treaty relations, and the statements made and received."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import EMPTY, cell, grid, headings, said
from treatygraph.faces.report.document import Block, Heading, Line
from treatygraph.faces.report.wording import Wording, marked
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.relations import StatementRow, TreatyRelations
from treatygraph.questions.territories import TerritoryRow


def relations(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on treaty relations."""
    yield Heading(level=2, text=words.say("Treaty relations"), mark="relations")
    yield grid(
        words.say("Treaty relations"),
        headings(words, "Instrument", "In force with", "Not in force with", "Why not"),
        (_row(row, words) for row in found.relations.treaties),
        numeric=(1, 2),
        wide=(3,),
    )
    if found.relations.territories:
        yield Heading(level=3, text=words.say("Territories"))
        yield grid(
            words.say("Territories"),
            headings(words, "Territory", "Instrument", "Application there", "With effect from", "Statement", "Source"),
            (_territory(row, words) for row in found.relations.territories),
        )
        yield said(
            words,
            "Where nothing is said, no answer is certain: a treaty binds a party in respect of its entire territory "
            "unless another intention is established (VCLT 29), and some States extend treaties to such territories "
            "one by one.",
        )
    yield Heading(level=3, text=words.say("Statements made"))
    yield statements(words.say("Statements made"), found.relations.made, words, received=False)
    yield Heading(level=3, text=words.say("Objections and communications received"))
    yield statements(
        words.say("Objections and communications received"), found.relations.received, words, received=True
    )


def _territory(row: TerritoryRow, words: Wording) -> tuple[Line, ...]:
    told = [words.row("statements", s) for s in (row.statement, *row.others) if s is not None]
    return (
        (words.participant(row.territory),),
        (words.instrument(row.treaty),),
        cell(words.word("territorial_status", row.application)),
        cell(row.since),
        words.listed([(run,) for run in told]) or EMPTY,
        words.sources(row.sources),
    )


def _row(row: TreatyRelations, words: Wording) -> tuple[Line, ...]:
    why: list[Line] = []
    if not row.party:
        why.append(words.line("it is not a party"))
    why += [
        words.line("%(status)s: %(number)s", status=words.word("status", status), number=str(len(codes)))
        for status, codes in row.by_status.items()
    ]
    if row.precluded:
        why.append(words.line("precluded by an objection: %(names)s", names=words.participants(row.precluded)))
    if row.contested:
        why.append(
            words.line(
                "contested by a communication of non-recognition: %(names)s", names=words.participants(row.contested)
            )
        )
    if row.unsettled:
        why.append(words.line("not settled by the record: %(names)s", names=words.participants(row.unsettled)))
    if row.changed_by_objection:
        why.append(
            words.line(
                "in force, and changed by an objection: %(names)s", names=words.participants(row.changed_by_objection)
            )
        )
    return (
        (words.instrument(row.treaty),),
        (words.number(row.related),),
        (words.number(row.unrelated),),
        words.listed(why) or EMPTY,
    )


def statements(caption: str, rows: tuple[StatementRow, ...], words: Wording, *, received: bool) -> Block:
    """Return statements as a table; those received that differ in their authors alone, in one row."""
    if not rows:
        return said(words, "None whose content or target is known.")
    after = headings(words, "Provisions", "In our words", "What the law says", "Source")
    if not received:
        columns = (*headings(words, "Instrument", "Kind", "Day"), *after)
        return grid(caption, columns, (_made(row, words) for row in rows), wide=(4,))
    alike: dict[tuple[object, ...], list[StatementRow]] = {}
    for row in rows:
        alike.setdefault(_but_for_its_author(row), []).append(row)
    columns = (*headings(words, "Instrument", "Kind", "By whom"), *after)
    return grid(caption, columns, (_received(same, words) for same in alike.values()), wide=(2, 4))


def _but_for_its_author(row: StatementRow) -> tuple[object, ...]:
    """Return all that a table shows of a statement, but who made it when: those alike stand in one row."""
    said_of_it = (row.treaty, row.kind, row.provisions, row.whole_treaty, row.summary)
    return (*said_of_it, row.permission, row.timing, row.may_reserve, row.target, row.sources)


def _made(row: StatementRow, words: Wording) -> tuple[Line, ...]:
    kind = words.row("statements", row.identifier, words.word("statement_kind", row.kind), here=True)
    return (
        (words.instrument(row.treaty),),
        (kind,),
        cell(row.made_on or words.say("day not seen")),
        *_contents(row, words),
    )


def _received(alike: list[StatementRow], words: Wording) -> tuple[Line, ...]:
    first = alike[0]
    authors = sorted(alike, key=lambda row: (words.name(row.participant), row.made_on or ""))
    return (
        (words.instrument(first.treaty),),
        cell(words.word("statement_kind", first.kind)),
        words.apart(
            words.line(
                "%(name)s, %(day)s",
                name=words.participant(row.participant),
                day=words.row("statements", row.identifier, row.made_on or words.say("day not seen"), here=True),
            )
            for row in authors
        ),
        *_contents(first, words),
    )


def _contents(row: StatementRow, words: Wording) -> tuple[Line, ...]:
    """Return what a statement touches, what it says, what the law says of it, and where it was seen."""
    law = [words.line(_LAW[code]) for code in (row.permission, row.timing) if code in _LAW]
    if row.may_reserve:
        law.append(words.line("may be a reservation in substance (VCLT 2(1)(d))"))
    if row.target is not None:
        law.append(words.line("directed at %(target)s", target=words.row("statements", row.target)))
    elif row.kind == "objection":
        law.append(words.line("its target was not seen"))
    return (
        words.provisions(row.provisions) or (cell(words.say("whole treaty")) if row.whole_treaty else EMPTY),
        (words.data(row.summary),),
        words.listed(law) or EMPTY,
        words.sources(row.sources),
    )


#: What the law says of a reservation, in a few words; silence on what is ordinary.
_LAW = marked(
    {
        "permitted": "expressly permitted by the treaty (VCLT 20(1))",
        "prohibited": "prohibited by the treaty: whether it stands is disputed",
        "not_allowed": "not among the reservations the treaty allows: whether it stands is disputed",
        "unconfirmed": "not confirmed on consent (VCLT 23(2)): whether it stands is disputed",
        "late": "made after consent: whether it stands is disputed",
    }
)
