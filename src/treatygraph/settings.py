"""Where things lie: what is shipped with the package, and where a user keeps facts and builds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: Base of every IRI the project mints.
BASE_IRI = "https://w3id.org/treatygraph/"

_PACKAGE = Path(__file__).resolve().parent
#: The top of a checkout; of an installed wheel, some folder of Python's.
_TOP = _PACKAGE.parents[1]


def _shipped(name: str) -> Path:
    """Return the folder `name` inside an installed wheel, or at the top of a checkout."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _TOP / name


#: The facts, the ontology and the question library that are shipped with the package, and the package's own code.
DATA, ONTOLOGY, QUERIES, CODE = _shipped("data"), _shipped("ontology"), _shipped("queries"), _PACKAGE
#: What each file of facts must hold.
METADATA = DATA / "metadata.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may choose: the folder of the facts, and the folder where builds are kept."""

    data: Path
    builds: Path

    @classmethod
    def of(
        cls, data: Path | None = None, builds: Path | None = None, environment: Mapping[str, str] = os.environ
    ) -> Settings:
        """Return the settings of a command: what it is given, else what the environment says, else the defaults.

        TREATYGRAPH_DATA names the folder of the facts (by default the shipped ones), TREATYGRAPH_BUILD that of the
        builds (by default `build` of a checkout, or the user's data folder).
        """
        return cls(
            data=data or Path(environment.get("TREATYGRAPH_DATA") or DATA),
            builds=builds or Path(environment.get("TREATYGRAPH_BUILD") or default_builds()),
        )


def default_builds() -> Path:
    """Return where builds are kept unless somebody says otherwise."""
    if (_TOP / "pyproject.toml").is_file():
        return _TOP / "build"
    # Only an installed package asks for it.
    import platformdirs

    return Path(platformdirs.user_data_dir("treatygraph", appauthor=False)) / "build"
