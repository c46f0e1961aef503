"""Every kind of answer meets every condition in the order of RFC 9110, 13.2.2: a table of all of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import httpx
import pytest

AS_IT_IS = {"Accept-Encoding": "identity"}
#: An answer of each kind, and whether parts of it are given.
KINDS = {
    "/download/commitments.csv": True,
    "/download/metadata.json": True,
    "/download/treatygraph.nq": True,
    "/download/SHA256SUMS": False,
    "/static/site.css": True,
    "/en/participants": False,
    "/en/report/CHE?format=md": False,
    "/id/participant/CHE.ttl": False,
    "/graph/ontology.nt": False,
    "/sparql?query=ASK%7B%7D": False,
    "/sparql?format=nt&query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%20300": False,
    "/ns.ttl": False,
    "/api/questions/status/parties-on-a-day?treaty=som&format=csv": False,
    "/changes.atom": False,
    "/citation.txt": False,
    "/health": False,
}
BEFORE, AFTER = "Fri, 01 Jan 1999 00:00:00 GMT", "Thursday, 31-Dec-65 23:59:59 GMT"
#: What each condition may say; `same` is the tag, or the moment, that the answer has.
TABLE = list(
    itertools.product(
        ("", "same", "other", "*"),
        ("", "before", "same", "after", "no moment"),
        ("", "same", "other", "*"),
        ("", "before", "same", "no moment"),
        ("", "0-4", "beyond"),
    )
)


@dataclass(frozen=True)
class Whole:
    """What an answer says of itself, asked without conditions."""

    tag: str
    changed: str
    parts: bool
    size: int

    def headers(self, row: tuple[str, ...]) -> dict[str, str]:
        match, unmodified, none_match, modified, part = row
        # Of an answer without a tag, or without a moment, a client can name any.
        tags = {"same": self.tag or '"it"', "other": '"a", W/"b"', "*": "*"}
        moments = {"before": BEFORE, "same": self.changed or AFTER, "after": AFTER, "no moment": "yesterday"}
        parts = {"0-4": "bytes=0-4", "beyond": f"bytes={self.size + 10**6}-"}
        said = {
            "If-Match": tags.get(match),
            "If-Unmodified-Since": moments.get(unmodified),
            "If-None-Match": tags.get(none_match),
            "If-Modified-Since": moments.get(modified),
            "Range": parts.get(part),
        }
        return AS_IT_IS | {name: value for name, value in said.items() if value is not None}

    def owed(self, row: tuple[str, ...], head: bool) -> int:
        """The steps of RFC 9110, 13.2.2, one after the other."""
        match, unmodified, none_match, modified, part = row
        strong = self.tag.startswith('"')
        if match and not (match == "*" or (match == "same" and strong)):
            return 412
        if not match and unmodified == "before" and self.changed:
            return 412
        if none_match == "*" or (none_match == "same" and self.tag):
            return 304
        if not none_match and modified == "same" and self.changed:
            return 304
        if head or not self.parts:
            return 200
        return {"": 200, "0-4": 206, "beyond": 416}[part]


@pytest.mark.parametrize("path", KINDS)
def test_an_answer_meets_every_condition_in_order(path: str, client: httpx.Client) -> None:
    given = client.get(path, headers=AS_IT_IS)
    assert given.status_code == 200
    tag, changed = given.headers.get("etag", ""), given.headers.get("last-modified", "")
    whole = Whole(tag, changed, KINDS[path], len(given.content))
    wrong = []
    # Each kind is asked another part, in which every two conditions meet.
    number = list(KINDS).index(path)
    for method, row in [("GET", row) for row in TABLE[number::17]] + [("HEAD", r) for r in TABLE[number::97]]:
        with client.stream(method, path, headers=whole.headers(row)) as answer:
            # The rest of a graph is read by nobody.
            if answer.status_code != whole.owed(row, method == "HEAD"):
                wrong.append((method, row, answer.status_code, whole.owed(row, method == "HEAD")))
            if answer.status_code == 304:
                assert answer.headers.get("etag", "") == tag
                assert "content-length" not in answer.headers
                assert not answer.read()
    assert not wrong, wrong[:10]


def test_a_part_is_given_of_the_same_alone(client: httpx.Client) -> None:
    for path, parts in KINDS.items():
        with client.stream("GET", path, headers=AS_IT_IS) as whole:
            tag, changed = whole.headers.get("etag", '"x"'), whole.headers.get("last-modified", "")
        strong = parts and tag.startswith('"')
        for named, status in (
            (tag, 206 if strong else 200),
            ('"another"', 200),
            (f"W/{tag}", 200),
            (AFTER, 200),
            *([(changed, 206)] if changed else []),
        ):
            with client.stream("GET", path, headers={**AS_IT_IS, "Range": "bytes=1-2", "If-Range": named}) as answer:
                assert answer.status_code == status, (path, named)


def test_what_is_packed_on_the_way_is_the_same_file(client: httpx.Client) -> None:
    """Who has it as it is may ask on for it, however it comes; what only means the same is no file to go on with."""
    path = "/download/commitments.csv"
    tag = client.get(path, headers=AS_IT_IS).headers["etag"]
    packed = {"Accept-Encoding": "gzip"}
    assert client.get(path, headers={**packed, "If-Match": tag}).status_code == 200
    assert client.get(path, headers={**packed, "If-Match": f"W/{tag}"}).status_code == 412
    assert client.get(path, headers={**packed, "If-None-Match": f"W/{tag}"}).status_code == 304
    assert client.get(path, headers=[*packed.items(), ("If-Match", '"a"'), ("If-Match", tag)]).status_code == 200


@pytest.mark.parametrize(
    "condition", [{"If-None-Match": "*"}, {"If-Match": '"a"'}, {"If-Match": "*"}, {"If-Unmodified-Since": BEFORE}]
)
def test_conditions_are_of_what_is_there(condition: dict[str, str], client: httpx.Client) -> None:
    for path in (
        *(
            "/en/nothing",
            "/download/nothing",
            "/static/nothing",
            "/sparql?query=no",
            "/sparql?format=x&query=ASK%7B%7D",
        ),
        *(
            "/id/participant/CHE%00.ttl",
            "/id/participant/CHE",
            "/api/questions/nothing",
            "/en/participant/CHE?version=0",
        ),
    ):
        assert client.get(path, headers=condition).status_code == client.get(path).status_code, path
    # A query selects nothing: by POST it is asked, whatever is known.
    assert client.post("/sparql", data={"query": "ASK{}"}, headers=condition).status_code == 200
    assert client.options("/sparql", headers=condition).status_code == 204


def test_a_condition_that_does_not_hold_is_told_with_what_to_do(client: httpx.Client) -> None:
    for path in ("/download/metadata.json", "/en/", "/api/questions"):
        answer = client.get(path, headers={"If-Match": '"a"'})
        assert answer.status_code == 412
        assert "Ask without them" in answer.text
        assert "etag" not in answer.headers
