"""How the templates are run: as Jinja would, value for value; and what pages need several times is concluded once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from jinja2 import pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup

from treatygraph.faces.pages.outlined import hatched, outlined
from treatygraph.faces.pages.rendering import environment
from treatygraph.faces.world import Mark, Place
from treatygraph.law.obligations import Ledger
from treatygraph.law.status import Concluded
from treatygraph.questions.commitments import by_strength, by_theme
from treatygraph.questions.desk import Desk
from treatygraph.questions.named import default_day


def told(source: str, **values: Any) -> str:
    return environment("en").from_string(source).render(**values)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ _('A & B') }}", "A & B"),
        ("{{ _('Since %(day)s', day='<b>') }}", "Since &lt;b&gt;"),
        ("{{ _('Since %(day)s', day=bold) }}", "Since <b>"),
        ("{{ _('%(n)s of %(n)s', n=3) }}", "3 of 3"),
        ("{{ _('%(n)d of 100%%', n=3) }}", "3 of 100%"),
        ("{{ _('%(n)s of 100%%', n=3) }}", "3 of 100%"),
        ("{{ _('All 100%%') }}", "All 100%"),
    ],
)
def test_a_sentence_is_told_with_its_values_escaped(source: str, text: str) -> None:
    assert told(source, bold=Markup("<b>")) == text
    assert told(source, bold=Markup("<b>")) == text


def test_a_value_that_a_sentence_needs_must_be_given() -> None:
    with pytest.raises(KeyError):
        told("{{ _('Since %(day)s') }}")


def test_what_is_called_learns_where_from_if_it_wants_to() -> None:
    @pass_context
    def seen(context: Context, word: str) -> str:
        return f"{word} {context['n']}"

    @pass_environment
    def whole(found: object, word: str) -> str:
        return f"{word} {found is environment('en')}"

    loop = "{% for k in (1, 2) %}{% set n = k %}{{ seen('n is') }}, {% endfor %}{{ whole('in') }}"
    assert told(loop, seen=seen, whole=whole, n=0) == "n is 1, n is 2, in True"


def test_macros_and_methods_are_called_in_loops_as_anywhere() -> None:
    macro = "{% macro say(a, b='!') %}<i>{{ a }}{{ b }}</i>{% endmacro %}"
    loop = (
        "{% for n in ('<', 'z') %}{{ say(n) }}{{ say(b='?', a=n) }}{{ n.upper() }}{{ joined(n, sep='+') }}{% endfor %}"
    )
    text = told(macro + loop, joined=lambda n, sep: f"{n}{sep}{n}")
    assert text == "<i>&lt;!</i><i>&lt;?</i>&lt;&lt;+&lt;<i>z!</i><i>z?</i>Zz+z"


def test_outlines_lead_to_their_pages_but_not_in_a_file_of_their_own() -> None:
    mark = Mark(kind="party", text="A & B", address="/en/participant/A?x=1&y=2")
    places = (
        Place(d="M1 1z", x=1, y=2, dot=False, mark=mark),
        Place(d="", x=3, y=4, dot=True, mark=replace(mark, address="", fill="#fff", step=3)),
        Place(d="M2 2z", x=5, y=6, dot=False, mark=Mark(kind="none", text="", address="", doubt=True)),
    )
    hatch = f"<defs>{hatched('doubt')}</defs>"
    first = '<path class="s-party" d="M1 1z"><title>A &amp; B</title></path>'
    dot = '<circle class="s-party d3" fill="#fff" cx="3" cy="4" r="3.5"><title>A &amp; B</title></circle>'
    doubt = '<path class="s-none" d="M2 2z"></path>'
    doubt += '<path class="doubt" fill="url(#doubt)" d="M2 2z"><title></title></path>'
    link = '<a href="/en/participant/A?x=1&amp;y=2" tabindex="-1">'
    assert outlined(places) == f"{hatch}{link}{first}</a>{dot}{doubt}"
    assert outlined(places, linked=False) == f"{hatch}{first}{dot}{doubt}"
    assert outlined(places[:2], linked=False) == f"{first}{dot}"


def test_the_commitments_of_a_participant_are_concluded_once_for_all_its_tables(
    world: Concluded, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(concluded=world, day=default_day(world.register))
    asked: list[tuple[str, str]] = []
    before = Ledger.on
    monkeypatch.setattr(
        Ledger, "on", lambda own, p, t, *rest, **more: asked.append((p, t)) or before(own, p, t, *rest, **more)
    )
    first = (by_theme(desk, "AVA"), by_strength(desk, "AVA"))
    assert sorted(asked) == sorted(("AVA", treaty) for treaty in world.register.in_depth)
    assert (by_theme(desk, "AVA"), by_strength(desk, "AVA")) == first
    assert len(asked) == len(set(asked))
