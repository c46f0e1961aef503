"""The heading of a column is the rule for its cells: which acts stand there, and which mark means which.

`Ratification, Acceptance(A), Accession(a)`: an unmarked day is a ratification, `A` an acceptance, `a` an accession. `d`
under `Signature, Succession to signature(d)` is no consent. A heading with several unmarked acts leaves an unmarked day
undecided; a mark the heading does not name stands for nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from treatygraph.sources.act_words import ACTS, DONE
from treatygraph.sources.cells import plain_text

#: Acts whose qualifier goes on to what follows `or`: `Provisional acceptance/accession`.
_PROVISIONAL = frozenset(words for words in ACTS if words.startswith("provisional "))
#: Headings of the day on which an act has effect.
_EFFECT = re.compile(
    r"(date[ -]of[ -])?(effect|entry into force|inkrafttreten|entrée en vigueur|entrata in vigore|entrada en vigor)",
    re.I,
)
_MARK = re.compile(r"(?P<words>.*?)(?P<gap>\s*)\((?P<mark>[^\W\d_]{1,2})\)", re.S)
_ALTERNATIVE = re.compile(r"\s+(?:or|ou|o|oder|или|أو)\s+|\s*/\s*|或")
#: What stands before the act in headings that speak of its day or its instrument.
_BEFORE = re.compile(
    r"(dates?|days?|fechas?|datum|datas?|дата|日期)(?: of| de la| de l'| de| del| della| d'| der| da)?\s*"
    r"(deposit of )?(the )?(instruments? of )?",
    re.I,
)
#: Signs of other scripts that part a heading as ours do.
_SIGNS = str.maketrans("（）［］，、،；؛;", "()[],,,,,,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the cells of a column mean.

    `marks` maps a printed mark to the act it stands for; `unmarked` are the acts an unmarked day can be, in the order
    of the heading. `effect` says that the column holds the day of effect of the act beside it. `doubtful` are marks
    that the heading gives to several acts: it decides nothing for them.
    """

    title: str
    marks: Mapping[str, str]
    unmarked: tuple[str, ...]
    effect: bool = False
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def acts(self) -> tuple[str, ...]:
        """All acts the heading names, each once."""
        several = (act for acts in self.doubtful.values() for act in acts)
        return tuple(dict.fromkeys((*self.unmarked, *self.marks.values(), *several)))

    @property
    def read(self) -> bool:
        """Whether the heading says what its cells are."""
        return self.effect or bool(self.acts)

    def act_of(self, mark: str) -> tuple[str, ...]:
        """Return the acts a day with this mark can be: one when the heading decides, none when it does not know it.

        An unmarked day is what the heading names without a mark; where it names a single act, marked or not, it is
        that.
        """
        if mark:
            return (self.marks[mark],) if mark in self.marks else self.doubtful.get(mark, ())
        return self.unmarked or (self.acts if len(self.acts) == 1 else ())


def read_heading(title: str) -> Heading:
    """Return what the cells under a heading mean; a heading that names no act is not `read`."""
    title = plain_text(re.sub(r"(?<=[^\W\d_)])\s*\[?\d{1,2}(,\s*\d{1,2})*\]?$", "", title.translate(_SIGNS)))
    # `Accession ( a )` is `Accession (a)`; and where all is in capitals, so are the marks, and cells have small ones.
    title = re.sub(r"\(\s*([^\W\d_]{1,2})\s*\)", r"(\1)", title)
    if _EFFECT.match(title):
        return Heading(title=title, marks={}, unmarked=(), effect=True)
    marked: dict[str, list[str]] = {}
    unmarked: list[str] = []
    for term in _terms(title):
        words, mark = _marked(term)
        *before, last = _joined(words)
        unmarked += [act for part in before if (act := _act(part)) is not None]
        acts = [act for part in _alternatives(last) if (act := _act(part)) is not None]
        if mark and acts:
            # A mark stands behind the last of the acts that `or` joins; unmarked is a ratification where one is named.
            own = acts[-1]
            if len(acts) > 1:
                unmarked += [a for a in acts[:-1] if a == "ratification"] or acts
            for sign in {mark, mark.lower()} if title.isupper() else {mark}:
                marked.setdefault(sign, []).append(own)
        else:
            unmarked += acts
    sure = {mark: max(acts, key=len) for mark, acts in marked.items()}
    # A kind of an act is that act (`Acceptance(A), Acceptance ipso facto (A)`); two acts of one mark are not decided.
    doubtful = {mark: acts for mark, acts in marked.items() if not all(sure[mark].startswith(act) for act in acts)}
    return Heading(
        title=title,
        marks={mark: act for mark, act in sure.items() if mark not in doubtful},
        unmarked=tuple(dict.fromkeys(unmarked)),
        doubtful={mark: tuple(dict.fromkeys(acts)) for mark, acts in doubtful.items()},
    )


def _terms(title: str) -> list[str]:
    """Return the parts of a heading: a comma begins a new one only before a word that names an act."""
    terms: list[str] = []
    for part in re.split(r",|(?<=[^\W\d_]\))(?=\s+[^\W\d_])", title):
        new = part.strip()
        if terms and (new[:1].islower() or _act(new) is None):
            terms[-1] += f", {new}"
        else:
            terms.append(new)
    return terms


def _marked(term: str) -> tuple[str, str]:
    """Return the words of a term and its mark; a letter that cites an article, `7 (1) (b)`, is no mark."""
    match = _MARK.fullmatch(term)
    if match is None:
        return term, ""
    if match["gap"] and re.search(r"[\d)]$", match["words"]):
        return term, ""
    return match["words"].strip(), match["mark"]


def _joined(words: str) -> list[str]:
    """Return acts that stand side by side without a comma, as some copies have them: `Ratifikation Beitritt`."""
    parts = words.split()
    if len(parts) > 1 and all(part[:1].isupper() and part.casefold() in ACTS for part in parts):
        return parts
    return [words]


def _alternatives(words: str) -> list[str]:
    """Return the acts that `or` and `/` join: `Definitive signature or acceptance`."""
    parts = _ALTERNATIVE.split(_BEFORE.sub("", words, count=1) if _BEFORE.match(words) else words, maxsplit=1)
    if len(parts) == 2 and parts[0].strip().casefold() in ACTS and _act(parts[1]) is not None:
        qualifier, _, rest = parts[0].partition(" ")
        return [parts[0], f"{qualifier} {parts[1]}"] if f"{qualifier} {rest}".casefold() in _PROVISIONAL else parts
    return [words]


def _act(words: str) -> str | None:
    """Return the word for the act that a heading begins with, or None."""
    text = words.strip().casefold()
    if (done := DONE.get(text.removesuffix(" on"))) is not None:
        return done
    return _begun(text) or _begun(_BEFORE.sub("", text, count=1) if _BEFORE.match(text) else "")


def _begun(text: str) -> str | None:
    fitting = [known for known in ACTS if text == known or (text.startswith(known) and not text[len(known)].isalpha())]
    return ACTS[max(fitting, key=len)] if fitting else None


def act_named(text: str) -> str | None:
    """Return the word for the act that a cell names (`Accession`, `ratification`), or None."""
    return _act(plain_text(text))
