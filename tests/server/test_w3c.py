"""What the W3C asks of an endpoint beside its protocol (`test_protocol`): the cases of its suite, by their names there.

Protocol (sparql11-protocol, where the endpoint's own graphs stand for the data of the suite), service description
(sparql11-service-description), and results in JSON, XML, CSV and TSV, which others read.
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest
from rdflib.query import Result

FORM, DIRECT, UPDATE = ("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update")
LAW, VOID = ("https://w3id.org/treatygraph/graph/law", "https://w3id.org/treatygraph/graph/void")
ROWS = {"application/sparql-results+xml", "application/sparql-results+json", "text/tab-separated-values", "text/csv"}
RDF = {"application/rdf+xml", "text/turtle"}
#: In the one graph, and in the other.
IN_BOTH = (
    f"ASK {{ GRAPH <{LAW}> {{ ?s a <https://w3id.org/treatygraph/ns#Participation> }} "
    f"GRAPH <{VOID}> {{ ?a <http://rdfs.org/ns/void#triples> ?n }} }}"
)
MERGED = (
    "ASK { ?a a <https://w3id.org/treatygraph/ns#Participation> . "
    "<https://w3id.org/treatygraph/id/dataset> <http://rdfs.org/ns/void#triples> ?n }"
)
MANY = "default-graph-uri"

#: Name in the suite → (method, parameters of the address, kind of the body, body, kinds of the answer, boolean).
QUERIES: dict[str, tuple[str, list[tuple[str, str]], str, str, set[str], bool | None]] = {
    "query_get": ("GET", [("query", "ASK {}")], "", "", ROWS, True),
    "query_post_form": ("POST", [], FORM, "query=ASK%20%7B%7D", ROWS, True),
    "query_post_direct": ("POST", [], DIRECT, "ASK {}", ROWS, True),
    "query_dataset_default_graph": ("POST", [(MANY, VOID)], DIRECT, "ASK { ?s ?p ?o }", ROWS, True),
    "query_dataset_default_graphs_get": ("GET", [("query", MERGED), (MANY, LAW), (MANY, VOID)], "", "", ROWS, True),
    "query_dataset_default_graphs_post": ("POST", [(MANY, LAW), (MANY, VOID)], DIRECT, MERGED, ROWS, True),
    "query_dataset_named_graphs_get": (
        "GET",
        [("query", IN_BOTH), ("named-graph-uri", LAW), ("named-graph-uri", VOID)],
        *("", "", ROWS, True),
    ),
    "query_dataset_named_graphs_post": (
        "POST",
        [("named-graph-uri", LAW), ("named-graph-uri", VOID)],
        *(DIRECT, IN_BOTH, ROWS, True),
    ),
    "query_dataset_full": (
        "POST",
        [(MANY, VOID), ("named-graph-uri", LAW)],
        *(DIRECT, f"ASK {{ ?a <http://rdfs.org/ns/void#triples> ?n GRAPH <{LAW}> {{ ?s ?p ?o }} }}", ROWS, True),
    ),
    # What the request names comes before what the query names.
    "query_multiple_dataset": (
        "POST",
        [(MANY, LAW)],
        *(DIRECT, f"ASK FROM <{VOID}> {{ ?d <http://rdfs.org/ns/void#triples> ?n }}", ROWS, False),
    ),
    "query_content_type_select": ("POST", [], DIRECT, "SELECT (1 AS ?value) {}", ROWS, None),
    "query_content_type_ask": ("POST", [], DIRECT, "ASK {}", ROWS, True),
    "query_content_type_describe": ("POST", [], DIRECT, "DESCRIBE <http://example.org/>", RDF, None),
    "query_content_type_construct": ("POST", [], DIRECT, "CONSTRUCT { <s> <p> 1 } WHERE {}", RDF, None),
}
#: Nothing is ever updated here, whether the request is one of the protocol or none.
UPDATES = {
    "update_post_form": ([], FORM, b"update=CLEAR%20ALL"),
    "update_post_direct": ([], UPDATE, b"CLEAR ALL"),
    "update_dataset_default_graph": ([("using-graph-uri", LAW)], FORM, b"update=CLEAR%20ALL"),
    "update_dataset_default_graphs": ([("using-graph-uri", LAW), ("using-graph-uri", VOID)], UPDATE, b"CLEAR ALL"),
    "update_dataset_named_graphs": ([("using-named-graph-uri", LAW)], UPDATE, b"CLEAR ALL"),
    "update_base_uri": ([], UPDATE, b"BASE <http://example.org/> CLEAR GRAPH <g>"),
    "update_dataset_full": ([("using-graph-uri", LAW), ("using-named-graph-uri", VOID)], UPDATE, b"CLEAR ALL"),
    "bad_multiple_updates": ([], FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    "bad_update_wrong_media_type": ([], "text/plain", b"CLEAR NAMED"),
    "bad_update_missing_form_type": ([], "", b"update=CLEAR%20NAMED"),
    "bad_update_non_utf8": ([], f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16")),
    "bad_update_syntax": ([], FORM, b"update=CLEAR%20XYZ"),
    "bad_update_dataset_conflict": ([("using-graph-uri", LAW)], FORM, b"update=WITH%20%3Cx%3Ay%3E%20DELETE%20%7B%7D"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_protocol(client: httpx.Client, name: str) -> None:
    method, parameters, kind, body, kinds, boolean = QUERIES[name]
    headers = {"Content-Type": kind} if kind else {}
    found = client.request(method, "/sparql/", params=parameters, headers=headers, content=body or None)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"].partition(";")[0] in kinds
    if boolean is not None:
        assert found.json()["boolean"] is boolean


@pytest.mark.parametrize("name", UPDATES)
def test_protocol_of_updates(client: httpx.Client, name: str) -> None:
    parameters, kind, body = UPDATES[name]
    found = client.post("/sparql/", params=parameters, headers={"Content-Type": kind}, content=body)
    assert 400 <= found.status_code < 500
    assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


def test_protocol_bad_update_get(client: httpx.Client) -> None:
    assert client.get("/sparql/", params={"update": "CLEAR ALL"}).status_code == 403


SD = "http://www.w3.org/ns/sparql-service-description#"
#: Properties of the vocabulary: class of the subject, class of the object. A class that is None is anything.
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", None),
}
NAMED = {"Feature": {"UnionDefaultGraph", "DereferencesURIs"}, "Language": {"SPARQL11Query", "SPARQL10Query"}}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_service_description(client: httpx.Client, accept: str, form: ox.RdfFormat) -> None:
    found = client.get("/sparql", headers={"Accept": accept})
    # returns-rdf
    assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, accept)
    triples = [quad.triple for quad in ox.parse(found.content, format=form)]
    # has-endpoint-triple
    endpoints = [t.object.value for t in triples if t.predicate.value == f"{SD}endpoint"]  # type: ignore[union-attr]
    assert endpoints == [f"{client.base_url}sparql"]
    # conforms-to-schema
    classes = {(t.subject.value, t.object.value) for t in triples if t.predicate.value.endswith("#type")}  # type: ignore[union-attr]
    for triple in triples:
        name = triple.predicate.value.removeprefix(SD)
        if name == triple.predicate.value:
            continue
        subject, thing = SCHEMA[name]
        assert (triple.subject.value, SD + subject) in classes, triple  # type: ignore[union-attr]
        value = triple.object.value  # type: ignore[union-attr]
        if thing in NAMED:
            assert value.removeprefix(SD) in NAMED[thing]
        elif thing is not None:
            assert (value, SD + thing) in classes, triple
    graphs = {t.object.value for t in triples if t.predicate.value == f"{SD}name"}  # type: ignore[union-attr]
    asked = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    there = client.get("/sparql", params={"query": asked}).json()["results"]["bindings"]
    assert graphs == {row["g"]["value"] for row in there}


#: Every kind of term, what needs escaping, what is not bound, and columns in an order of their own.
RESULTS = """SELECT ?z ?a ?none ?b WHERE {
  VALUES (?z ?a) {
    (<http://example.org/s?x=1&y=2> "plain") ("q\\"q,\\t\\n\\\\ <&>" "été"@fr) (5 UNDEF)
    (1.5 "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>) (1.0e6 true) ("" "x"^^<http://example.org/type>)
  }
  BIND(IF(BOUND(?a), BNODE(), ?none) AS ?b)
}"""
TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}


def test_results_in_json(client: httpx.Client) -> None:
    found = client.get("/sparql", params={"query": RESULTS}, headers={"Accept": TYPES["json"]}).json()
    assert found["head"]["vars"] == ["z", "a", "none", "b"]
    rows = found["results"]["bindings"]
    assert rows[0]["z"] == {"type": "uri", "value": "http://example.org/s?x=1&y=2"}
    assert rows[0]["a"] == {"type": "literal", "value": "plain"}
    assert rows[0]["b"]["type"] == "bnode"
    assert rows[1]["a"] == {"type": "literal", "value": "été", "xml:lang": "fr"}
    assert rows[2] == {"z": {"type": "literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    assert rows[5]["a"] == {"type": "literal", "value": "x", "datatype": "http://example.org/type"}
    said = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": TYPES["json"]})
    assert json.loads(said.content) == {"head": {}, "boolean": True}


def test_results_in_xml(client: httpx.Client) -> None:
    text = client.get("/sparql", params={"query": RESULTS}, headers={"Accept": TYPES["xml"]}).text
    root = ET.fromstring(text)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert root.tag == f"{space}sparql"
    assert [node.get("name") for node in root.iter(f"{space}variable")] == ["z", "a", "none", "b"]
    second = list(root.iter(f"{space}result"))[1]
    literals = list(second.iter(f"{space}literal"))
    assert [node.text for node in literals] == ['q"q,\t\n\\ <&>', "été"]
    assert literals[1].get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert "<boolean>true</boolean>" in client.get("/sparql", params={"query": "ASK {}", "format": "xml"}).text


def test_results_in_csv_and_tsv(client: httpx.Client) -> None:
    raw = client.get("/sparql", params={"query": RESULTS}, headers={"Accept": TYPES["csv"]}).content
    assert raw.startswith(b"z,a,none,b\r\n")
    rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    assert rows[2][:3] == ['q"q,\t\n\\ <&>', "été", ""]
    assert rows[3] == ["5", "", "", ""]
    assert rows[1][3].startswith("_:")
    lines = client.get("/sparql", params={"query": RESULTS}, headers={"Accept": TYPES["tsv"]}).content.decode()
    cells = [line.split("\t") for line in lines.rstrip("\n").split("\n")]
    assert cells[0] == ["?z", "?a", "?none", "?b"]
    assert cells[1][:3] == ["<http://example.org/s?x=1&y=2>", '"plain"', ""]
    assert cells[2][:2] == ['"q\\"q,\\t\\n\\\\ <&>"', '"été"@fr']
    assert cells[3] == ["5", "", "", ""]


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_others_read_the_results_as_they_are(client: httpx.Client, form: str) -> None:
    raw = client.get("/sparql", params={"query": RESULTS}, headers={"Accept": TYPES[form]}).content
    read = Result.parse(io.BytesIO(raw), format=form)
    assert [str(name) for name in read.vars or ()] == ["z", "a", "none", "b"]
    rows = list(read)
    assert [str(row[0]) for row in rows][:3] == ["http://example.org/s?x=1&y=2", 'q"q,\t\n\\ <&>', "5"]
    assert rows[1][1].language == "fr"
    assert rows[2][1] is rows[2][2] is rows[2][3] is None
    assert rows[3][1].toPython().isoformat() == "2020-01-01"
