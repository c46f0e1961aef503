"""The libraries that read other people's forms; each is an extra that names itself when it is missing."""

from __future__ import annotations

import importlib
from typing import Any

from treatygraph.errors import MissingExtraError


def library(name: str) -> Any:
    """Return a module that reads pages, XML or workbooks.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtraError("intake", name.partition(".")[0], ", or save the table as CSV") from None
