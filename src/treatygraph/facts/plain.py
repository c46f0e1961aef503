"""Names made comparable: what people type and what the data hold meet here."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Return the text for comparison: no case, accents, punctuation, or leading article."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    words = kept.split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
