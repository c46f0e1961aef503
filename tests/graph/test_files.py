"""Files and stores: the same bytes every time, read by others, rebuilt when damaged."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT, WORLD
from treatygraph import pipeline
from treatygraph.errors import BuildError
from treatygraph.facts.model import Facts
from treatygraph.graph.engines import open_store
from treatygraph.graph.lines import lines_in
from treatygraph.graph.oxigraph import OxigraphStore
from treatygraph.graph.packed import LINES, opened, packed
from treatygraph.graph.serialise import FORMATS, serialised
from treatygraph.graph.store import StoreError
from treatygraph.graph.terms import PREFIXES, SUBCLASSES
from treatygraph.pipeline import export, version_of
from treatygraph.questions.catalogue import questions

_ONTOLOGY = ox.NamedNode(PREFIXES["tg"].removesuffix("#"))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_serialisation_is_the_same_each_time_and_says_the_same(form: str, world_quads: list[ox.Quad]) -> None:
    raw = serialised(world_quads, form)
    assert raw == serialised(list(world_quads), form)
    back = set(ox.parse(raw, format=FORMATS[form]))
    if form in {"ttl", "nt", "rdf"}:
        assert {q.triple for q in back} == {q.triple for q in world_quads}
    else:
        assert back == set(world_quads)


def test_rdflib_reads_what_we_write(world_quads: list[ox.Quad]) -> None:
    from rdflib import Dataset

    for form, name in (("trig", "trig"), ("jsonld", "json-ld"), ("nq", "nquads")):
        dataset = Dataset()
        dataset.parse(data=serialised(world_quads, form).decode(), format=name)
        assert len(list(dataset.quads((None, None, None, None)))) == len(world_quads)


def test_the_triples_of_one_graph_are_lines_of_the_file(world_built: Path, world_quads: list[ox.Quad]) -> None:
    for graph in {quad.graph_name for quad in world_quads}:
        with opened(world_built / LINES) as file:
            raw = b"".join(lines_in(file, graph.value))
        found = list(ox.parse(raw, format=ox.RdfFormat.N_TRIPLES))
        assert [q.triple for q in found] == [q.triple for q in world_quads if q.graph_name == graph]


def test_two_builds_give_the_same_graph(world_built: Path, tmp_path: Path) -> None:
    again = pipeline.build(WORLD, tmp_path / "out", lambda _: None)
    first = (world_built / LINES).read_bytes()
    assert (again.folder / LINES).read_bytes() == first
    assert again.version == version_of(world_built)


def test_a_fresh_engine_with_nothing_of_ours_answers_the_question_of_paragraph_six(built: Path) -> None:
    store = ox.Store()
    store.bulk_load(opened(built / LINES), format=ox.RdfFormat.N_QUADS)
    query = (ROOT / "queries" / "gaps" / "asked-to-join.rq").read_text(encoding="utf-8")
    rows = [
        (r["treaty_title"].value, r["participant"].value) for r in store.query(query, use_default_graph_as_union=True)
    ]
    assert [c for t, c in rows if t.startswith("UNTOC")] == ["COG", "PNG", "TUV"]
    assert len([c for t, c in rows if t.startswith("Smuggling")]) == 41


def test_the_dataset_describes_itself(built: Path) -> None:
    store = open_store("oxigraph", built)
    query = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
    SELECT ?n ?version WHERE { <https://w3id.org/treatygraph/id/dataset> void:triples ?n ; dcat:version ?version }"""
    ((number, version),) = store.select(query).rows
    assert number is not None
    assert version is not None
    assert version.text == version_of(built)
    assert int(number.text) > 80_000


def test_the_description_counts_what_there_is_itself_included(world_built: Path) -> None:
    store = ox.Store()
    store.bulk_load(opened(world_built / LINES), format=ox.RdfFormat.N_QUADS)

    def asked(query: str) -> list[tuple[str, ...]]:
        found = store.query(f"PREFIX void: <{PREFIXES['void']}> {query}", use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return [tuple(term.value for term in row) for row in found]

    dataset = f"<{PREFIXES['id']}dataset>"
    assert asked(f"SELECT ?n {{ {dataset} void:triples ?n }}") == [(str(len(store)),)]
    graphs = asked(f"SELECT ?g ?n {{ {dataset} void:subset ?g . ?g void:triples ?n }}")
    assert {name for name, _ in graphs} == {graph.value for graph in store.named_graphs()}
    for name, number in graphs:
        assert len(list(store.quads_for_pattern(None, None, None, ox.NamedNode(name)))) == int(number), name
    classes = dict(asked(f"SELECT ?c ?n {{ {dataset} void:classPartition ?p . ?p void:class ?c ; void:entities ?n }}"))
    assert classes == dict(asked("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"))
    words = [iri for (iri,) in asked(f"SELECT ?v {{ {dataset} void:vocabulary ?v }}")]
    used = {iri for (iri,) in asked("SELECT DISTINCT ?p { ?s ?p ?o }")}
    assert all(any(iri.startswith(word) for iri in used) for word in words)
    for (example,) in asked(f"SELECT ?e {{ {dataset} void:exampleResource ?e }}"):
        assert asked(f"SELECT ?p {{ <{example}> ?p ?o }}"), example


def test_a_damaged_store_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no store .* Run `treatygraph build`"):
        OxigraphStore.open(tmp_path / "store")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("garbage")
    with pytest.raises(StoreError, match=r"is damaged .* Run `treatygraph build`"):
        OxigraphStore.open(tmp_path / "store")
    with pytest.raises(StoreError, match="There is no engine 'jena'"):
        open_store("jena", tmp_path)
    with pytest.raises(StoreError, match="Run `treatygraph build`"):
        open_store("memory", tmp_path)
    (tmp_path / "graph").mkdir()
    (tmp_path / LINES).write_bytes(packed(b"no quads"))
    with pytest.raises(StoreError, match="is damaged"):
        open_store("memory", tmp_path)


def test_tables_for_others(world_built: Path, tmp_path: Path, facts: Facts) -> None:
    import pyarrow.parquet as pq

    export(world_built, "parquet", tmp_path / "tables")
    actions = pq.read_table(tmp_path / "tables" / "facts" / "ratifications" / "actions.parquet")
    assert actions.num_rows == len(facts.actions)
    assert str(actions.schema.field("done_on").type) == "date32[day]"
    known_to_the_year = [a for a in facts.actions if a.done_on.exact is None]
    assert actions["done_on"].null_count == len(known_to_the_year) > 0
    assert actions["done_on_stated"].null_count == 0
    participations = pq.read_table(tmp_path / "tables" / "conclusions" / "participations.parquet")
    assert str(participations.schema.field("consented_on").type) == "date32[day]"
    assert str(participations.schema.field("ordinal").type) == "int64"
    commitments = pq.read_table(tmp_path / "tables" / "conclusions" / "commitments.parquet")
    assert str(commitments.schema.field("treaty").type) == "string"
    instruments = pq.read_table(tmp_path / "tables" / "facts" / "instruments" / "instruments.parquet")
    assert str(instruments.schema.field("opened_on").type) == "date32[day]"
    provisions = pq.read_table(tmp_path / "tables" / "facts" / "instruments" / "provisions.parquet")
    assert str(provisions.schema.field("article").type) == "string"
    export(world_built, "csv", tmp_path / "csv")
    assert (tmp_path / "csv" / "facts" / "metadata.json").is_file()
    with pytest.raises(BuildError, match="is there already"):
        export(world_built, "csv", tmp_path / "csv")
    export(world_built, "jsonld", tmp_path / "g.jsonld")
    assert json.loads((tmp_path / "g.jsonld").read_text(encoding="utf-8"))


def test_every_external_class_of_the_alignments_is_known_or_listed_with_its_source() -> None:
    from rdflib.namespace import DCAT, FOAF, ODRL2, PROV, SDO, TIME

    table = (ROOT / "ontology" / "alignments.sssom.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")][1:]
    mapped = (ROOT / "ontology" / "alignments.ttl").read_text(encoding="utf-8")
    assert rows
    for subject, predicate, target, _, source in rows:
        assert f"{subject} {predicate} <{target}> ." in mapped
        assert source
        for namespace in (DCAT, FOAF, ODRL2, PROV, SDO, TIME):
            if target.startswith(str(namespace)):
                assert target in {str(known) for known in dir(namespace)}


def test_every_term_of_ours_in_the_graph_is_defined_with_labels_definition_basis_and_example(
    quads: list[ox.Quad],
) -> None:
    from rdflib import RDFS, SKOS, Graph, URIRef

    base = "https://w3id.org/treatygraph/ns#"
    graph = Graph().parse(ROOT / "ontology" / "treatygraph.ttl")
    used = {q.predicate.value for q in quads} | {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}
    used |= {term for q in questions().values() for term in _terms_in(q.sparql, base)}
    for name in sorted(t for t in used if t.startswith(base) and t != base):
        node = URIRef(name)
        assert {v.language for v in graph.objects(node, RDFS.label)} == {"en", "zh"}, name
        for predicate in (SKOS.definition, URIRef(base + "legalBasis"), SKOS.example):
            assert graph.value(node, predicate), (name, predicate)


def test_every_class_that_a_kind_of_row_can_have_is_defined_once_for_it() -> None:
    triples = list(ox.parse(path=str(ROOT / "ontology" / "treatygraph.ttl"), format=ox.RdfFormat.TURTLE))
    defined = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    for (table, kind), name in SUBCLASSES.items():
        assert PREFIXES["tg"] + name in defined, (table, kind)
    # A class of two tables would be of things that cannot be one.
    names = list(SUBCLASSES.values())
    assert len(names) == len(set(names)), sorted(name for name in set(names) if names.count(name) > 1)
    # What an act leads to, and what is inferred of it, are no kinds of act.
    assert {"Participation", "ConsentToBeBound", "Commitment"}.isdisjoint(SUBCLASSES.values())


def _terms_in(sparql: str, base: str) -> set[str]:
    import re

    return {base + name for name in re.findall(r"\btg:(\w+)", sparql)}


def test_the_rules_of_the_ontology_are_those_of_the_law() -> None:
    from rdflib import RDFS, Graph, URIRef

    from treatygraph.law.rules import RULES

    graph = Graph().parse(ROOT / "ontology" / "rules.ttl")
    found = {str(s).rpartition("/")[2]: str(graph.value(s, RDFS.label)) for s in graph.subjects(unique=True)}
    assert found == {rule.id: rule.title for rule in RULES.values()}
    basis = URIRef("https://w3id.org/treatygraph/ns#legalBasis")
    for rule in RULES.values():
        node = URIRef(f"https://w3id.org/treatygraph/id/rule/{rule.id}")
        assert str(graph.value(node, basis)) == rule.basis


@pytest.mark.skipif(
    shutil.which("rapper") is None, reason="rapper is not here: install the Debian package raptor2-utils"
)
@pytest.mark.parametrize("form", ["nq", "ttl"])
def test_a_parser_from_debian_accepts_the_files(form: str, world_quads: list[ox.Quad], tmp_path: Path) -> None:
    (tmp_path / "g").write_bytes(serialised(world_quads, form))
    command = ["rapper", "--count", "--input", {"nq": "nquads", "ttl": "turtle"}[form], str(tmp_path / "g")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert f"returned {len(world_quads)} triples" in done.stderr


def test_no_name_of_what_is_written_holds_an_escaped_slash(world_quads: list[ox.Quad]) -> None:
    for form in ("ttl", "trig"):
        assert rb"\/" not in serialised(world_quads, form)


@pytest.mark.parametrize("form", ["nt", "rdf"])
def test_owlready2_reads_the_export_with_its_classes(form: str, world_quads: list[ox.Quad], tmp_path: Path) -> None:
    import owlready2

    (tmp_path / f"all.{form}").write_bytes(serialised(world_quads, form))
    world = owlready2.World()
    world.get_ontology((tmp_path / f"all.{form}").as_uri()).load(only_local=True)
    classes = {c.iri for c in world.classes()}
    assert f"{PREFIXES['tg']}State" in classes
    state = world[f"{PREFIXES['tg']}State"]
    assert state is not None
    assert len(list(state.instances())) > 3


def test_the_ontology_says_its_version_licence_and_prefix() -> None:
    text = (ROOT / "ontology" / "treatygraph.ttl").read_text(encoding="utf-8")
    said = {
        (t.predicate.value, t.object.value)
        for t in ox.parse(text, format=ox.RdfFormat.TURTLE)
        if t.subject == _ONTOLOGY
    }
    assert {"versionIRI", "versionInfo", "license", "preferredNamespacePrefix", "preferredNamespaceUri"} <= {
        predicate.rpartition("#")[2].rpartition("/")[2] for predicate, _ in said
    }
    version = metadata.version("treatygraph")
    assert ("http://www.w3.org/2002/07/owl#versionInfo", version) in said
