"""SPARQL 1.1 Protocol, query operation: what the W3C asks of a server, and what it says of requests that are none.

The names follow the W3C's own test cases (sparql11-protocol, query part).
"""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import json
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx
import openpyxl
import pyoxigraph as ox
import pytest

from tests.server.conftest import Running

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
GRAPH = "https://w3id.org/treatygraph/graph/"
ROWS = (
    "SELECT ?code WHERE { ?p a <https://w3id.org/treatygraph/ns#State> ; "
    "<http://purl.org/dc/terms/identifier> ?code } ORDER BY ?code"
)
TRIPLES = (
    "CONSTRUCT { ?s ?p ?o } WHERE { BIND(<https://w3id.org/treatygraph/id/participant/CHE> AS ?s) "
    "<https://w3id.org/treatygraph/id/participant/CHE> ?p ?o }"
)


def ask(client: httpx.Client, query: str, accept: str = "*/*", **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


@pytest.mark.parametrize("way", ["query_get", "query_post_form", "query_post_direct"])
def test_a_query_may_come_in_three_ways(client: httpx.Client, way: str) -> None:
    if way == "query_get":
        found = client.get("/sparql", params={"query": ROWS})
    elif way == "query_post_form":
        found = client.post("/sparql", data={"query": ROWS})
    else:
        found = client.post("/sparql", content=ROWS, headers={"Content-Type": f"{DIRECT}; charset=utf-8"})
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/sparql-results+json"
    codes = [row["code"]["value"] for row in found.json()["results"]["bindings"]]
    assert len(codes) == 197
    assert codes[0] == "AFG"


@pytest.mark.parametrize(
    ("parameter", "query", "expected"),
    [
        ("default-graph-uri", "ASK { ?s a <https://w3id.org/treatygraph/ns#Participation> }", True),
        ("default-graph-uri", "ASK { ?s a <https://w3id.org/treatygraph/ns#Source> }", False),
        ("named-graph-uri", "ASK { GRAPH ?g { ?s a <https://w3id.org/treatygraph/ns#Participation> } }", True),
        ("named-graph-uri", "ASK { ?s ?p ?o }", False),
        ("named-graph-uri", "ASK { GRAPH <https://w3id.org/treatygraph/graph/facts> { ?s ?p ?o } }", False),
    ],
)
def test_the_dataset_may_be_named_in_the_request(
    client: httpx.Client, parameter: str, query: str, expected: bool
) -> None:
    values = {"query": query, parameter: f"{GRAPH}law"}
    assert client.get("/sparql", params=values).json()["boolean"] is expected
    assert client.post("/sparql", data=values).json()["boolean"] is expected
    direct = client.post("/sparql", params={parameter: f"{GRAPH}law"}, content=query, headers={"Content-Type": DIRECT})
    assert direct.json()["boolean"] is expected


def test_the_dataset_may_be_named_in_the_query_and_the_request_comes_first(client: httpx.Client) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}NAME> WHERE {{ ?s ?p ?o }}"

    def number(graph: str, **more: str) -> int:
        row = ask(client, query.replace("NAME", graph), **more).json()["results"]["bindings"][0]
        return int(row["n"]["value"])

    everything = int(
        ask(client, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    )
    assert 0 < number("void") < number("law") < everything
    assert number("law", **{"default-graph-uri": f"{GRAPH}void"}) == number("void")
    assert number("nothing-of-the-kind") == 0


def test_a_variable_called_from_names_no_dataset(client: httpx.Client) -> None:
    found = ask(client, "SELECT (COUNT(?from) AS ?n) WHERE { ?from ?to ?x } # FROM <x:y>")
    assert int(found.json()["results"]["bindings"][0]["n"]["value"]) > 80_000


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml;q=0.3, text/csv;q=0.8", "text/csv; charset=utf-8"),
        ("text/csv;q=0.2, */*;q=0.1", "text/csv; charset=utf-8"),
        ("text/turtle, application/sparql-results+xml;q=0.5", "application/sparql-results+xml"),
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
    ],
)
def test_rows_come_as_the_client_likes_best(client: httpx.Client, accept: str, kind: str) -> None:
    found = ask(client, ROWS + " LIMIT 3", accept)
    assert found.headers["content-type"] == kind
    codes = list(_codes(found))
    assert codes == ["AFG", "AGO", "ALB"]


def _codes(found: httpx.Response) -> Iterator[str]:
    kind = found.headers["content-type"].partition(";")[0]
    if kind.endswith("+json"):
        yield from (row["code"]["value"] for row in found.json()["results"]["bindings"])
    elif kind.endswith("+xml"):
        name = "{http://www.w3.org/2005/sparql-results#}literal"
        yield from (str(node.text) for node in ET.fromstring(found.text).iter(name))
    else:
        rows = list(csv.reader(io.StringIO(found.text), delimiter="\t" if "tab" in kind else ","))
        yield from (row[0].strip('"') for row in rows[1:])


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", "application/n-quads", ox.RdfFormat.N_QUADS),
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    ],
)
def test_triples_come_as_the_client_likes_best(
    client: httpx.Client, accept: str, kind: str, form: ox.RdfFormat
) -> None:
    found = ask(client, TRIPLES, accept)
    assert found.headers["content-type"] == kind
    triples = {str(q.triple) for q in ox.parse(found.content, format=form)}
    assert len(triples) > 15
    assert triples == {
        str(q.triple)
        for q in ox.parse(ask(client, TRIPLES, "application/n-triples").content, format=ox.RdfFormat.N_TRIPLES)
    }


@pytest.mark.parametrize("form", ["xml", "csv", "tsv", "json"])
def test_the_format_may_be_a_parameter_too(client: httpx.Client, form: str) -> None:
    assert form in ask(client, ROWS, "*/*", format=form).headers["content-type"].replace("tab-separated-values", "tsv")


def test_an_ask_answers_in_json_and_xml(client: httpx.Client) -> None:
    assert ask(client, "ASK {}").json()["boolean"] is True
    assert "<boolean>true</boolean>" in ask(client, "ASK {}", "application/sparql-results+xml").text


def test_a_describe_gives_triples(client: httpx.Client) -> None:
    found = ask(client, "DESCRIBE <https://w3id.org/treatygraph/id/participant/CHE>", "text/turtle")
    assert "Suisse" in found.text


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "*/*"])
def test_without_a_query_the_service_describes_itself(client: httpx.Client, accept: str) -> None:
    found = client.get("/sparql", headers={"Accept": accept})
    assert found.status_code == 200
    forms = {"application/rdf+xml": ox.RdfFormat.RDF_XML, "application/ld+json": ox.RdfFormat.JSON_LD}
    store = ox.Store()
    store.load(found.content, format=forms.get(found.headers["content-type"], ox.RdfFormat.TURTLE))
    asked = store.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>"
        "SELECT ?address (COUNT(DISTINCT ?name) AS ?graphs) WHERE { ?s a sd:Service ; sd:endpoint ?address ; "
        "sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset ?d . "
        "?d void:triples ?n ; sd:namedGraph [ sd:name ?name ] }"
        "GROUP BY ?address"
    )
    (row,) = list(asked)  # type: ignore[arg-type]
    assert row["address"].value == f"{client.base_url}sparql"
    assert int(row["graphs"].value) > 20


def test_a_browser_is_led_to_the_editor(client: httpx.Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    found = client.get("/sparql", headers={"Accept": accept, "Accept-Language": "zh-CN,zh;q=0.9"})
    assert (found.status_code, found.headers["location"]) == (303, "/zh/editor")


def test_options_and_other_sites(client: httpx.Client) -> None:
    found = client.options("/sparql")
    assert (found.status_code, found.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
    wish = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    before = client.options("/sparql", headers={**wish, "Access-Control-Request-Headers": "content-type"})
    assert before.status_code == 200
    assert "POST" in before.headers["access-control-allow-methods"]
    after = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://example.org"})
    assert after.headers["access-control-allow-origin"] == "*"


def test_a_head_is_a_get_without_body(client: httpx.Client) -> None:
    found = client.head("/sparql", params={"query": ROWS})
    assert (found.status_code, found.content) == (200, b"")
    assert int(found.headers["content-length"]) > 500


def test_an_answer_has_a_tag_by_which_it_is_not_sent_again(client: httpx.Client) -> None:
    first = ask(client, ROWS)
    again = client.get("/sparql", params={"query": ROWS}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/sparql", params={"query": ROWS}, headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"}
    )
    assert other.status_code == 200


def test_long_answers_are_compressed_and_tell_their_limits(client: httpx.Client) -> None:
    found = ask(client, ROWS)
    assert found.headers["content-encoding"] == "br"
    assert int(found.headers["treatygraph-result-limit"]) == 64 * 2**20
    assert len(found.headers["treatygraph-version"]) == 16


def test_a_long_answer_comes_as_it_is_made(client: httpx.Client) -> None:
    with client.stream("GET", "/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 90000"}) as found:
        assert "content-length" not in found.headers
        body = b"".join(found.iter_bytes())
    assert len(json.loads(body)["results"]["bindings"]) == 90_000


BAD = {
    "bad_query_method": ("PUT", {}, {"query": "ASK {}"}, 405),
    "bad_multiple_queries": ("GET", {}, "query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
    "bad_query_wrong_media_type": ("POST", {"Content-Type": "text/plain"}, "ASK {}", 415),
    "bad_query_missing_form_type": ("POST", {"Content-Type": ""}, "query=ASK%20%7B%7D", 415),
    "bad_query_missing_direct_type": ("POST", {"Content-Type": ""}, "ASK {}", 415),
    "bad_query_non_utf8": ("POST", {"Content-Type": f"{DIRECT}; charset=UTF-16"}, "ASK {}".encode("utf-16"), 415),
    "bytes that are not UTF-8": ("POST", {"Content-Type": DIRECT}, b"ASK { <x:\xff> ?p ?o }", 400),
    "percent-encoded bytes that are not UTF-8": ("GET", {}, "query=ASK%20%7B%20%FF%7D", 400),
    "bad_query_syntax": ("GET", {}, {"query": "SELECT * WHERE { ?s ?p"}, 400),
    "an empty query": ("GET", {}, {"query": ""}, 400),
    "a NUL byte": ("GET", {}, {"query": "ASK {}\0"}, 400),
    "an unknown parameter": ("GET", {}, {"query": "ASK {}", "qurey": "x"}, 400),
    "an unknown format": ("GET", {}, {"query": "ASK {}", "format": "pdf"}, 400),
    "a format that is not taken": ("GET", {"Accept": "image/png"}, {"query": "ASK {}"}, 406),
    "triples where rows are taken": ("GET", {"Accept": "text/csv"}, {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, 406),
    "rows where triples are taken": ("GET", {"Accept": "text/turtle"}, {"query": "SELECT * { ?s ?p ?o }"}, 406),
    "an Accept header that is none": ("GET", {"Accept": "nonsense"}, {"query": "ASK {}"}, 400),
    "a graph that is no IRI": ("GET", {}, {"query": "ASK {}", "default-graph-uri": "no iri"}, 400),
    "an update": ("GET", {}, {"query": "PREFIX x: <y:> INSERT DATA { x:a x:b x:c }"}, 403),
    "an update in its own parameter": ("POST", {"Content-Type": FORM}, "update=CLEAR%20ALL", 403),
    "an update as a body": ("POST", {"Content-Type": "application/sparql-update"}, "CLEAR ALL", 403),
    "SERVICE": ("GET", {}, {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, 403),
    "SERVICE in disguise": ("GET", {}, {"query": "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, 403),
    "100,000 levels": ("POST", {"Content-Type": DIRECT}, "SELECT * " + "{" * 100_000 + "}" * 100_000, 403),
    "100,000 signs": ("POST", {"Content-Type": DIRECT}, "ASK { FILTER(" + "!" * 100_000 + "true) }", 403),
    "10 MB": ("POST", {"Content-Type": DIRECT}, "ASK {}" + "#" * 10_000_000, 413),
    "more than a query may have": ("POST", {"Content-Type": DIRECT}, "ASK {}" + "#" * 1_100_000, 403),
    "300 parameters": ("GET", {}, "&".join(f"a{n}=1" for n in range(300)), 400),
}


@pytest.mark.parametrize("case", BAD)
def test_a_request_that_is_none_is_refused_by_name(client: httpx.Client, case: str) -> None:
    method, headers, body, status = BAD[case]
    if method == "POST":
        found = client.post("/sparql", content=body, headers=headers)  # type: ignore[arg-type]
    else:
        found = client.request(method, "/sparql", params=body, headers=headers)  # type: ignore[arg-type]
    assert found.status_code == status, found.text
    assert found.headers["content-type"].startswith("text/plain")
    assert "Traceback" not in found.text
    title, _, detail = found.text.partition("\n")
    assert len(title) > 5
    assert len(detail) > 20
    assert ask(client, "ASK {}").json()["boolean"] is True


def test_an_address_of_100_kB_is_refused(client: httpx.Client) -> None:  # noqa: N802
    there = http.client.HTTPConnection(client.base_url.host, client.base_url.port or 80)
    there.request("GET", "/sparql?query=ASK%7B%7D" + "%23" * 33_000)
    assert there.getresponse().status == 414
    there.close()


def test_two_queries_at_once_are_refused(client: httpx.Client) -> None:
    found = client.post("/sparql", params={"query": "ASK {}"}, data={"query": "ASK {}"})
    assert (found.status_code, "One is in the address and one in the body" in found.text) == (400, True)


def test_a_malformed_query_is_told_with_its_place(client: httpx.Client) -> None:
    found = ask(client, "SELECT *\nWHERE { ?s ?p }", "application/json")
    assert (found.status_code, found.headers["content-type"]) == (400, "application/problem+json")
    assert (found.json()["line"], found.json()["column"]) == (2, 16)


def test_a_near_name_of_a_parameter_is_suggested(client: httpx.Client) -> None:
    assert "Did you mean query?" in client.get("/sparql", params={"qurey": "ASK {}"}).text


CONSTRUCT = "CONSTRUCT WHERE { ?s a ?c } LIMIT 1"
JSON_LD = "application/ld+json,application/x-json+ld"


@pytest.mark.parametrize(
    ("accept", "parameters", "kind"),
    [
        # SPARQLWrapper says it twice, with names that we do not know among them.
        (
            "application/ld+json,application/x-json+ld",
            {"format": "application/ld+json,application/x-json+ld"},
            "ld+json",
        ),
        ("text/rdf+n3,application/n3,text/n3", {"format": "n3", "output": "n3", "results": "n3"}, "text/turtle"),
        ("*/*", {"format": "application/x-nothing,nt"}, "application/n-triples"),
        ("*/*", {"results": "rdf+xml"}, "application/rdf+xml"),
        ("application/n-triples", {"format": "ttl"}, "application/n-triples"),
        ("application/n-triples;q=0.5, */*;q=0.1", {"format": "pdf"}, "application/n-triples"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", {"format": "ttl"}, "text/turtle"),
    ],
)
def test_hints_for_the_format_are_lists_and_give_way_to_what_is_accepted(
    client: httpx.Client, accept: str, parameters: dict[str, str], kind: str
) -> None:
    found = client.get("/sparql", params={"query": CONSTRUCT, **parameters}, headers={"Accept": accept})
    assert found.status_code == 200, found.text
    assert kind in found.headers["content-type"]


def test_parameters_of_other_endpoints_are_passed_over_and_named(client: httpx.Client) -> None:
    asked = {"query": "ASK {}", "queryLn": "SPARQL", "apikey": "x", "": "y", "näme\r\nX: y": "z"}
    found = client.get("/sparql", params=asked)
    assert found.status_code == 200
    assert found.headers["treatygraph-passed-over"] == "queryLn, apikey, ?, nmeXy"
    assert "treatygraph-passed-over" not in client.get("/sparql", params={"query": "ASK {}"}).headers
    slip = client.get("/sparql", params={"query": "ASK {}", "default-graf-uri": "x:y"})
    assert (slip.status_code, "Did you mean default-graph-uri?" in slip.text) == (400, True)


def test_a_slash_too_many_and_a_mark_of_byte_order_do_no_harm(client: httpx.Client) -> None:
    assert client.get("/sparql/", params={"query": "ASK {}"}).json()["boolean"] is True
    found = client.post("/sparql", content=b"\xef\xbb\xbfASK {}", headers={"Content-Type": DIRECT})
    assert found.json()["boolean"] is True


def test_a_compressed_body_is_refused_by_name(client: httpx.Client) -> None:
    kind = {"Content-Type": DIRECT, "Content-Encoding": "gzip"}
    found = client.post("/sparql", content=gzip.compress(b"ASK {}"), headers=kind)
    assert (found.status_code, "not compressed" in found.text) == (415, True)


@pytest.mark.parametrize("sent", ["*", '"x", {tag}', "{strong}"])
@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK%7B%7D",
        "/api/questions",
        "/api/questions/status/parties-on-a-day",
        "/id/participant/CHE.ttl",
        "/en/treaty/som",
        "/en/report/CHE?format=md",
    ],
)
def test_what_a_client_has_is_not_sent_again(client: httpx.Client, path: str, sent: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    tag = first.headers["etag"]
    names = sent.replace("{tag}", tag).replace("{strong}", tag.removeprefix("W/"))
    again = client.get(path, headers={"If-None-Match": names})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    vary = first.headers["vary"].lower().split(", ")
    assert len(vary) == len(set(vary))


ENCODINGS = {
    "gzip": "gzip",
    "br": "br",
    "gzip, deflate, br, zstd": "br",
    "br;q=0.5, gzip": "gzip",
    "br;q=0, *": "gzip",
    "*": "br",
    "*;q=0": None,
    "gzip;q=0": None,
    "gzip; q=0.0, *": "br",
    "identity, gzip;q=0.5": None,
    "gzip;q=0.5, identity;q=0.1": "gzip",
    "GZIP": "gzip",
    "x-notgzip": None,
    "gzip;q=much": None,
    "": None,
}


@pytest.mark.parametrize(
    "path", ["/en/participants", "/sparql?query=SELECT%20*%20%7B%20?s%20?p%20?o%20%7D%20LIMIT%2099"]
)
def test_an_answer_is_compressed_as_the_client_likes_best(client: httpx.Client, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    for asked, name in ENCODINGS.items():
        for _ in range(2):
            found = client.get(path, headers={"Accept-Encoding": asked})
            assert found.headers.get("content-encoding") == name, asked
            assert found.content == plain.content
            assert int(found.headers["content-length"]) < len(plain.content) or name is None
            assert "Accept-Encoding" in found.headers["vary"]


def test_an_answer_that_comes_as_it_is_made_is_compressed_on_the_way(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?s a ?c ; ?p ?o } LIMIT 30000"}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    for name in ("br", "gzip"):
        found = client.get("/sparql", params=query, headers={"Accept-Encoding": name})
        assert (found.headers["content-encoding"], found.content == plain.content) == (name, True)
        assert found.num_bytes_downloaded < len(plain.content) / 5


def test_what_is_packed_or_short_goes_out_as_it_is(client: httpx.Client) -> None:
    for path in ("/en/report/CHE?format=docx", "/sparql?query=ASK%7B%7D"):
        assert "content-encoding" not in client.get(path).headers


def test_an_empty_graph_names_none(client: httpx.Client) -> None:
    # Every link that is copied from the form of Virtuoso has one.
    asked = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "", "named-graph-uri": " "}
    found = client.get("/sparql", params=asked)
    assert found.json()["boolean"] is True
    assert found.headers["treatygraph-passed-over"] == "default-graph-uri, named-graph-uri"


def test_rows_come_for_a_spreadsheet_where_that_is_named(client: httpx.Client) -> None:
    query = "SELECT ?a ?b { VALUES (?a ?b) { ('=1+1' 'Côte') (UNDEF 1) } }"
    for accept in ("*/*", "text/csv", "text/html,*/*;q=0.8"):
        found = ask(client, query, accept, format="csv-bom")
        assert found.headers["content-type"] == "text/csv; charset=utf-8"
        assert found.content.decode() == "\ufeffa,b\n'=1+1,Côte\n,1\n"
    assert ask(client, query, "*/*", format="csv").content.decode() == "a,b\r\n=1+1,Côte\r\n,1\r\n"


def test_what_is_asked_again_is_answered_again_and_what_is_new_each_time_is_new(client: httpx.Client) -> None:
    first = ask(client, ROWS, "text/csv")
    assert ask(client, ROWS, "text/csv").content == first.content
    # Not the format that was kept, and not the graph.
    assert ask(client, ROWS, "application/json").json()["results"]["bindings"]
    assert ask(client, ROWS, "text/csv", **{"default-graph-uri": f"{GRAPH}void"}).text.strip() == "code"
    fresh = "SELECT (STRUUID() AS ?id) {}"
    assert ask(client, fresh, "text/csv").content != ask(client, fresh, "text/csv").content


def test_a_long_question_with_a_short_answer_takes_no_memory(client: httpx.Client, server: Running) -> None:
    def memory() -> int:
        told = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) // 1024 for line in told.splitlines() if line.startswith("VmRSS"))

    def load(number: int) -> None:
        graphs = [f"http://example.org/{number}/{n}/{'a' * 9000}" for n in range(190)]
        assert client.post("/sparql", data={"query": "ASK {}", "default-graph-uri": graphs}).status_code == 200

    for number in range(4):
        load(number)
    before = memory()
    for number in range(4, 16):
        load(number)
    # They were 21 MB.
    assert memory() - before < 10


def test_rows_come_as_a_workbook_where_that_is_named(client: httpx.Client) -> None:
    query = "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ('=1+1' 5 UNDEF) ('Côte' 6 true) } }"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for found in (ask(client, query, "*/*", format="xlsx"), ask(client, query, kind)):
        assert (found.status_code, found.headers["content-type"]) == (200, kind), found.text
        sheet = openpyxl.load_workbook(io.BytesIO(found.content))["Rows"]
        assert [[cell.value for cell in row] for row in sheet.rows] == [
            ["a", "b", "c"],
            ["=1+1", 5, None],
            ["Côte", 6, True],
        ]
        assert sheet["A2"].data_type == "s"
    assert ask(client, CONSTRUCT, kind).status_code == 406


def test_an_old_client_is_sent_no_chunks(client: httpx.Client) -> None:
    place = client.base_url
    said = bytearray()
    with socket.create_connection((place.host, place.port)) as sender:
        sender.sendall(b"GET /sparql?format=nt&query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D HTTP/1.0\r\n\r\n")
        while part := sender.recv(2**20):
            said += part
    head, _, body = bytes(said).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"transfer-encoding" not in head.lower()
    assert body.startswith(b"<")
    assert body.endswith(b" .\n")


def test_a_slash_too_many_leads_to_this_server_whatever_host_is_named(client: httpx.Client) -> None:
    evil = {"Host": "evil.example"}
    led = client.get("/en/participants/?on=2011-01-01", headers=evil, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (308, "/en/participants?on=2011-01-01")
    assert client.get("/en/nothing/", headers=evil, follow_redirects=False).status_code == 404


def test_a_graph_with_half_a_host_is_the_sender_s_fault(client: httpx.Client) -> None:
    refused = client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "http://[::1"})
    assert refused.status_code == 400
    assert "Not the IRI of a graph" in refused.text


def test_an_address_that_is_none_is_told_in_plain_text_to_who_takes_any(client: httpx.Client) -> None:
    for path in ("/nothing", "/en/nothing", "/download/nothing"):
        assert client.get(path, headers={"Accept": "*/*"}).headers["content-type"].startswith("text/plain")
        assert client.get(path, headers={"Accept": "text/html"}).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/id/%ED%A0%80.nt", "/id/a%EF%BF%BD.ttl", "/concept/%C2%80.nt"])
def test_what_no_iri_may_hold_is_told_as_that(client: httpx.Client, path: str) -> None:
    refused = client.get(path)
    assert refused.status_code == 400
    assert "is no IRI" in refused.text
