"""Changes as a feed that readers of news can follow. Source: RFC 4287, The Atom Syndication Format."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from treatygraph.faces.telling import Telling
from treatygraph.graph.from_changes import change_iri
from treatygraph.questions.changed import Step
from treatygraph.settings import BASE_IRI

#: A feed holds so many entries, the latest; older ones are on the page.
MOST = 200
TYPE = "application/atom+xml; charset=utf-8"


def atom(telling: Telling, steps: Iterable[Step], *, title: str, address: str, page: str, updated: str) -> bytes:
    """Return changes as an Atom feed, the latest first; the same changes give the same bytes.

    Args:
        telling: Tells the changes, in the language of the feed.
        steps: What changed from version to version, in order of time.
        title: What the feed is about.
        address: Where the feed itself is.
        page: Where people read the same.
        updated: The moment the last version became current (RFC 3339).
    """
    entries: dict[str, str] = {}
    for step in reversed(tuple(steps)):
        for change in step.changes:
            iri = change_iri(step.after.facts, change)
            # A state that came back is told once, where it came last.
            entries.setdefault(iri, _entry(iri, telling.sentence(change), change.kind.value, step.after.built))
    # The feed is the same feed wherever it is served: its identity is made of what it is about.
    asked = address.partition("?")[2]
    identity = f"{BASE_IRI}id/changes" + (f"?{asked}" if asked else "")
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(telling.language)}>\n'
        f"<id>{escape(identity)}</id>\n<title>{escape(title)}</title>\n<updated>{escape(updated)}</updated>\n"
        f"<author><name>treatygraph</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(address)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
    )
    return (head + "".join(list(entries.values())[:MOST]) + "</feed>\n").encode()


def _entry(iri: str, text: str, kind: str, built: str) -> str:
    return (
        f"<entry>\n<id>{escape(iri)}</id>\n<title>{escape(text)}</title>\n<updated>{escape(built)}</updated>\n"
        f"<category term={quoteattr(kind)} scheme={quoteattr(f'{BASE_IRI}concept/change_kind')}/>\n"
        f'<link rel="alternate" href={quoteattr(iri)}/>\n<content type="text">{escape(text)}</content>\n</entry>\n'
    )
