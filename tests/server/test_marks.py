"""The depositary's marks keep their case: approval is AA, accession a, wherever a label stands inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from treatygraph.facts.lookups import inside
from treatygraph.facts.register import Register
from treatygraph.law.status import Concluded, standing
from treatygraph.proofs import Teller, languages
from treatygraph.questions.law import answer
from treatygraph.questions.named import default_day

MARKED = re.compile(r"(?P<word>.+) \((?P<mark>[A-Za-z]{1,2})\)")


def marked(register: Register) -> dict[str, list[str]]:
    """Return the labels with a mark, in all languages, by the kind of act."""
    terms = [t for t in register.terms.values() if t.scheme == "treaty_action"]
    found = {t.code: [label for label in t.labels.values() if MARKED.fullmatch(label)] for t in terms}
    return {code: labels for code, labels in found.items() if labels}


def deposits(real: Concluded) -> Iterator[tuple[str, str, str]]:
    """Yield one consent of each kind with a mark, with its participant and treaty."""
    kinds, seen = marked(real.register), set()
    for treaty in real.register.in_depth:
        for action in real.register.actions_by_treaty[treaty]:
            kind = action.kind.value
            if kind in kinds and kind not in seen and real.of(action.participant, treaty):
                seen.add(kind)
                yield kind, action.participant, treaty


def wrong(register: Register) -> re.Pattern[str]:
    """Return what finds a label whose mark has another case than the depositary's."""
    labels = {label for labels in marked(register).values() for label in labels}
    parts = [found for found in map(MARKED.fullmatch, sorted(labels)) if found]
    told = (f"(?i:{re.escape(p['word'])}) \\((?!{p['mark']}\\))(?i:{p['mark']})\\)" for p in parts)
    return re.compile("|".join(told))


def test_there_are_marks_of_either_case(real: Concluded) -> None:
    labels = {label for labels in marked(real.register).values() for label in labels}
    assert {"Approval (AA)", "Acceptance (A)", "Accession (a)"} <= labels
    assert all(wrong(real.register).search(label.swapcase()) for label in labels)
    assert not any(wrong(real.register).search(inside(label)) for label in labels)
    assert len(list(deposits(real))) > 2


@pytest.mark.parametrize("language", languages())
def test_every_label_keeps_its_mark_in_a_proof(real: Concluded, language: str) -> None:
    """Each kind with a mark is put into each sentence that names the kind of an act."""
    teller, day = Teller(real.register, language), default_day(real.register)
    steps = {
        step.rule.id: step
        for _, participant, treaty in deposits(real)
        for step in standing(real, participant, treaty, day).reason.walk()
        if "{kind}" in step.rule.sentence
    }
    assert steps
    for step in steps.values():
        for kind in marked(real.register):
            values = tuple((name, kind if name == "kind" else value) for name, value in step.values)
            label = real.register.terms[f"treaty_action/{kind}"].labels[language]
            assert inside(label) in teller.sentence(replace(step, values=values))


def test_every_label_keeps_its_mark_in_the_tables_of_the_law(real: Concluded) -> None:
    for _, participant, treaty in deposits(real):
        for question, given in (
            ("status/timeline-of-a-participant", {"participant": participant}),
            ("status/timeline-of-a-treaty", {"treaty": treaty}),
        ):
            assert not wrong(real.register).search(str(answer(real, question, **given).rows))


def test_every_label_keeps_its_mark_on_the_pages_and_in_the_report(real: Concluded, client: httpx.Client) -> None:
    for _, participant, treaty in deposits(real):
        for language in languages():
            for address in (
                f"participant/{participant}",
                f"treaty/{treaty}",
                f"why/{participant}/{treaty}",
                f"report/{participant}",
            ):
                page = client.get(f"/{language}/{address}")
                assert page.status_code == 200, address
                assert not wrong(real.register).search(page.text), address
