"""Proofs in words: the reasons of the law told in a language, with names for codes.

The law gives reasons; this room words them. A language is there when `words/{code}/` is.
"""

from treatygraph.proofs.telling import Teller
from treatygraph.proofs.words import IN_GRAPH, LanguageError, Words, languages, told_in, words_of

__all__ = ["IN_GRAPH", "LanguageError", "Teller", "Words", "languages", "told_in", "words_of"]
