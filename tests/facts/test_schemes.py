"""Concept schemes are read from Turtle; damage is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.errors import DataFolderError
from treatygraph.facts.read.schemes import read_concepts

BASE = "https://w3id.org/treatygraph/concept/"
GOOD = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{BASE}status> a skos:ConceptScheme .
<{BASE}status/party> a skos:Concept ; skos:inScheme <{BASE}status> ; skos:notation "party" ;
    skos:prefLabel "party"@en, "partie"@fr ; skos:definition "In force for it."@en .
"""


def test_a_concept_has_scheme_code_labels_and_definition(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(GOOD, encoding="utf-8")
    (row,) = read_concepts(tmp_path / "s.ttl", BASE)
    assert (row.scheme, row.code, row.labels) == ("status", "party", {"en": "party", "fr": "partie"})
    assert row.definition == "In force for it."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (' skos:notation "party" ;', "", "needs one notation"),
        ('"party"@en, ', "", "needs one notation, an English label"),
        (' ; skos:definition "In force for it."@en', "", "and a definition"),
        ('notation "party"', 'notation "partie"', "should be"),
        ("skos:inScheme", "skos:inScheme <<<", "cannot be read as Turtle"),
    ],
)
def test_damage_is_named(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in GOOD
    (tmp_path / "s.ttl").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFolderError, match=message):
        read_concepts(tmp_path / "s.ttl", BASE)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="is missing"):
        read_concepts(tmp_path / "s.ttl", BASE)
