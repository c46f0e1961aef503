"""Concept schemes as published: SKOS in Turtle → one row a concept.

Source: W3C, SKOS Reference (2009). Read with pyoxigraph's parser, which needs neither store nor network.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from treatygraph.errors import DataFolderError

_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRow:
    """A concept as the Turtle file gives it."""

    scheme: str
    code: str
    labels: dict[str, str]
    definition: str


def read_concepts(path: Path, base: str) -> tuple[ConceptRow, ...]:
    """Return the concepts of the Turtle file, sorted by scheme and code.

    Args:
        path: The Turtle file.
        base: The IRI under which schemes and concepts stand: `{base}{scheme}/{code}`.

    Raises:
        DataFolderError: The file is missing, is no Turtle, or a concept lacks scheme, code, English label
            or definition, or its IRI does not end in its scheme and code.
    """
    import pyoxigraph as ox

    properties: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    try:
        triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                properties.setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)
    except FileNotFoundError:
        raise DataFolderError(f"{path} is missing. Install the package again, or restore the file.") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise DataFolderError(f"{path} cannot be read as Turtle: {error}. Correct the file.") from None

    rows = []
    for iri, found in sorted(properties.items()):
        if _SKOS + "inScheme" not in found:
            continue
        notations = found.get(_SKOS + "notation", [])
        labels = {
            label.language: label.value
            for label in found.get(_SKOS + "prefLabel", [])
            if isinstance(label, ox.Literal) and label.language
        }
        definitions = found.get(_SKOS + "definition", [])
        if len(notations) != 1 or "en" not in labels or not definitions:
            raise DataFolderError(f"{path}: {iri} needs one notation, an English label and a definition.")
        code = notations[0].value
        scheme = found[_SKOS + "inScheme"][0].value.removeprefix(base)
        if iri != f"{base}{scheme}/{code}":
            raise DataFolderError(f"{path}: {iri} should be {base}{scheme}/{code}, after its scheme and code.")
        rows.append(ConceptRow(scheme=scheme, code=code, labels=labels, definition=definitions[0].value))
    return tuple(sorted(rows, key=lambda row: (row.scheme, row.code)))
