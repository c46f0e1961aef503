"""What a client takes: media types and languages, with their weights (RFC 9110, 12.5)."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import mimeparse
from babel import negotiate_locale

from treatygraph.faces.web.refusals import RefusedError

#: A longer header is refused before it is parsed.
_LONGEST = 4096


def media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type that a client likes best, or None when it takes none.

    Without a header, and where the client likes several as much, it is the first offered.

    Raises:
        RefusedError: The header cannot be read (400).
    """
    if accept is None or not accept.strip():
        return offered[0]
    if len(accept) > _LONGEST:
        raise RefusedError(400, "The Accept header is too long", f"It has more than {_LONGEST} characters. Shorten it.")
    try:
        return _best(accept, tuple(offered))
    except (mimeparse.MimeTypeParseException, ValueError, IndexError):
        raise RefusedError(
            400, "The Accept header cannot be read", f"{accept[:80]!r} is no list of media types, such as text/turtle."
        ) from None


@functools.lru_cache(maxsize=512)
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    # Clients send a handful of headers, and to read one costs more than a small query. The last of equals is preferred.
    return mimeparse.best_match(offered[::-1], accept) or None


def format_for(accept: str | None, formats: Mapping[str, str]) -> str | None:
    """Return the value (a format) of the media type that a client likes best."""
    found = media_type(accept, tuple(formats))
    return formats[found] if found is not None else None


def language(accept: str | None, offered: Sequence[str]) -> str:
    """Return the offered language that a client likes best; the first offered when it takes none of them."""
    liked: list[tuple[float, int, str]] = []
    for number, part in enumerate((accept or "")[:_LONGEST].split(",")):
        tag, _, parameter = part.partition(";")
        name, _, text = parameter.strip().partition("=")
        try:
            weight = float(text) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if weight > 0:
            liked.append((-weight, number, tag.strip()))
    return negotiate_locale([tag for *_, tag in sorted(liked)], offered, sep="-") or offered[0]


def encoding(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered content encoding that a client likes best, or None where it is to be sent as it is.

    Of those it likes as much it is the first offered, and any before none; one that it does not name it does not take.
    """
    weights: dict[str, float] = {}
    for part in (accept or "")[:_LONGEST].lower().split(","):
        name, _, parameter = part.partition(";")
        label, _, text = parameter.strip().partition("=")
        try:
            weights[name.strip()] = float(text) if label.strip() == "q" else 1.0
        except ValueError:
            continue
    others = weights.get("*", 0.0)
    best = max(offered, key=lambda name: weights.get(name, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else None
