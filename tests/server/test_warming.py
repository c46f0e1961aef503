"""What is made ready after the start: in steps, for nobody who waits, and never twice."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from pathlib import Path

import pytest

from treatygraph.collecting import settle
from treatygraph.faces.pages import participant, treaty
from treatygraph.faces.pages.rendering import environment, templates
from treatygraph.faces.pages.view import View
from treatygraph.faces.serve.warming import steps
from treatygraph.faces.web.site import Edition
from treatygraph.faces.web.warming import Quiet, warm
from treatygraph.facts.register import Register
from treatygraph.law import status
from treatygraph.law.status import Concluded, conclude


def test_no_step_is_taken_while_somebody_is_answered() -> None:
    taken: list[int] = []

    async def run() -> None:
        quiet = Quiet()
        quiet.come()
        quiet.come()
        warming = asyncio.create_task(warm([lambda: taken.append(1), lambda: taken.append(2)], quiet))
        for _ in range(20):
            await asyncio.sleep(0)
        quiet.go()
        for _ in range(20):
            await asyncio.sleep(0)
        assert taken == []
        quiet.go()
        await warming

    asyncio.run(run())
    assert taken == [1, 2]


def test_a_step_that_fails_is_told_and_the_next_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[int] = []
    with caplog.at_level(logging.ERROR, "treatygraph.server"):
        asyncio.run(warm([lambda: taken.append(1 // 0), lambda: taken.append(2)], Quiet()))
    assert taken == [2]
    assert "not warmed" in caplog.text


def test_after_the_steps_a_page_concludes_no_history(world: Concluded, monkeypatch: pytest.MonkeyPatch) -> None:
    concluded = conclude(Register(world.register.facts))
    for step in steps(concluded):
        step()
    made: list[tuple[object, ...]] = []
    monkeypatch.setattr(status, "history", lambda *of: made.append(of) or ())
    edition = Edition(folder=Path(), version="v", manifest={}, concluded=concluded, engine=None)  # type: ignore[arg-type]
    for code in concluded.register.present:
        participant.participant(View(edition=edition, language="en", path={"code": code}))
    for each in concluded.register.treaties:
        treaty.treaty(View(edition=edition, language="en", path={"treaty": each}))
    assert made == []


def test_every_template_is_among_the_steps_and_those_that_others_stand_on_come_first() -> None:
    assert set(templates()) == set(environment("en").list_templates())
    assert len(set(templates())) == len(templates())
    assert templates()[:2] == ("macros.html", "base.html")


def test_what_stayed_is_let_go_when_it_is_looked_through_again() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    ring = Ring()
    gone = weakref.ref(ring)
    settle()
    del ring
    gc.collect()
    assert gone() is not None
    settle(first=True)
    assert gone() is None
    gc.unfreeze()
