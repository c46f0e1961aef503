"""Writing reports: one, or those of all participants beside an index, each file whole or not at all."""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from treatygraph.collecting import uncollected
from treatygraph.errors import TreatygraphError
from treatygraph.faces.report.compose import Drawings, document
from treatygraph.faces.report.document import Document
from treatygraph.faces.report.wording import Wording
from treatygraph.faces.web.engine.parent import end_with
from treatygraph.facts.lookups import find_treaty
from treatygraph.law.status import Concluded
from treatygraph.pipeline import conclusions_of_build, since, steps, version_of, versions_below, write_whole
from treatygraph.questions.changed import Step
from treatygraph.questions.desk import desk_on
from treatygraph.questions.dossier import Dossier, Order, dossier
from treatygraph.questions.in_full import FEW, in_full
from treatygraph.questions.named import default_day

#: Formats of a report → the ending of its file.
FORMATS = {"html": "html", "pdf": "pdf", "md": "md", "json": "json", "docx": "docx"}


class ReportError(TreatygraphError):
    """A report that cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What reports are about and how they are made; two alike give the same bytes."""

    build: Path
    on: date | None = None
    since: date | None = None
    deposit: date | None = None
    #: A site that serves these pages, where links may lead; a report leads inside itself without one.
    site: str | None = None
    #: Whether reports have the annex; by default where a screen folds it.
    annex: bool | None = None
    #: Names of treaties to tell in full, beside those that always are.
    treaties: tuple[str, ...] = ()
    #: The version seen last; without it, the one that was current on `since`.
    seen: str | None = None


class Office:
    """Makes reports of one day, from one build; its conclusions are computed unless they are given."""

    def __init__(self, wanted: Wanted, concluded: Concluded | None = None, version: str | None = None) -> None:
        concluded = concluded or conclusions_of_build(wanted.build)
        day = wanted.on or default_day(concluded.register)
        named = dict.fromkeys(find_treaty(concluded.register, text).id for text in wanted.treaties)
        self.wanted = wanted
        self.desk = desk_on(concluded, day)
        self.order = Order(
            version=version or version_of(wanted.build),
            since=wanted.since,
            deposit=wanted.deposit,
            steps=_steps(wanted) if wanted.since is not None else (),
            treaties=tuple(named),
        )
        self._drawings = Drawings(desk=self.desk)

    def dossier(self, participant: str) -> Dossier:
        """Return the dossier of a participant."""
        with uncollected():
            return dossier(self.desk, participant, self.order)

    def document(self, found: Dossier, language: str, *, annexed: bool = False) -> Document:
        """Return the report on a dossier in a language, before it has a format."""
        words = Wording(facts=self.desk.register, language=language)
        with uncollected():
            return document(self._drawings, found, words, site=self.wanted.site, annexed=annexed)

    def annexed(self, form: str) -> bool:
        """Return whether a report of a format has the annex.

        Where it was asked for; else where a screen folds it, and the treaties told in full are all that were read.
        """
        if self.wanted.annex is not None:
            return self.wanted.annex
        register = self.desk.register
        return form == "html" and self.wanted.site is None and len(register.in_depth) <= FEW

    def report(self, found: Dossier, form: str, language: str) -> bytes:
        """Return the report on a dossier in a format and a language."""
        if form == "json":
            from treatygraph.faces.report.data import as_json

            return as_json(found, self.wanted.site)
        # A report is a hundred thousand small things and no cycle: to look for one takes as long as to make it.
        with uncollected():
            return self._formed(self.document(found, language, annexed=self.annexed(form)), form)

    @staticmethod
    def _formed(made: Document, form: str) -> bytes:
        if form == "html":
            from treatygraph.faces.report.html import as_html

            return as_html(made)
        if form == "md":
            from treatygraph.faces.report.markdown import as_markdown

            return as_markdown(made)
        if form == "pdf":
            from treatygraph.faces.report.pdf import as_pdf

            return as_pdf(made)
        from treatygraph.faces.report.word import as_word

        return as_word(made)


def _steps(wanted: Wanted) -> tuple[Step, ...]:
    """Return what changed in the record since the version that was seen last, up to the build."""
    builds = wanted.build.resolve().parent
    return steps(builds, since(versions_below(builds), wanted.seen or wanted.since))


def write(path: Path, raw: bytes) -> None:
    """Write a report whole or not at all.

    Raises:
        ReportError: The folder cannot be written, or the disk is full.
    """
    try:
        write_whole(path, raw)
    except OSError as error:
        raise ReportError(
            f"{path} could not be written ({error.strerror or error}). Check space and permissions, or choose another "
            "place with --out. What stood there before is untouched."
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report that was not written, and why."""

    participant: str
    language: str
    why: str


def write_all(
    wanted: Wanted,
    participants: tuple[str, ...],
    languages: tuple[str, ...],
    form: str,
    out: Path,
    told: Callable[[int, int], None],
    workers: int | None = None,
) -> tuple[Failure, ...]:
    """Write the reports of many participants, and an index of them; return those that failed.

    Args:
        wanted: What the reports are about.
        participants: Codes of the participants.
        languages: The languages.
        form: The format.
        out: The folder.
        told: Told how many are done, of how many.
        workers: Processes; one for each core by default.

    Raises:
        ReportError: The folder cannot be written at all.
    """
    office = Office(wanted)
    # The folder is tried before 400 reports are made for it.
    write(out / ".treatygraph", b"")
    with contextlib.suppress(OSError):
        (out / ".treatygraph").unlink()
    jobs = [(p, tuple(languages)) for p in participants]
    number = max(1, min(workers or os.cpu_count() or 1, len(jobs)))
    failures: list[Failure] = []
    for done, found in enumerate(_made(wanted, jobs, form, out, number), 1):
        failures += found
        told(done, len(jobs))
    failed = {(f.participant, f.language) for f in failures}
    for language in languages:
        written = [p for p in participants if (p, language) not in failed]
        page = _index(office, written, languages, language, form)
        write(out / f"index.{language}.html", page)
        if language == languages[0]:
            write(out / "index.html", page)
    return tuple(sorted(failures, key=lambda f: (f.participant, f.language)))


def _made(
    wanted: Wanted, jobs: list[tuple[str, tuple[str, ...]]], form: str, out: Path, number: int
) -> Iterator[list[Failure]]:
    if number == 1:
        for job in jobs:
            yield _write_one(wanted, *job, form, out)
        return
    # Processes that start anew hold nothing of ours but what they are told; a fork would copy threads and locks.
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(
        number, mp_context=context, initializer=end_with, initargs=(os.getpid(),)
    ) as pool:
        running = [pool.submit(_write_one, wanted, *job, form, out) for job in jobs]
        try:
            for each in concurrent.futures.as_completed(running):
                yield each.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@cache
def _office(wanted: Wanted) -> Office:
    return Office(wanted)


def _write_one(wanted: Wanted, participant: str, languages: tuple[str, ...], form: str, out: Path) -> list[Failure]:
    """Write the reports of one participant; a failure is told, and does not stop the others."""
    failures = []
    try:
        office = _office(wanted)
        found = office.dossier(participant)
    except Exception as error:
        return [Failure(participant=participant, language=code, why=_cause(error)) for code in languages]
    for code in languages:
        try:
            write(out / name_of(participant, code, form), office.report(found, form, code))
        except Exception as error:
            failures.append(Failure(participant=participant, language=code, why=_cause(error)))
    return failures


def _cause(error: Exception) -> str:
    return str(error) if isinstance(error, TreatygraphError) else f"{type(error).__name__}: {error}"


def name_of(participant: str, language: str, form: str) -> str:
    """Return the name of the file of a report."""
    return f"{participant}.{language}.{FORMATS[form]}"


def _index(office: Office, participants: Iterable[str], languages: tuple[str, ...], language: str, form: str) -> bytes:
    """Return a page that leads to every report."""
    from treatygraph.faces.report.html import as_index

    register = office.desk.register
    words, told = Wording(facts=register, language=language), in_full(register, office.order.treaties)
    rows = [
        (
            words.name(p),
            name_of(p, language, form),
            [(words.short(t), words.word("status", office.desk.standing(p, t).status)) for t in told],
        )
        for p in sorted(participants, key=words.name)
    ]
    others = [(code, register.languages[code].own_name, f"index.{code}.html") for code in languages if code != language]
    return as_index(words, rows, others, office.desk.on, office.order.version)
