"""The annex, which is asked for: what each number counts, every commitment, deadlines, proofs. Read on a screen."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.parts import EMPTY, STATES, bullets, cell, grid, headings, in_full_by, said
from treatygraph.faces.report.document import Block, Bullets, Fold, Grid, Heading, Line, Run
from treatygraph.faces.report.links import mark_of
from treatygraph.faces.report.wording import Shown, Wording
from treatygraph.law.model import Reason
from treatygraph.law.obligations import DUTIES, NOT_COUNTED
from treatygraph.proofs import Teller, told_in
from treatygraph.questions.counted import CommitmentRow
from treatygraph.questions.desk import Desk
from treatygraph.questions.dossier import Dossier


def annex(desk: Desk, found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the annex; composed last, since it lists the numbers that the other parts show."""
    yield Heading(level=2, text=words.say("Annex"), mark="annex")
    yield Heading(level=3, text=words.say("What the numbers count"))
    yield said(
        words, "Each number of this report, what it counts one by one, and the command that asks it again.", "note"
    )
    yield Fold(summary=words.say("What the numbers count"), blocks=(_lists(words),))
    yield Heading(level=3, text=words.say("All commitments"))
    if found.others is not None:
        yield said(
            words,
            "Of %(number)s more treaties that were read, commitments and proofs are left out: %(command)s",
            "note",
            number=str(found.others.treaties),
            command=in_full_by(found),
        )
    none = True
    for treaty in found.commitments.treaties:
        rows = [row for row in found.commitments.rows if row.treaty == treaty.treaty]
        if rows:
            none = False
            yield Fold(summary=words.short(treaty.treaty), blocks=(_commitments(treaty.treaty, rows, words),))
    if none:
        yield said(words, "No treaty of the data is in force for it on this day.")
    timed = [
        row
        for row in found.commitments.rows
        if row.deadline is not None and row.strength in DUTIES and row.state not in NOT_COUNTED
    ]
    if timed:
        yield Heading(level=3, text=words.say("Deadlines and periods"))
        yield Fold(summary=words.say("Duties with a deadline or a period, one by one"), blocks=(_timed(timed, words),))
    yield Heading(level=3, text=words.say("Proofs"))
    if told_in(words.language) != words.language:
        yield said(words, "Proofs are told in English.", "note")
    for row in found.overview.instruments:
        reason = desk.standing(found.participant, row.treaty).reason
        yield Fold(summary=words.short(row.treaty), blocks=(_proof(row.treaty, reason, words),))


def _lists(words: Wording) -> Bullets:
    return bullets(_listed(number, place, words) for number, place in words.shown.items())


def _listed(number: Shown, place: int, words: Wording) -> Line:
    mark = mark_of("list", str(place))
    counted = words.counted(number.counted)
    line: list[Run] = [Run(text=f"{number.value}", strong=True, mark=mark)]
    if counted:
        line += [Run(text=": "), *counted]
    if number.question is not None:
        command = f"treatygraph ask {number.question}"
        command += "".join(f" --set {name}={value}" for name, value in number.parameters)
        line += [Run(text=" · "), Run(text=command, lang="en", verbatim=True)]
    return tuple(line)


def _commitments(treaty: str, rows: list[CommitmentRow], words: Wording) -> Grid:
    return grid(
        words.short(treaty),
        headings(words, "Provision", "What it asks, in our words", "Strength", "Owed", "State"),
        (_row(row, words) for row in rows),
        wide=(1,),
    )


def _row(row: CommitmentRow, words: Wording) -> tuple[Line, ...]:
    state: Line = EMPTY
    if row.state != "bound":
        state = cell(words.say(STATES[row.state]))
    elif row.choice is not None:
        state = words.line("turns on a choice")
    return (
        (words.row("obligations", row.obligation, words.passage(row.article), here=True),),
        (words.data(row.summary),),
        cell(words.word("strength", row.strength)),
        cell(words.word("owed", row.owed)),
        state,
    )


def _timed(rows: list[CommitmentRow], words: Wording) -> Grid:
    return grid(
        words.say("Deadlines and periods"),
        headings(words, "Instrument", "Provision", "When", "What it asks, in our words"),
        (
            (
                (words.instrument(row.treaty),),
                (words.row("obligations", row.obligation, words.passage(row.article)),),
                (words.data(row.deadline or ""),),
                (words.data(row.summary),),
            )
            for row in rows
        ),
        wide=(3,),
    )


def _proof(treaty: str, reason: Reason, words: Wording) -> Bullets:
    """Return the steps of a proof, numbered as a tree; a step told before is named by its number."""
    language = told_in(words.language)
    teller = Teller(words.register, language)
    foreign = None if language == words.language else language
    told: dict[str, str] = {}
    steps: list[Line] = []

    def tell(each: Reason, number: str) -> None:
        sentence = teller.sentence(each)
        mark = mark_of("proof", treaty) if not steps else None
        line = [
            Run(text=f"{number} ", strong=True, mark=mark),
            Run(text=f"{sentence} ({teller.basis(each)})", lang=foreign),
        ]
        if sentence in told:
            steps.append((*line, Run(text=f" → {told[sentence]}")))
            return
        told[sentence] = number
        steps.append(tuple(line))
        for place, under in enumerate(each.because, 1):
            tell(under, f"{number}.{place}")

    tell(reason, "1")
    return bullets(steps)
