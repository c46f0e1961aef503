"""Words with a meaning to the law; a test compares them with `ontology/schemes.ttl`."""

from __future__ import annotations

from enum import StrEnum

#: The language that the tables are written in; `texts.csv` holds the others.
OWN_LANGUAGE = "en"


class ParticipantKind(StrEnum):
    """Kinds of actor that can take part in a treaty, and the territories that its acts can be about."""

    STATE = "state"
    FORMER_STATE = "former_state"
    REIO = "regional_economic_integration_organization"
    ORGANIZATION = "organization"
    TERRITORY = "territory"


class ActionKind(StrEnum):
    """Kinds of treaty action (VCLT arts. 11 to 18; UN Treaty Collection glossary)."""

    SIGNATURE = "signature"
    SIGNATURE_AD_REFERENDUM = "signature_ad_referendum"
    CONFIRMATION_OF_SIGNATURE = "confirmation_of_signature"
    SUCCESSION_TO_SIGNATURE = "succession_to_signature"
    DEFINITIVE_SIGNATURE = "definitive_signature"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    FORMAL_CONFIRMATION = "formal_confirmation"
    CONSENT_TO_BE_BOUND = "consent_to_be_bound"
    PARTICIPATION = "participation"
    SIMPLIFIED_PROCEDURE = "simplified_procedure"
    ACCEPTANCE_IPSO_FACTO = "acceptance_ipso_facto"
    DEFINITIVE_ACCEPTANCE = "definitive_acceptance"
    APPLICATION = "application"
    PROVISIONAL_APPLICATION = "provisional_application"
    PROVISIONAL_ACCEPTANCE = "provisional_acceptance"
    PROVISIONAL_ACCESSION = "provisional_accession"
    NOTIFICATION_OF_NON_PROVISIONAL_APPLICATION = "notification_of_non_provisional_application"
    DENUNCIATION = "denunciation"
    WITHDRAWAL_NOT_ACCEPTED = "withdrawal_not_accepted"
    REVOCATION = "revocation"
    TERRITORIAL_APPLICATION = "territorial_application"
    ADMISSION = "admission"
    REGISTRATION = "registration"
    DECLARATION = "declaration"
    NOTIFICATION = "notification"


class StatementKind(StrEnum):
    """What a unilateral statement is, whatever it is called (VCLT art. 2(1)(d))."""

    RESERVATION = "reservation"
    DECLARATION = "declaration"
    INTERPRETATIVE_DECLARATION = "interpretative_declaration"
    NOTIFICATION = "notification"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    CONFIRMATION = "confirmation"
    COMMUNICATION = "communication"
    NON_RECOGNITION = "non_recognition"
    TERRITORIAL_APPLICATION = "territorial_application"


class Effect(StrEnum):
    """What a unilateral statement does."""

    EXCLUDES = "excludes"
    MODIFIES = "modifies"
    INTERPRETS = "interprets"
    OBJECTS_TO = "objects_to"
    ACCEPTS = "accepts"
    ACCEPTS_ACCESSION = "accepts_accession"
    WITHDRAWS = "withdraws"
    CONFIRMS = "confirms"
    DESIGNATES_AUTHORITY = "designates_authority"
    DECLARES_COMPETENCE = "declares_competence"
    STATES_LEGAL_BASIS = "states_legal_basis"
    TERRITORIAL_EXTENSION = "territorial_extension"
    TERRITORIAL_EXCLUSION = "territorial_exclusion"
    DENIES_RELATION = "denies_relation"
    POLITICAL = "political"
    UNSPECIFIED = "unspecified"


class ClauseKind(StrEnum):
    """Kinds of final clause: the rules about a given treaty."""

    ENTRY_INTO_FORCE = "entry_into_force"
    ENTRY_INTO_FORCE_LATER = "entry_into_force_later"
    DENUNCIATION = "denunciation"
    DENUNCIATION_REIO = "denunciation_reio"
    DENUNCIATION_CASCADE = "denunciation_cascade"
    DEPENDENCY = "dependency"
    CARRY_OVER = "carry_over"
    RESERVATION_PERMITTED = "reservation_permitted"
    RESERVATION_PROHIBITED = "reservation_prohibited"
    RESERVATION_LIMITED = "reservation_limited"
    RESERVATION_WITHDRAWAL = "reservation_withdrawal"
    OTHER_TREATIES = "other_treaties"
    NOTIFICATION = "notification"
    ACCESSION_ACCEPTANCE = "accession_acceptance"
    REPLACEMENT = "replacement"
    COMPETENCE_LIMIT = "competence_limit"
    COMPETENCE_DECLARATION = "competence_declaration"
    ORGANIZATION_ADMISSION = "organization_admission"
    CODIFICATION = "codification"
    CODIFICATION_ORGANIZATIONS = "codification_organizations"


class Moment(StrEnum):
    """When a clause lets a reservation be made (VCLT art. 19)."""

    SIGNATURE = "signature"
    CONSENT = "consent"
    LATER = "later"


class DateBasis(StrEnum):
    """How the day of a statement is known."""

    TEXT = "text"
    GAZETTE = "gazette"
    SIGNATURE = "signature"
    TWO_TEXTS = "two_texts"
    DEFAULT = "default"
    UNKNOWN = "unknown"


class Ground(StrEnum):
    """The ground an objection gives (VCLT art. 19)."""

    PROHIBITED = "prohibited"
    NOT_ALLOWED = "not_allowed"
    INCOMPATIBLE = "incompatible"
    OTHER = "other"
    NOT_STATED = "not_stated"


class Knowledge(StrEnum):
    """What is known of the statements of a participant under a treaty."""

    READ = "read"
    NOT_READ = "not_read"
    NONE_LISTED = "none_listed"
    NO_LIST_SEEN = "no_list_seen"


class Counting(StrEnum):
    """How a delay is counted."""

    DAY_AFTER = "day_after"
    FIRST_OF_MONTH = "first_of_month"
    FIRST_OF_MONTH_COUNTED_FROM_MONTH = "first_of_month_counted_from_month"
    FIRST_OF_YEAR = "first_of_year"
    END_OF_PERIOD = "end_of_period"


class Relation(StrEnum):
    """How a present participant relates to an earlier person of international law."""

    CONTINUATION = "continuation"
    SEPARATION = "separation"
    DISSOLUTION = "dissolution"
    UNION = "union"
    INCORPORATION = "incorporation"
    NEWLY_INDEPENDENT = "newly_independent"


#: Acts that express consent to be bound. A simple signature does not (VCLT art. 14); a definitive one does (12).
CONSENT = frozenset(
    {
        ActionKind.DEFINITIVE_SIGNATURE,
        ActionKind.RATIFICATION,
        ActionKind.ACCEPTANCE,
        ActionKind.APPROVAL,
        ActionKind.ACCESSION,
        ActionKind.SUCCESSION,
        ActionKind.FORMAL_CONFIRMATION,
        ActionKind.CONSENT_TO_BE_BOUND,
        ActionKind.PARTICIPATION,
        ActionKind.SIMPLIFIED_PROCEDURE,
        ActionKind.ACCEPTANCE_IPSO_FACTO,
        ActionKind.DEFINITIVE_ACCEPTANCE,
        ActionKind.APPLICATION,
    }
)

#: Acts by which a treaty is applied before it is in force for the participant (VCLT art. 25).
PROVISIONAL = frozenset(
    {ActionKind.PROVISIONAL_APPLICATION, ActionKind.PROVISIONAL_ACCEPTANCE, ActionKind.PROVISIONAL_ACCESSION}
)

#: Acts that nobody does under a treaty that has ended; a succession may be notified after its end.
PRESUPPOSING = (CONSENT - {ActionKind.SUCCESSION}) | PROVISIONAL | {ActionKind.SIGNATURE, ActionKind.DENUNCIATION}

#: Bearers that are not yet party: what they do to join binds no party.
OUTSIDERS = frozenset({"regional_org_not_party", "state_not_party"})

#: Acts that take consent back: before entry into force, or after it.
ENDING = frozenset({ActionKind.REVOCATION, ActionKind.DENUNCIATION})
