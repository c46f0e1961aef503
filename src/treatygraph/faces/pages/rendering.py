"""How the templates are run: one environment for each language, and what a page does hundreds of times, done quickly.

A page calls a thousand small functions and says hundreds of sentences. Jinja asks of each call whether what is called
wants to know where it is called from, and puts each sentence together anew; both are known beforehand here. The pages
are the same to the byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, lru_cache
from types import FunctionType, MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from treatygraph.faces.pages.catalogs import catalog
from treatygraph.faces.pages.outlined import hatched, outlined
from treatygraph.faces.pages.view import View
from treatygraph.facts.model import OWN_LANGUAGE, Provision

#: Sentences of one language that are kept ready to be filled; the templates have some 900.
_SENTENCES = 4096
#: What Jinja passes with each call from inside a loop or a block, for those who want to know.
_WHERE = ("_loop_vars", "_block_vars")
#: What is needed first.
_FIRST = (
    "macros.html",
    "base.html",
    "tables.html",
    "drawings.html",
    "home.html",
    "participant.html",
    "territories.html",
    "treaty.html",
)
#: A value of a sentence, and a sign of percent that stands for itself.
_VALUE = re.compile(r"%\(\w+\)s|%%")


class _Compiled(BytecodeCache):
    """The templates, compiled once: in each language they say something else, and their code is the same."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Context(Context):
    """Calls plain functions, methods and macros at once."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805 (as Jinja has it)
        kind = type(__obj)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind not in (MethodType, FunctionType) or hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        if kwargs:
            for name in _WHERE:
                kwargs.pop(name, None)
        return __obj(*args, **kwargs)


@cache
def templates() -> tuple[str, ...]:
    """Return the names of the templates: those that all others stand on first, then the pages that most are led to."""
    known = environment(OWN_LANGUAGE).list_templates()
    first = [name for name in _FIRST if name in known]
    return (*first, *(name for name in known if name not in _FIRST))


@cache
def environment(code: str) -> Environment:
    """Return what runs the templates in a language."""
    found = Environment(
        loader=PackageLoader("treatygraph.faces.pages"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_COMPILED,
        # They are files of the program, which does not change while it runs.
        auto_reload=False,
    )
    found.context_class = _Context
    told = catalog(code)
    found.install_gettext_translations(told, newstyle=True)  # type: ignore[attr-defined]
    found.globals["_"] = _sentences(told.gettext)
    found.filters["cite"] = _cited
    found.filters["data"] = as_data
    found.filters["outlined"] = outlined
    found.filters["hatched"] = hatched
    found.filters["by_name"] = lambda codes, view: view.by_name(codes)
    found.filters["union"] = lambda a, b: list(dict.fromkeys((*a, *b)))
    return found


def _sentences(told: Callable[[str], str]) -> Callable[..., Markup]:
    """Return what says a sentence of the templates in a language, with its values; each value is escaped."""

    @lru_cache(maxsize=_SENTENCES)
    def kept(sentence: str) -> tuple[Markup, bool, Markup | None]:
        found = Markup(told(sentence))  # noqa: S704 (a sentence of a catalogue)
        values = [value for value in _VALUE.findall(found) if value != "%%"]
        # Signs of percent beside those would be another way of writing a value, which only Markup knows to escape.
        simple = len(values) + 2 * found.count("%%") == found.count("%")
        return found, simple, None if values or not simple else found % {}

    def say(sentence: str, **variables: object) -> Markup:
        found, simple, whole = kept(sentence)
        if whole is not None:
            return whole
        if not simple:
            return found % variables
        escaped = {name: str(escape(value)) for name, value in variables.items()}
        return Markup(str.__mod__(found, escaped))  # noqa: S704 (each value is escaped)

    return say


@pass_context
def _cited(context: Context, provision: Provision) -> str:
    """Return a provision as the language of the page cites it."""
    view: View = context["view"]
    return view.article(provision)


def as_data(value: object) -> Markup:
    """Return a value as JSON for a script element of data: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    for sign, escape_ in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
        text = text.replace(sign, escape_)
    return Markup(text)  # noqa: S704
