"""Part 8: as-of days, sources, disagreements, limits, the questions asked, and how to cite."""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.faces.report.compose.first_page import statements_to
from treatygraph.faces.report.compose.parts import EMPTY, bullets, cell, grid, headings, joined, marked, said
from treatygraph.faces.report.document import Block, Bullets, Fold, Heading, Line, Run
from treatygraph.faces.report.wording import Wording
from treatygraph.questions.dossier import Dossier
from treatygraph.questions.method import Disagreement, SourceRow, Succession


def method(found: Dossier, words: Wording) -> Iterator[Block]:
    """Yield the part on method and sources."""
    rests = found.method
    yield Heading(level=2, text=words.say("Method and sources"), mark="method")
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
    if rests.earlier_names or rests.continuity:
        yield Heading(level=3, text=words.say("Names, continuity and succession"))
        names = [words.line("Earlier name: %(name)s", name=(words.data(name),)) for name in rests.earlier_names]
        yield bullets([*names, *(_succession(link, words) for link in rests.continuity)])
    yield Heading(level=3, text=words.say("Where sources disagree"))
    disputed = [_disagreement(d, words) for d in rests.disagreements]
    yield bullets(disputed) if disputed else said(words, "They do not, on the facts of this report.")
    yield Heading(level=3, text=words.say("Sources of this report"))
    yield grid(
        words.say("Sources of this report"),
        headings(words, "Source", "Title", "Publisher", "As of"),
        (_source(s, words) for s in rests.sources),
        wide=(1,),
    )
    yield Heading(level=3, text=words.say("Limits"))
    yield bullets(words.line(sentence) for sentence in LIMITS.values())
    if words.language not in words.register.whole_languages:
        yield said(words, "Summaries and remarks of the data are in English.", "note")
    yield Heading(level=3, text=words.say("Questions"))
    yield said(words, "Every number can be asked again, with these commands or on the site:", "note")
    yield Fold(summary=words.say("The questions of this report"), blocks=(_questions(words),))
    yield Heading(level=3, text=words.say("How to cite"))
    yield said(
        words,
        "treatygraph, gap report on %(name)s, edition %(version)s, about %(day)s.",
        name=words.name(found.participant),
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


def _source(source: SourceRow, words: Wording) -> tuple[Line, ...]:
    title = words.data(source.title)
    web = source.url.startswith(("https://", "http://"))
    return (
        (words.row("sources", source.identifier, source.identifier.partition("-")[0]),),
        (Run(text=title.text, lang=title.lang, href=source.url if web else None),),
        (words.data(source.publisher),),
        cell(source.as_of),
    )


def _questions(words: Wording) -> Bullets:
    items = []
    for question, parameters in sorted(words.cited):
        command = f"treatygraph ask {question}" + "".join(f" --set {name}={value}" for name, value in parameters)
        items.append((Run(text=command, href=words.question(question, dict(parameters)), lang="en"),))
    return bullets(items)
