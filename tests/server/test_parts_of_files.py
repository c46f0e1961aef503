"""A file can be had in parts, and HEAD tells of every address what GET gives."""

from __future__ import annotations

import gzip

import httpx
import pytest

FILES = ("treatygraph.nq", "treatygraph.nq.gz", "commitments.csv", "metadata.json")
UNPACKED = "/download/treatygraph.nq"
AS_IT_IS = {"Accept-Encoding": "identity"}
#: What both tell; the rest is of the connection, or of the moment.
TOLD = (
    "content-type",
    "content-length",
    "content-encoding",
    "etag",
    "accept-ranges",
    "vary",
    "cache-control",
    "location",
)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_broke_off_is_gone_on_with(client: httpx.Client, name: str) -> None:
    path = f"/download/{name}"
    whole = client.get(path, headers=AS_IT_IS)
    size, tag = len(whole.content), whole.headers["etag"]
    assert whole.headers["content-length"] == str(size)
    assert not tag.startswith("W/")
    for asked, first, last in (("0-99", 0, 99), (f"{size - 10}-", size - 10, size - 1), ("-7", size - 7, size - 1)):
        part = client.get(path, headers={**AS_IT_IS, "Range": f"bytes={asked}", "If-Range": tag})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {first}-{last}/{size}"
        assert part.content == whole.content[first : last + 1]
    other = client.get(path, headers={**AS_IT_IS, "Range": "bytes=0-9", "If-Range": '"another"'})
    assert (other.status_code, len(other.content)) == (200, size)
    beyond = client.get(path, headers={**AS_IT_IS, "Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert f"{size} bytes" in beyond.text
    assert client.get(path, headers={**AS_IT_IS, "If-None-Match": tag}).status_code == 304


def test_a_part_from_the_middle_of_the_graph_is_that_of_its_lines(client: httpx.Client) -> None:
    whole = client.get(UNPACKED, headers=AS_IT_IS).content
    # Across the blocks in which it is read.
    for first, stop in ((2**18 - 5, 2**18 + 5), (2**18, 2**19), (3 * 2**18 + 1, 5 * 2**18)):
        part = client.get(UNPACKED, headers={**AS_IT_IS, "Range": f"bytes={first}-{stop - 1}"})
        assert part.content == whole[first:stop]
    assert gzip.decompress(client.get(f"{UNPACKED}.gz").content) == whole


@pytest.mark.parametrize(
    "asked",
    [
        "lines=1-2",
        "bytes=5-1",
        "bytes=a-b",
        "bytes=",
        "bytes=0-0," * 3000,
        "bytes=0-99,0-99",
        "bytes=٣-٤".encode(),
        "0-9",
    ],
)
def test_what_is_no_range_is_passed_over(client: httpx.Client, asked: str | bytes) -> None:
    for path in ("/download/metadata.json", UNPACKED, "/static/site.css"):
        with client.stream("GET", path, headers={**AS_IT_IS, "Range": asked}) as answer:
            assert answer.status_code == 200


def test_what_is_compressed_on_the_way_has_no_part_and_no_strong_tag(client: httpx.Client) -> None:
    packed = client.get("/download/commitments.csv", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"].startswith("W/")
    part = client.get("/download/commitments.csv", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9999"})
    assert (part.status_code, "content-encoding" in part.headers) == (206, False)
    assert part.content == packed.content[:10000]


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_head_tells_what_get_gives(client: httpx.Client, encoding: str) -> None:
    paths = (
        "/",
        "/en/",
        "/en",
        "/en/participants",
        "/en/nothing",
        "/health",
        "/sparql?query=ASK%7B%7D",
        "/sparql?query=no",
        "/sparql?format=nt&query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D",
        "/.well-known/void",
        "/ns.ttl",
        "/id/participant/CHE",
        "/id/participant/CHE.nt",
        "/graph/law.nt",
        "/api/questions",
        "/api/questions/nothing",
        "/changes.atom",
        "/citation.txt",
        "/robots.txt",
        "/sitemap.xml",
        "/static/site.css",
        "/download/nothing",
        *(f"/download/{name}" for name in FILES),
    )
    for path in paths:
        ask = {"Accept-Encoding": encoding}
        with client.stream("GET", path, headers=ask) as given:
            head = client.head(path, headers=ask)
            told = {name: head.headers.get(name) for name in TOLD}
            if "content-encoding" in head.headers and "content-length" not in head.headers:
                # What a file has compressed is known when it was: who asks for its head alone is told nothing wrong.
                del told["content-length"]
            assert head.status_code == given.status_code, path
            assert told == {name: given.headers.get(name) for name in told}, path
            assert head.content == b""
