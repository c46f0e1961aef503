"""What a conclusion is here: typed, frozen, and never without its reasons."""

from __future__ import annotations

from treatygraph.law.model.binding import Application, Bound, Commitment, Existence, TreatyRelation
from treatygraph.law.model.finding import Finding, NotificationGap, Severity
from treatygraph.law.model.participation import Course, ForceBasis, Participation, Standing, Status, TreatyForce
from treatygraph.law.model.reasons import Reason, because
from treatygraph.law.model.reserving import (
    GAPS,
    Acceptance,
    EffectOn,
    Permission,
    Phase,
    ProvisionEffect,
    Reading,
    Reservation,
    Timing,
    View,
)

__all__ = [
    "GAPS",
    "Acceptance",
    "Application",
    "Bound",
    "Commitment",
    "Course",
    "EffectOn",
    "Existence",
    "Finding",
    "ForceBasis",
    "NotificationGap",
    "Participation",
    "Permission",
    "Phase",
    "ProvisionEffect",
    "Reading",
    "Reason",
    "Reservation",
    "Severity",
    "Standing",
    "Status",
    "Timing",
    "TreatyForce",
    "TreatyRelation",
    "View",
    "because",
]
