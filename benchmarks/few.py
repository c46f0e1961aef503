"""Write the facts of the treaties read to obligation level, and of one more, below `build/few`.

Peers that hold the graph in Python take minutes and gigabytes for the whole depositary: they are compared over these.
What grows with the number of treaties is measured by `width.py`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import ROOT
from tests.real import a_few, folder_of, of_treaties

from treatygraph.facts.read import read_facts
from treatygraph.facts.register import Register
from treatygraph.settings import DATA


def main() -> None:
    """Write the folder anew, and say what is in it."""
    facts = read_facts(DATA).facts
    treaties = a_few(Register(facts), others=1)
    few = of_treaties(facts, treaties)
    folder = ROOT / "build" / "few" / "data"
    shutil.rmtree(folder, ignore_errors=True)
    folder_of(few, folder)
    shutil.copy(DATA / "metadata.json", folder)
    print(f"peers are compared over {len(treaties)} treaties, {len(few.actions)} acts: {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
