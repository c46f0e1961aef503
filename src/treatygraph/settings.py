"""Where things lie: the shipped facts and words, and the folder a build goes to."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

#: Base of every IRI the project mints.
BASE_IRI = "https://w3id.org/treatygraph/"


def _shipped(name: str) -> Path:
    """Return the folder `name` inside an installed wheel, or at the top of a checkout."""
    inside = Path(str(resources.files("treatygraph"))) / "shipped" / name
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / name


def data_folder() -> Path:
    """Return the folder of the facts: TREATYGRAPH_DATA, or the one shipped with the package."""
    chosen = os.environ.get("TREATYGRAPH_DATA")
    return Path(chosen) if chosen else _shipped("data")


def ontology_folder() -> Path:
    """Return the folder of the ontology shipped with the package."""
    return _shipped("ontology")


def queries_folder() -> Path:
    """Return the folder of the question library shipped with the package."""
    return _shipped("queries")


def build_folder() -> Path:
    """Return where a build goes: TREATYGRAPH_BUILD, `build` of a checkout, or the user's data folder."""
    chosen = os.environ.get("TREATYGRAPH_BUILD")
    if chosen:
        return Path(chosen)
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "build"
    import platformdirs

    return Path(platformdirs.user_data_dir("treatygraph", appauthor=False)) / "build"
