"""Codes of the schemes of the ontology, each scheme a type of its own.

Where the code compares a code, the scheme is an enumeration (a test compares it with `ontology/schemes.ttl`); the
others stay open, since adding a concept is data: their types only keep the codes of one scheme apart from another's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType


class NameForm(StrEnum):
    """Forms of a name."""

    SHORT = "short"
    FORMAL = "formal"
    FORMER = "former"
    M49 = "m49"


class Flag(StrEnum):
    """What an official list shows."""

    OBJECTION = "objection"
    RESERVATION_OR_DECLARATION = "reservation_or_declaration"
    STATEMENT_LISTED = "statement_listed"


class CountMeasure(StrEnum):
    """What a published count counts."""

    PARTIES = "parties"
    SIGNATORIES = "signatories"


class ParagraphKind(StrEnum):
    """Kinds of paragraph of a resolution."""

    OPERATIVE = "operative"
    PREAMBULAR = "preambular"


class Owed(StrEnum):
    """To whom an obligation is owed."""

    GENERAL = "general"
    INTERSE = "interse"


class Strength(StrEnum):
    """How strongly an obligation binds."""

    MANDATORY = "mandatory"
    QUALIFIED_MANDATORY = "qualified_mandatory"
    BEST_EFFORTS = "best_efforts"
    CONSIDERATION = "consideration"
    DISCRETIONARY = "discretionary"


ActDemanded = NewType("ActDemanded", str)
Addressee = NewType("Addressee", str)
Bearer = NewType("Bearer", str)
Confidence = NewType("Confidence", str)
Counterparty = NewType("Counterparty", str)
InstrumentType = NewType("InstrumentType", str)
LinkRelation = NewType("LinkRelation", str)
MemberPosition = NewType("MemberPosition", str)
Modality = NewType("Modality", str)
NotCarried = NewType("NotCarried", str)
OperativeVerb = NewType("OperativeVerb", str)
Polarity = NewType("Polarity", str)
ProvisionKind = NewType("ProvisionKind", str)
Theme = NewType("Theme", str)
Trigger = NewType("Trigger", str)
