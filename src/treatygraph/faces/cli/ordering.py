"""Reports as they are ordered on the command line, and how they are written."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from treatygraph import pipeline
from treatygraph.errors import BadDayError
from treatygraph.faces.cli.options import told
from treatygraph.faces.languages import WHOLE, languages_of
from treatygraph.faces.render import say
from treatygraph.faces.report import folder
from treatygraph.faces.report.folder import Office, Wanted, name_of, write
from treatygraph.facts.lookups import find_participant
from treatygraph.questions.named import is_web_address, written_day

#: The languages of reports; where none is asked for, a folder of reports has those that are whole.
_LANGUAGES = languages_of("treatygraph.faces.report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """Reports as they are ordered: of whom, about which days, in which languages and form, and where to."""

    participant: str | None
    everyone: bool
    on: str | None
    since: str | None
    deposit: str | None
    languages: tuple[str, ...]
    form: str
    out: Path | None
    site: str | None
    annex: bool | None
    treaties: tuple[str, ...]
    workers: int | None
    data: Path | None

    def office(self) -> Office:
        """Return what makes the reports.

        Raises:
            UsageError: `--site` is no address, or `--since` is not before the day of the reports.
            BadDayError: A text is no day.
        """
        if self.site is not None and not is_web_address(self.site):
            raise click.UsageError(f"--site {self.site[:80]!r} is no address. Write it as https://host/.")
        site = None if self.site is None else f"{self.site.rstrip('/')}/"
        on, deposit = (written_day(text) for text in (self.on, self.deposit))
        since, seen = self._since()
        made = pipeline.with_build(
            self.data,
            told,
            lambda build: Office(
                Wanted(
                    build=build,
                    on=on,
                    since=since,
                    deposit=deposit,
                    site=site,
                    annex=self.annex,
                    treaties=self.treaties,
                    seen=seen,
                )
            ),
        )
        if since is not None and since >= made.desk.day:
            raise click.UsageError(f"--since {since} is not before the day of the report, {made.desk.day}.")
        return made

    def _since(self) -> tuple[date | None, str | None]:
        """Return the earlier day, and the version where one was named: its day is the one it answered for."""
        try:
            return written_day(self.since), None
        except BadDayError:
            seen = pipeline.since(pipeline.versions(self.data), self.since)[0]
            return seen.day, seen.id


def write_one(ordered: Ordered, participant: str) -> int:
    """Write the reports of one participant, one for each language."""
    office = ordered.office()
    found = office.dossier(find_participant(office.desk.register, participant).id)
    for language in ordered.languages or _LANGUAGES[:1]:
        raw = office.report(found, ordered.form, language)
        if str(ordered.out) == "-":
            sys.stdout.buffer.write(raw)
            continue
        path = _place(ordered, name_of(found.participant, language, ordered.form))
        if not path.parent.exists():
            say(f"The folder {path.parent} is made.", err=True)
        write(path, raw)
        say(f"{path}: {office.desk.register.name(found.participant)}, about {office.desk.day}.")
    return 0


def _place(ordered: Ordered, name: str) -> Path:
    """Return where a report goes."""
    out = ordered.out
    if len(ordered.languages) > 1 and out is not None and not out.is_dir():
        raise click.UsageError("Several languages need a folder that exists in --out.")
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def write_everyone(ordered: Ordered) -> int:
    """Write the reports of all participants with a progress bar; 1 when one failed."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    out = ordered.out
    if out is None or str(out) == "-":
        raise click.UsageError("--all writes many files. Name a folder with --out.")
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"--out {out} is a file. With --all it is a folder.")
    office, languages = ordered.office(), ordered.languages or WHOLE
    participants = tuple(office.desk.register.present)
    columns = ("Reports", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reports", total=len(participants))

        def done(number: int, _: int) -> None:
            progress.update(task, completed=number)

        failures = folder.write_all(office.wanted, participants, languages, ordered.form, out, done, ordered.workers)
    number = len(participants) * len(languages) - len(failures)
    say(f"{number} reports in {out}, beside index.html; about {office.desk.day}.")
    for failure in failures:
        say(f"not written: {failure.participant} ({failure.language}): {failure.why}", err=True)
    return 1 if failures else 0
