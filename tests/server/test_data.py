"""Linked data and the questions as an API, as programs use them."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from typing import Any

import httpx
import openpyxl
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, BNode, Graph

from treatygraph.facts.register import Register
from treatygraph.graph.mint import Mint
from treatygraph.law.status import Concluded
from treatygraph.questions.catalogue import library
from treatygraph.settings import BASE_IRI


@pytest.mark.parametrize(
    ("accept", "status", "leads_to"),
    [
        ("text/html", 303, "/en/of/id/participant/CHE"),
        ("text/turtle", 303, "/id/participant/CHE.ttl"),
        ("application/n-triples", 303, "/id/participant/CHE.nt"),
        ("application/ld+json", 303, "/id/participant/CHE.jsonld"),
        ("application/rdf+xml", 303, "/id/participant/CHE.rdf"),
        ("text/html;q=0.5, text/turtle", 303, "/id/participant/CHE.ttl"),
        ("image/png", 406, None),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(
    client: httpx.Client, accept: str, status: int, leads_to: str | None
) -> None:
    found = client.get("/id/participant/CHE", headers={"Accept": accept})
    assert (found.status_code, found.headers.get("location")) == (status, leads_to)
    assert "Accept" in found.headers["vary"] or status == 406


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf"])
def test_the_data_of_a_thing_are_the_same_in_every_format(client: httpx.Client, suffix: str) -> None:
    iri = f"{BASE_IRI}id/treaty/un/XVIII-12-b"
    found = client.get(f"/id/treaty/un/XVIII-12-b.{suffix}")
    assert found.status_code == 200
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    graph = Graph().parse(data=found.content, format=names[suffix])
    titles = [str(o) for s, p, o in graph if str(s) == iri and str(p).endswith("/title")]
    assert len(titles) >= 6
    assert len(graph) == len(Graph().parse(data=client.get("/id/treaty/un/XVIII-12-b.nt").content, format="nt"))


def test_every_kind_of_iri_answers(client: httpx.Client, some: Concluded) -> None:
    register: Register = some.register
    mint = Mint(register)
    iris = [mint.by_id(t, getattr(register.facts, t)[0].id).value for t in _WITH_ID]
    iris += [mint.row(t, getattr(register.facts, t)[0]).value for t in _WITH_KEY]
    iris += [mint.participation(next(some.under("som")).consent).value, f"{BASE_IRI}id/dataset"]
    iris += [f"{BASE_IRI}concept/status/party", f"{BASE_IRI}concept/status", f"{BASE_IRI}id/rule/force-later"]
    for iri in iris:
        found = client.get("/" + iri.removeprefix(BASE_IRI) + ".nt")
        assert found.status_code == 200, iri
        assert any(str(q.subject) == f"<{iri}>" for q in ox.parse(found.content, format=ox.RdfFormat.N_TRIPLES)), iri


_WITH_ID = (
    "sources",
    "participants",
    "regions",
    "actions",
    "statements",
    "instruments",
    "provisions",
    "obligations",
    "paragraphs",
    "links",
)
_WITH_KEY = ("names", "memberships", "statement_flags", "coverage", "counts", "citations", "clauses", "conflicts")


def test_the_terms_are_one_document(client: httpx.Client) -> None:
    found = client.get("/ns", headers={"Accept": "text/turtle"})
    assert (found.status_code, found.headers["location"]) == (303, "/ns.ttl")
    graph = Graph().parse(data=client.get("/ns.ttl").content, format="turtle")
    assert any(str(s) == f"{BASE_IRI}ns#Treaty" for s in graph.subjects())
    # Of lists and class expressions nothing has a name: readers of OWL and of Turtle take them only so.
    cells = set(graph.subjects(RDF.rest)) | set(graph.subjects(OWL.unionOf)) | set(graph.subjects(OWL.onProperty))
    assert cells
    assert all(isinstance(cell, BNode) for cell in cells)
    for form in ("nt", "rdf", "jsonld"):
        other = Graph().parse(
            data=client.get(f"/ns.{form}").content, format={"rdf": "xml", "jsonld": "json-ld"}.get(form, form)
        )
        assert len(other) == len(graph)
    tag = client.get("/ns.ttl").headers["etag"]
    assert client.get("/ns.ttl", headers={"If-None-Match": tag}).status_code == 304


def test_a_named_graph_can_be_had(client: httpx.Client) -> None:
    found = client.get("/graph/void.nt")
    assert b"void#triples" in found.content
    assert found.headers["link"] == f'<{BASE_IRI}graph/void>; rel="describes"'
    # It is answered as a query of a stranger is, within the same limits.
    assert found.headers["treatygraph-result-limit"] == str(64 * 2**20)
    assert client.get("/graph/void", headers={"Accept": "text/turtle"}).headers["location"] == "/graph/void.ttl"
    for address in ("/graph/nothing.nt", "/graph/nothing"):
        assert client.get(address, headers={"Accept": "text/turtle"}).status_code == 404


@pytest.mark.slow
def test_a_graph_that_is_larger_than_an_answer_is_given_as_lines(whole: httpx.Client) -> None:
    graph = f"{BASE_IRI}graph/law"
    about = ox.parse(whole.get("/id/dataset.nt").content, format=ox.RdfFormat.N_TRIPLES)
    assert any(q.predicate.value.endswith("void#subset") and str(q.object) == f"<{graph}>" for q in about)
    told = ox.parse(
        whole.get("/sparql", params={"query": f"DESCRIBE <{graph}>"}, headers={"Accept": "text/plain"}).content,
        format=ox.RdfFormat.N_TRIPLES,
    )
    (number,) = {q.object.value for q in told if q.predicate.value.endswith("void#triples")}
    with whole.stream("GET", "/graph/law.nt", headers={"Accept-Encoding": "identity"}) as found:
        assert (found.status_code, found.headers["content-type"]) == (200, "application/n-triples")
        lines = size = 0
        for block in found.iter_bytes():
            lines, size = lines + block.count(b"\n"), size + len(block)
    assert lines == int(number)
    assert size > 64 * 2**20
    assert whole.head("/graph/law.ttl").headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.slow
def test_a_large_graph_is_not_offered_in_a_format_that_is_made_as_a_whole(whole: httpx.Client) -> None:
    refused = whole.get("/graph/law.jsonld")
    assert refused.status_code == 406
    assert "/graph/law.nt" in refused.text
    page = whole.get("/en/thing/graph/law").text
    assert "/graph/law.nt" in page
    assert "/graph/law.jsonld" not in page
    assert "/graph/ontology.jsonld" in whole.get("/en/thing/graph/ontology").text


def test_what_has_no_iri_is_told_with_what_may_be_meant(client: httpx.Client) -> None:
    for address in ("/id/participant/CHX.ttl", "/id/participant/CHX"):
        found = client.get(address, headers={"Accept": "text/turtle, application/problem+json;q=0.5"})
        assert found.status_code == 404
        assert "id/participant/CHE" in found.text
    assert client.get("/id/%3E%20.ttl").status_code == 400


def test_the_well_known_address_leads_to_the_dataset(client: httpx.Client) -> None:
    assert client.get("/.well-known/void").headers["location"] == "/id/dataset"
    described = ox.parse(client.get("/id/dataset.nt").content, format=ox.RdfFormat.N_TRIPLES)
    (dump,) = (q.object for q in described if q.predicate.value.endswith("void#dataDump"))
    assert isinstance(dump, ox.NamedNode)
    assert client.head("/" + dump.value.removeprefix(BASE_IRI)).headers["content-type"] == "application/n-quads"


@pytest.mark.slow
@pytest.mark.parametrize("identifier", sorted(library()))
def test_every_question_answers_with_its_examples(whole: httpx.Client, identifier: str) -> None:
    question = library()[identifier]
    found = whole.get(f"/api/questions/{identifier}", params={p.name: p.example for p in question.parameters})
    assert found.status_code == 200, found.text
    body = found.json()
    assert body["title"] == question.sentence() or question.law is not None
    asked = {p.name: p.example for p in question.parameters}
    rows = whole.get(f"/api/questions/{identifier}", params=asked, headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) >= len(body["rows"]) + 1


def test_a_question_takes_names_and_days(client: httpx.Client) -> None:
    found = client.get("/api/questions/status/parties-on-a-day", params={"treaty": "XVIII-12-b", "on": "2004-01-28"})
    assert len(found.json()["rows"]) == 40
    assert "treaty=XVIII-12-b, on=2004-01-28" in " ".join(found.json()["notes"])


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/questions/status/parties-on-a-day?treaty=nothing", 400, "untoc, tip, som, firearms"),
        ("/api/questions/status/parties-on-a-day?on=2026-02-30", 400, "2026-02-30"),
        ("/api/questions/status/parties-on-a-day?when=2020-01-01", 400, "It has: treaty, on."),
        ("/api/questions/status/parties-on-a-day?treaty=som&treaty=tip", 400, "twice"),
        ("/api/questions/status/parties-on-a-day?format=pdf", 400, "use json, csv, csv-bom"),
        ("/api/questions/status/parties-on-a-dai", 404, "status/parties-on-a-day"),
        ("/api/nothing", 404, "/api/nothing"),
    ],
)
def test_a_question_that_is_none_is_told_as_a_problem(client: httpx.Client, path: str, status: int, said: str) -> None:
    found = client.get(path)
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert said in found.json()["detail"] + found.json()["title"]


def test_the_openapi_document_names_every_question_and_its_examples_run(client: httpx.Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert {p.removeprefix("/api/questions/") for p in document["paths"]} - {"/api/questions"} == set(library())
    listed = client.get("/api/questions").json()
    assert [q["id"] for q in listed] == list(library())


def test_health_and_metrics(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["on"]) == ("well", "2026-09-11")
    client.get("/sparql", params={"query": "ASK {}"})
    client.get("/en/about", headers={"Accept-Encoding": "br"})
    text = client.get("/metrics").text
    assert 'treatygraph_http_requests_total{face="sparql",method="GET",status="200"}' in text
    assert 'treatygraph_workers{state="idle"} 2.0' in text
    for what in ("pages", "answers", "compressed"):
        assert float(re.findall(rf'treatygraph_kept_bytes\{{what="{what}"\}} (\S+)', text)[0]) > 0


def test_the_access_log_is_one_object_a_line(client: httpx.Client, server: object) -> None:
    client.get("/en/participant/AUT", headers={"User-Agent": 'x", "level": "error", "y": "\\n{}'})

    def logged() -> list[dict[str, Any]]:
        text = server.log.read_text().rpartition("\n")[0]  # type: ignore[attr-defined]
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("path") == "/en/participant/AUT"]

    # The line is written when the answer has gone out, which may be after it came in here.
    while not logged():
        time.sleep(0.05)
    last = logged()[-1]
    assert (last["method"], last["status"], last["what"]) == ("GET", 200, "request")
    assert last["ms"] > 0
    assert last["agent"].startswith('x", "level"')


def test_the_api_gives_csv_and_json_as_asked(client: httpx.Client) -> None:
    path = "/api/questions/status/parties-on-a-day"
    table = client.get(path, params={"format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert client.get(path, headers={"Accept": "text/csv"}).text == table.text
    found = client.get(path, params={"format": "json"}, headers={"Accept": "text/csv"})
    assert found.headers["content-type"] == "application/json"
    assert len(found.json()["rows"]) == len(rows) > 100
    book = openpyxl.load_workbook(io.BytesIO(client.get(path, params={"format": "xlsx"}).content))
    assert book["Rows"].max_row == len(rows) + 1
    assert client.get(path, params={"format": "csv-bom"}).text == "\ufeff" + table.text


def test_an_unknown_thing_is_looked_for_beside_it_only(client: httpx.Client) -> None:
    path = "/id/treaty/un/XVIII-12/action/CHE/ratificatio.ttl"
    assert client.get(path).status_code == 404
    assert "/id/participant/CHE" in client.get("/id/participant/CHX.ttl").text
