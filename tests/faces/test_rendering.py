"""How the templates are run: as Jinja would, value for value."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup

from treatygraph.faces.pages.rendering import environment


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
