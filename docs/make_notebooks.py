"""Run the notebooks and write them as pages, with an index, below `build/docs/notebooks` (run by `make docs`)."""

from __future__ import annotations

import html
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "docs" / "notebooks"


def page(path: Path, out: Path) -> tuple[str, str]:
    """Run a notebook from top to bottom, write its page, and return its name and title.

    Raises:
        CellExecutionError: A cell failed; the message has the cell and what it said.
    """
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    title = str(notebook.cells[0].source).splitlines()[0].removeprefix("# ")
    # A page asks nothing of other machines: no formulas are in it, and widgets are seen in a notebook only.
    notebook.metadata.pop("widgets", None)
    exporter = HTMLExporter(
        mathjax_url="",
        require_js_url="",
        jquery_url="",
        language_code="zh" if path.stem.endswith(".zh") else "en",
    )
    text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    (out / f"{path.stem}.html").write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(text) // 1000} kB", flush=True)
    return path.stem, title


def main() -> int:
    """Write all pages; return 1 when a notebook fails, after the others."""
    OUT.mkdir(parents=True, exist_ok=True)
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    failed, made = 0, []
    with ThreadPoolExecutor(2) as pool:
        for path, job in [(path, pool.submit(page, path, OUT)) for path in paths]:
            try:
                made.append(job.result())
            except CellExecutionError as error:
                failed = 1
                print(f"{path.name} fails: {error}", file=sys.stderr)
    links = "".join(f'<li><a href="{name}.html">{html.escape(title)}</a></li>' for name, title in made)
    (OUT / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>treatygraph notebooks</title>'
        "<body style='font-family:sans-serif;max-width:40em;margin:2em auto'><h1>Notebooks</h1>"
        f"<ul>{links}</ul></body></html>\n",
        encoding="utf-8",
    )
    print(f"{len(made)} of {len(paths)} notebooks are pages in {OUT.relative_to(ROOT)}.")
    return failed


if __name__ == "__main__":
    sys.exit(main())
