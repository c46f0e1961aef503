"""Which State is bound by which commitment, since when, towards whom, and why."""

from importlib.metadata import version as _version

__version__ = _version("treatygraph")
__all__ = ["__version__"]
