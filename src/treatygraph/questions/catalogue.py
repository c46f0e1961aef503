"""The library of questions: one documented `.rq` file each, in theme folders below `queries/`.

The header (`#+ summary`, `#+ description`, `#+ tags`, `#+ parameters`) is YAML that grlc-like tools read too. The
file runs as it stands in any SPARQL 1.1 engine: each parameter is a line `VALUES ?name { example }`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from treatygraph.errors import DataFolderError, UnknownNameError
from treatygraph.settings import QUERIES

_SUMMARY, _DESCRIPTION = re.compile(r"^#\+ summary: (.+)$", re.M), re.compile(r"^#\+ description: (.+)$", re.M)
_TAGS = re.compile(r"^#\+ tags: \[(.+)\]$", re.M)
_PARAMETER = re.compile(
    r"^#\+   - name: (?P<name>\w+)\n#\+     type: (?P<type>\w+)\n#\+     example: \"(?P<example>[^\"]*)\"\n"
    r"#\+     description: (?P<description>.+)$",
    re.M,
)


#: The tag of queries that give the description of a thing, not the answer to a question.
LINKED_DATA = "linked-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a question: what sort of thing is asked for, and an example."""

    name: str
    type: str
    example: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the library."""

    id: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str

    @property
    def is_check(self) -> bool:
        """Whether it returns nothing when all is well."""
        return "checks" in self.tags


def read_question(path: Path, root: Path) -> Question:
    """Return the question of a file.

    Raises:
        DataFolderError: The header lacks something.
    """
    text = path.read_text(encoding="utf-8")
    summary, description, tags = _SUMMARY.search(text), _DESCRIPTION.search(text), _TAGS.search(text)
    if summary is None or description is None or tags is None:
        raise DataFolderError(f"{path.name}: the header needs #+ summary, #+ description and #+ tags. Add them.")
    return Question(
        id=path.relative_to(root).with_suffix("").as_posix(),
        summary=summary[1],
        description=description[1],
        tags=tuple(tag.strip() for tag in tags[1].split(",")),
        parameters=tuple(Parameter(**match.groupdict()) for match in _PARAMETER.finditer(text)),
        sparql=text,
    )


@cache
def questions() -> dict[str, Question]:
    """Return the questions of the library by identifier, sorted."""
    return {name: question for name, question in _all().items() if LINKED_DATA not in question.tags}


def descriptions() -> dict[str, Question]:
    """Return the queries that describe things for linked data: they give triples, and are no questions."""
    return {name: question for name, question in _all().items() if LINKED_DATA in question.tags}


@cache
def _all() -> dict[str, Question]:
    root = QUERIES
    found = [read_question(path, root) for path in sorted(root.rglob("*.rq"))]
    if not found:
        raise DataFolderError(f"There are no questions in {root}. Install the package again.")
    return {question.id: question for question in found}


def find_question(text: str) -> Question:
    """Return the question with the identifier `text`, or the only one that ends in it.

    Raises:
        UnknownNameError: There is none, or more than one.
    """
    known = questions()
    if text in known:
        return known[text]
    ending = [q for q in known if q.endswith(f"/{text}")]
    if len(ending) == 1:
        return known[ending[0]]
    import difflib

    near = tuple(ending or difflib.get_close_matches(text[:200], known, n=3, cutoff=0.5))
    raise UnknownNameError("question", text, near, "`treatygraph questions` lists them all.")
