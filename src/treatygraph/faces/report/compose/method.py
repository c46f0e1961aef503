"""Part 8: acts, as-of days, disagreements, limits, how to cite; and the sources, each with its own address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from treatygraph.faces.report.compose.first_page import statements_to
from treatygraph.faces.report.compose.parts import EMPTY, bullets, cell, grid, headings, joined, said
from treatygraph.faces.report.document import Block, Heading, Line, Run
from treatygraph.faces.report.wording import Wording, marked
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.evidence import ActRow
from treatygraph.questions.method import Disagreement, Succession
from treatygraph.questions.named import is_web_address


def method(found: Dossier, words: Wording, *, annexed: bool) -> Iterator[Block]:
    """Yield the part on acts and method; without an annex, it tells how to have one."""
    rests = found.method
    yield Heading(level=2, text=words.say("Evidence and method"), mark="method")
    yield Heading(level=3, text=words.say("Acts"))
    if found.acts:
        yield grid(
            words.say("Acts"),
            headings(words, "Instrument", "Act", "Day", "With effect from", "Source"),
            (_act(act, words) for act in found.acts),
        )
    else:
        yield said(words, "Nothing is recorded.")
    yield Heading(level=3, text=words.say("How far the data reach"))
    yield grid(
        words.say("How far the data reach"),
        headings(words, "Instrument", "Acts complete to", "Statements complete to", "Known to be missing", "Source"),
        (
            (
                (words.instrument(c.treaty),),
                cell(c.as_of),
                statements_to(c.statements_as_of, words),
                (words.data(c.gaps),) if c.gaps else EMPTY,
                words.sources(c.sources),
            )
            for c in rests.coverage
        ),
        wide=(3,),
    )
    earlier = words.register.earlier_names(found.participant, words.language)
    if earlier or rests.continuity:
        yield Heading(level=3, text=words.say("Names, continuity and succession"))
        names = [words.line("Earlier name: %(name)s", name=(words.data(name),)) for name in earlier]
        yield bullets([*names, *(_succession(link, words) for link in rests.continuity)])
    yield Heading(level=3, text=words.say("Where sources disagree"))
    disputed = [_disagreement(d, words) for d in rests.disagreements]
    yield bullets(disputed) if disputed else said(words, "They do not, on the facts of this report.")
    yield Heading(level=3, text=words.say("Limits"))
    yield bullets(words.line(sentence) for sentence in LIMITS.values())
    if not annexed:
        yield Heading(level=3, text=words.say("What stands behind the numbers"))
        yield _how_to_annex(found, words)
    yield Heading(level=3, text=words.say("How to cite"))
    yield said(
        words,
        "treatygraph, gap report on %(name)s, edition %(version)s, about %(day)s.",
        name=words.spoken(found.participant),
        version=rests.version,
        day=str(found.on),
    )


#: What a reader must know before using the report.
LIMITS = marked(
    {
        "silent": "This report says what is and is not recorded. It does not say that anybody violates anything.",
        "unknown": "Unknown is not no. A date known only to the year stays a year.",
        "requests": "A resolution requests; only a treaty binds. Where the law is disputed, both readings are named.",
        "summaries": "Summaries are in our own words and are no substitute for the texts.",
        "practice": "Whether domestic law and practice carry out a duty is not part of the data.",
    }
)


def _how_to_annex(found: Dossier, words: Wording) -> Block:
    """Return how to have the annex of this very report."""
    also = "".join(f" --treaty {treaty}" for treaty in found.chosen)
    return said(
        words,
        "An annex lists what each number counts, every commitment and the proofs: %(command)s",
        command=Run(
            text=f"treatygraph report {found.participant} --on {found.on}{also} --annex", lang="en", verbatim=True
        ),
    )


def _act(act: ActRow, words: Wording) -> tuple[Line, ...]:
    return (
        (words.instrument(act.treaty),),
        (words.row("actions", act.identifier, words.word("treaty_action", act.kind), here=True),),
        cell(act.done_on),
        cell(act.effective_on),
        words.sources(act.sources) or EMPTY,
    )


def _succession(link: Succession, words: Wording) -> Line:
    line = words.line(
        "%(relation)s: %(predecessor)s, %(successor)s, %(day)s.",
        relation=words.word("continuity_relation", link.relation),
        predecessor=words.register.name_of_code(link.predecessor),
        successor=words.name(link.successor),
        day=link.effective_on,
    )
    return joined(words, line, (words.data(link.note),)) if link.note else line


def _disagreement(found: Disagreement, words: Wording) -> Line:
    line = words.line(
        "%(about)s (%(field)s): %(kept)s is kept (%(sources)s), %(other)s is the other claim (%(others)s).",
        about=found.about,
        field=found.field,
        kept=found.kept,
        sources=words.sources(found.kept_sources),
        other=found.other,
        others=words.sources(found.other_sources),
    )
    return joined(words, line, (words.data(found.reason),))


def sources(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the sources, numbered as they are cited, each with its publisher's own address; composed last."""
    yield Heading(level=2, text=words.say("Sources of this report"), mark="sources")
    for row in found.method.sources:
        words.source(row.identifier)  # the rest of what this report uses, after what it cites
    yield grid(
        words.say("Sources of this report"),
        headings(words, "Source", "Title", "Publisher", "Address", "As of"),
        (_source(source, words) for source in tuple(words.cited_sources)),
        wide=(1,),
    )


def _source(identifier: str, words: Wording) -> tuple[Line, ...]:
    source = words.register.sources[identifier]
    title = words.data(source.title)
    web = is_web_address(source.url)
    host = urlsplit(source.url).hostname if web else None
    return (
        (words.source(identifier, here=True),),
        (Run(text=title.text, lang=title.lang, href=source.url if web else None),),
        (words.data(source.publisher),),
        (Run(text=host, href=source.url, verbatim=True),) if host else EMPTY,
        cell(source.as_of),
    )
