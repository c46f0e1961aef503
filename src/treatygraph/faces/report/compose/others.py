"""Part 7: the treaties read that are not told in full: where it stands by chapter, and what of them needs an eye."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.changes import changed
from treatygraph.faces.report.compose.gaps import notification
from treatygraph.faces.report.compose.parts import EMPTY, bullets, cell, grid, headings, in_full_by, said
from treatygraph.faces.report.compose.relations import statements
from treatygraph.faces.report.document import Block, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.law.model import Status
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.in_full import ChapterRow, Others

#: So many changes are told, the latest; a world of treaties has a thousand in some decades.
CHANGES = 100


def others(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on the other treaties; nothing where all that were read are told in full."""
    rest = found.others
    if rest is None:
        return
    party = words.word("status", Status.PARTY)
    yield Heading(level=2, text=words.say("Other treaties"), mark="others")
    yield said(
        words,
        "Treaties read and not told in full: %(number)s. For each chapter it is told where the participant stands, and "
        "below what needs an eye. What each treaty asks, article by article, its acts and its treaty relations are "
        "left out here; one treaty or several are told in full by %(command)s",
        "note",
        number=str(rest.treaties),
        command=in_full_by(found),
    )
    yield grid(
        words.say("Other treaties"),
        (
            words.say("Chapter"),
            words.say("Treaties"),
            # A heading begins as a sentence does.
            party[:1].upper() + party[1:],
            *headings(
                words,
                "Otherwise",
                "Duties",
                "Own reservations",
                "Listed, not read",
                "Notifications not recorded",
                "Complete to",
            ),
        ),
        (_chapter(found, row, words) for row in rest.chapters),
        numeric=(1, 2, 4, 5, 6, 7),
    )
    yield from _for_an_eye(found, rest, words)


def _chapter(found: Dossier, row: ChapterRow, words: Wording) -> tuple[Line, ...]:
    party = row.statuses.get(Status.PARTY)
    otherwise = words.listed(
        words.line("%(name)s %(number)s", name=words.standing(status, found.participant), number=words.number(number))
        for status, number in row.statuses.items()
        if status != Status.PARTY
    )
    return (
        (_called(found, row.chapter, words),),
        (words.number(row.treaties),),
        (words.number(party),) if party is not None else cell("0"),
        otherwise or EMPTY,
        *(cell(str(number)) for number in (row.duties, row.reservations, row.unread, row.notifications)),
        cell(row.complete_to),
    )


def _called(found: Dossier, chapter: str | None, words: Wording) -> Run:
    """Return a chapter by its number and title, which leads to its treaties on the page of the participant."""
    if chapter is None:
        return Run(text=words.say("Without a number"))
    register = words.register
    title = words.data(register.texts(register.chapters[chapter], "title")) if chapter in register.chapters else None
    page = words.page("participant", found.participant, chapter=chapter, on=str(found.on))
    text = chapter if title is None else f"{chapter}. {title.text}"
    return Run(text=text, lang=title.lang if title is not None else None, page=page)


def _for_an_eye(found: Dossier, rest: Others, words: Wording) -> Iterator[Block]:
    if rest.not_known:
        yield Heading(level=3, text=words.say("Not known whether it has consented"))
        yield bullets([words.instruments(rest.not_known)])
    yield Heading(level=3, text=words.say("Notification gaps: asked for and not recorded"))
    if rest.notifications:
        yield said(
            words,
            "The sources read record none of these (%(number)s). That is a gap in the record and no breach; some are "
            "asked of some parties only.",
            number=str(len(rest.notifications)),
        )
        yield grid(
            words.say("Notification gaps: asked for and not recorded"),
            headings(words, "Provision", "What is asked for", "Asked of", "Remark"),
            (notification(row, words) for row in rest.notifications),
            wide=(1, 2),
        )
    else:
        yield said(words, "None.")
    yield Heading(level=3, text=words.say("Statements that lists show and nobody read"))
    unread = dict.fromkeys(gap.treaty for gap in rest.unread)
    yield bullets([words.instruments(unread) or words.line("None.")])
    yield from _stated(rest, words)
    if found.overview.since is not None and rest.changes:
        yield from _changes(found, rest, words)


def _stated(rest: Others, words: Wording) -> Iterator[Block]:
    made = words.say("Reservations, objections and withdrawals made")
    yield Heading(level=3, text=made)
    yield statements(made, rest.made, words, received=False)
    received = words.say("Objections and withdrawals of objections received")
    yield Heading(level=3, text=received)
    yield statements(received, rest.received, words, received=True)


def _changes(found: Dossier, rest: Others, words: Wording) -> Iterator[Block]:
    title = words.told("What changed after %(day)s", day=found.overview.since)
    yield Heading(level=3, text=title)
    yield changed(title, rest.changes[-CHANGES:], words)
    if len(rest.changes) > CHANGES:
        yield said(
            words,
            "Earlier changes left out: %(number)s. A later day leaves out none: %(command)s",
            "note",
            number=str(len(rest.changes) - CHANGES),
            command=Run(
                text=f"treatygraph report {found.participant} --since {rest.changes[-CHANGES].on}",
                lang="en",
                verbatim=True,
            ),
        )
