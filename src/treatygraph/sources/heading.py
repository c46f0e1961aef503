"""The heading of a column is the rule for its cells: which acts stand there, and which mark means which.

`Ratification, Acceptance(A), Accession(a)`: an unmarked day is a ratification, `A` an acceptance, `a` an accession. `d`
under `Signature, Succession to signature(d)` is no consent. A heading with several unmarked acts leaves an unmarked day
undecided; a mark the heading does not name stands for nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from treatygraph.sources.cells import plain_text

#: What begins a heading → the word for the act; the longest that fits counts. In the languages headings come in.
_ACTS: Mapping[str, str] = {
    "succession to signature": "succession_to_signature",
    "signature ad referendum": "signature_ad_referendum",
    "confirmation of signature": "confirmation_of_signature",
    "signature": "signature",
    "signed": "signature",
    "date of signature": "signature",
    "firma": "signature",
    "unterzeichnung": "signature",
    "подписание": "signature",
    "签署": "signature",
    "التوقيع": "signature",
    "definitive signature": "definitive_signature",
    "signature définitive": "definitive_signature",
    "firma definitiva": "definitive_signature",
    "definitive acceptance": "definitive_acceptance",
    "provisional acceptance": "provisional_acceptance",
    "provisional accession": "provisional_accession",
    "provisional application": "provisional_application",
    "undertaking of provisional application": "provisional_application",
    "application provisoire": "provisional_application",
    "aplicación provisional": "provisional_application",
    "notification of non-provisional application": "notification_of_non_provisional_application",
    "notification": "notification",
    "formal confirmation": "formal_confirmation",
    "confirmation formelle": "formal_confirmation",
    "confirmación formal": "formal_confirmation",
    "consent to be bound": "consent_to_be_bound",
    "participation": "participation",
    "simplified procedure": "simplified_procedure",
    "acceptance ipso facto": "acceptance_ipso_facto",
    "acceptance": "acceptance",
    "acceptation": "acceptance",
    "aceptación": "acceptance",
    "annahme": "acceptance",
    "принятие": "acceptance",
    "接受": "acceptance",
    "approval": "approval",
    "approbation": "approval",
    "aprobación": "approval",
    "genehmigung": "approval",
    "утверждение": "approval",
    "核准": "approval",
    "accession": "accession",
    "adhesion": "accession",
    "adhésion": "accession",
    "adhesión": "accession",
    "adesione": "accession",
    "beitritt": "accession",
    "присоединение": "accession",
    "加入": "accession",
    "succession": "succession",
    "sucesión": "succession",
    "declaration of succession": "succession",
    "déclaration de succession": "succession",
    "dichiarazione di successione": "succession",
    "nachfolgeerklärung": "succession",
    "правопреемство": "succession",
    "继承": "succession",
    "ratification": "ratification",
    "ratificación": "ratification",
    "ratifica": "ratification",
    "ratifikation": "ratification",
    "ратификация": "ratification",
    "批准": "ratification",
    "التصديق": "ratification",
    "application": "application",
    "denunciation": "denunciation",
    "dénonciation": "denunciation",
    "denuncia": "denunciation",
    "kündigung": "denunciation",
    "withdrawal": "denunciation",
    "notice of withdrawal": "denunciation",
    "termination": "denunciation",
    "renunciation": "denunciation",
    "extension": "territorial_application",
    "territorial application": "territorial_application",
    "date of adoption": "admission",
    "registration date": "registration",
}
#: Acts whose qualifier goes on to what follows `or`: `Provisional acceptance/accession`.
_PROVISIONAL = frozenset(words for words in _ACTS if words.startswith("provisional "))
#: Headings of the day on which an act has effect.
_EFFECT = re.compile(
    r"(date[ -]of[ -])?(effect|entry into force|inkrafttreten|entrée en vigueur|entrata in vigore|entrada en vigor)",
    re.I,
)
#: Headings of the column that names the participant, in the languages tables come in.
PARTICIPANTS = re.compile(
    r"(participants?|party|parties|states?( part(y|ies))?|country|contracting (states?|part(y|ies))|name|"
    r"vertragsstaaten|états(?: parties)?|etats(?: parties)?|stati partecipanti|estados?( partes?)?|"
    r"pays|país|участник|государство|"
    r"参加方|缔约方|国家|المشارك|الدولة)\b.*",
    re.I,
)
_MARK = re.compile(r"(?P<words>.*?)(?P<gap>\s*)\((?P<mark>[^\W\d_]{1,2})\)", re.S)
_ALTERNATIVE = re.compile(r"\s+or\s+|/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the cells of a column mean.

    `marks` maps a printed mark to the act it stands for; `unmarked` are the acts an unmarked day can be, in the order
    of the heading. `effect` says that the column holds the day of effect of the act beside it.
    """

    title: str
    marks: Mapping[str, str]
    unmarked: tuple[str, ...]
    effect: bool = False

    @property
    def acts(self) -> tuple[str, ...]:
        """All acts the heading names, each once."""
        return tuple(dict.fromkeys((*self.unmarked, *self.marks.values())))

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
            return (self.marks[mark],) if mark in self.marks else ()
        return self.unmarked or (self.acts if len(self.acts) == 1 else ())


def read_heading(title: str) -> Heading:
    """Return what the cells under a heading mean; a heading that names no act is not `read`."""
    title = plain_text(re.sub(r"(?<=[^\W\d_)])\s*\[?\d{1,2}(,\s*\d{1,2})*\]?$", "", title))
    if _EFFECT.match(title):
        return Heading(title=title, marks={}, unmarked=(), effect=True)
    marks: dict[str, str] = {}
    unmarked: list[str] = []
    for term in _terms(title):
        words, mark = _marked(term)
        *before, last = _joined(words)
        unmarked += [act for part in before if (act := _act(part)) is not None]
        acts = [act for part in _alternatives(last) if (act := _act(part)) is not None]
        if mark and len(acts) == 1:
            marks[mark] = acts[0]
        else:
            unmarked += acts
    return Heading(title=title, marks=marks, unmarked=tuple(dict.fromkeys(unmarked)))


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
    if len(parts) > 1 and all(part[:1].isupper() and part.casefold() in _ACTS for part in parts):
        return parts
    return [words]


def _alternatives(words: str) -> list[str]:
    """Return the acts that `or` and `/` join: `Definitive signature or acceptance`."""
    parts = _ALTERNATIVE.split(words, maxsplit=1)
    if len(parts) == 2 and parts[0].strip().casefold() in _ACTS and _act(parts[1]) is not None:
        qualifier, _, rest = parts[0].partition(" ")
        return [parts[0], f"{qualifier} {parts[1]}"] if f"{qualifier} {rest}".casefold() in _PROVISIONAL else parts
    return [words]


def _act(words: str) -> str | None:
    """Return the word for the act that a heading begins with, or None."""
    text = words.strip().casefold()
    fitting = [known for known in _ACTS if text == known or (text.startswith(known) and not text[len(known)].isalpha())]
    return _ACTS[max(fitting, key=len)] if fitting else None


def act_named(text: str) -> str | None:
    """Return the word for the act that a cell names (`Accession`, `ratification`), or None."""
    return _act(plain_text(text))
