"""Proofs in words: the reasons of the law told in a language, with names for codes.

The law gives reasons; this room words them. A language is there when `words/{code}/` is.
"""

from treatygraph.proofs.telling import Teller
from treatygraph.proofs.words import LanguageError, Words, languages, told_in, words_of

__all__ = ["LanguageError", "Teller", "Words", "languages", "told_in", "words_of"]
