"""An office over the build of the real facts, made once for each worker."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from treatygraph.faces.report.compose import Drawings, document
from treatygraph.faces.report.document import Document
from treatygraph.faces.report.folder import Office, Wanted
from treatygraph.faces.report.wording import Wording
from treatygraph.questions.dossier import Dossier


@pytest.fixture(scope="session")
def office(shared_build: Path) -> Office:
    """Reports about the default day, with what changed after 2015."""
    return Office(Wanted(build=(shared_build / "current").resolve(), since=date(2015, 1, 1)))


class Composer:
    """Documents by participant and language."""

    def __init__(self, office: Office) -> None:
        self._office, self._drawings = office, Drawings(desk=office.desk)

    def __call__(
        self, participant: str | Dossier, language: str = "en", *, site: str | None = None, annexed: bool = True
    ) -> Document:
        """Return the document on a participant, or on a dossier."""
        found = self._office.dossier(participant) if isinstance(participant, str) else participant
        words = Wording(facts=self._office.desk.register, language=language)
        return document(self._drawings, found, words, site=site, annexed=annexed)


@pytest.fixture(scope="session")
def compose(office: Office) -> Composer:
    """Makes documents."""
    return Composer(office)
