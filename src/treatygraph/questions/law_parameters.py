"""The parameters that answers of the law have: what is asked for, and an example."""

from __future__ import annotations

from treatygraph.questions.question import ColumnKind, Parameter

ON = Parameter(
    name="on",
    kind=ColumnKind.DAY,
    example="2026-09-11",
    description="The day asked about; by default the latest as-of day of the data.",
    as_of=True,
)
PARTICIPANT = Parameter(
    name="participant", kind=ColumnKind.PARTICIPANT, example="CHE", description="A name or code of a participant."
)
TERRITORY = Parameter(
    name="participant",
    kind=ColumnKind.PARTICIPANT,
    example="HKG",
    description="A name or code of a territory, or of a participant responsible for territories.",
)
TREATY = Parameter(
    name="treaty", kind=ColumnKind.TREATY, example="som", description="A short name, number or title of a treaty."
)
ONLY_TREATY = Parameter(
    name="treaty", kind=ColumnKind.TREATY, example="som", description="Only this treaty.", optional=True
)
THESE_TREATIES = Parameter(
    name="treaty",
    kind=ColumnKind.TREATY,
    example="som",
    description="Only this treaty; several with semicolons between.",
    optional=True,
    many=True,
)
PARAGRAPH = Parameter(
    name="paragraph",
    kind=ColumnKind.PARAGRAPH,
    example="op6",
    description="A paragraph; with its resolution before it (A/RES/67/185#op6) where more than one has the number.",
)
ONE = Parameter(name="a", kind=ColumnKind.PARTICIPANT, example="FRA", description="One participant.")
OTHER = Parameter(name="b", kind=ColumnKind.PARTICIPANT, example="IRN", description="The other.")
REGION = Parameter(
    name="region",
    kind=ColumnKind.REGION,
    example="Africa",
    description="Only those inside this M49 region.",
    optional=True,
)
CHAPTER = Parameter(
    name="chapter",
    kind=ColumnKind.CHAPTER,
    example="IV",
    description="The treaties of this chapter of the depositary, instead of those read to obligation level.",
    optional=True,
)
SET = Parameter(name="treaty_set", kind=ColumnKind.SET, example="migrants", description="The set of treaties.")
SINCE = Parameter(name="since", kind=ColumnKind.DAY, example="2025-01-01", description="The earlier day.")


def only(name: str, example: str, description: str, many: bool = False) -> Parameter:
    """Return a parameter that narrows an answer to one code of a scheme, or to some."""
    return Parameter(
        name=name,
        kind=ColumnKind.CODE,
        scheme=name,
        example=example,
        description=description,
        optional=True,
        many=many,
    )


def whether(name: str, description: str) -> Parameter:
    """Return a parameter that is `yes` or left out."""
    return Parameter(name=name, kind=ColumnKind.TRUTH, example="yes", description=description, optional=True)


STATUS = only("status", "signatory", "Only those with this status.")
THEME = only("theme", "protection", "Only obligations of this theme.")
STRENGTH = only("strength", "mandatory", "Only obligations of this grade.")
MODALITY = only("modality", "shall", "Only obligations in this wording.")
EVERYTHING = whether("everything", "Permissions and advice as well as duties.")
ALL = whether("every", "The treaties of all chapters, not only those read to obligation level.")
CARRIED = whether("carried", "Also duties of the Convention owed for the matters of a Protocol.")
DUTIES = whether("duties", "Leave out permissions and advice.")
