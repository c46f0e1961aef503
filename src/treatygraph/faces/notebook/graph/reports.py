"""The gap report of a participant, as the command line and the site write it: shown here, or kept as a file."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from treatygraph.errors import MissingExtraError, TreatygraphError
from treatygraph.faces.notebook.answers import written
from treatygraph.faces.notebook.graph.ground import Day, Ground

#: The height of a report inside a notebook, in pixels; it scrolls.
_HEIGHT = 620


class NoReportError(TreatygraphError):
    """A form or a language that no report has, or a graph that no report can be made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A gap report in a form: `html`, `md`, `json`, `pdf` or `docx`."""

    participant: str
    form: str
    raw: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The report as text.

        Raises:
            NoReportError: Its form is no text.
        """
        if self.form in {"pdf", "docx"}:
            raise NoReportError(f"A report as {self.form} is no text. Save it: report.save('report.{self.form}').")
        return self.raw.decode()

    def save(self, path: str | Path) -> Path:
        """Write the report to a file and return where it is.

        Raises:
            UnwrittenError: The place cannot be written.
        """
        return written(path, self.raw)

    def _repr_html_(self) -> str:
        """Return the report as Jupyter shows it: in a frame of its own, without scripts."""
        if self.form == "html":
            inside = html.escape(self.text, quote=True)
            return f"<iframe sandbox srcdoc='{inside}' style='width:100%;height:{_HEIGHT}px;border:0'></iframe>"
        size = f"{len(self.raw):,} bytes"
        return f"<p>Report on {html.escape(self.participant)} as {self.form}, {size}: <code>.save(path)</code></p>"


class Reports(Ground):
    """Reports."""

    def report(
        self,
        participant: str,
        on: Day = None,
        *,
        since: Day = None,
        deposit: Day = None,
        lang: str = "en",
        form: str = "html",
        treaties: Iterable[str] = (),
    ) -> Report:
        """Return the gap report of a participant, the same as `treatygraph report` writes.

        Args:
            participant: The participant.
            on: The day of the report.
            since: An earlier day: what changed after it is listed.
            deposit: The day of the deposits supposed; by default the day of the report.
            lang: Its language: `en`, `zh`, `fr`, `es`, `ru` or `ar`.
            form: `html`, `md`, `json`, `pdf` or `docx`.
            treaties: Where many treaties are read: those to tell in full, beside those that the resolution names.

        Raises:
            NoReportError: There is no such form or language, or the graph stands behind an endpoint.
            MissingExtraError: A library of the extra `report` is not installed.

        Example:
            >>> import treatygraph as tg
            >>> report = tg.open().report("CHE", form="md")
            >>> "Switzerland" in report.text
            True
        """
        try:
            from treatygraph.faces.report.folder import FORMATS, Office, Wanted
            from treatygraph.faces.report.wording import languages
        except ModuleNotFoundError as error:
            raise MissingExtraError("report", error.name) from None
        for name, given, known in (("form", form, FORMATS), ("lang", lang, languages())):
            if given not in known:
                raise NoReportError(f"{name}={given!r}: a report has {', '.join(known)}.")
        build = self._engine.build
        if build is None:
            raise NoReportError(
                f"{self._engine.name} is an endpoint; reports are made from a build of this machine. Open one with "
                "tg.open()."
            )
        from treatygraph.facts.lookups import find_participant
        from treatygraph.questions.named import written_day

        wanted = Wanted(
            build=build,
            on=self.day_of(on),
            since=written_day(since),
            deposit=written_day(deposit),
            treaties=(treaties,) if isinstance(treaties, str) else tuple(treaties),
        )
        office = Office(wanted, self.concluded, self.version)
        found = find_participant(self._register, participant).id
        try:
            raw = office.report(office.dossier(found), form, lang)
        except ModuleNotFoundError as error:
            raise MissingExtraError("report", error.name) from None
        return Report(participant=found, form=form, raw=raw)
