"""How long the editor takes for a thousand, five and ten thousand rows, measured in a browser. Prints; judges nothing.

From the press of the button to the last row in the page, and the longest that the page did not answer meanwhile.
Needs chromium, playwright and the built editor (`make assets`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright
from tests.servers import ended

_ASKED = """async ({query}) => {
  document.querySelector('.CodeMirror').CodeMirror.setValue(query);
  let longest = 0;
  const keep = (entry) => { longest = Math.max(longest, entry.duration); };
  const watch = new PerformanceObserver((list) => list.getEntries().forEach(keep));
  watch.observe({type: 'longtask'});
  document.getElementById('answer').replaceChildren();
  const begun = performance.now();
  document.getElementById('run').click();
  while (!document.querySelector('.results-table[data-whole]')) await new Promise((go) => setTimeout(go, 10));
  return [performance.now() - begun, longest, document.querySelectorAll('.results-table tbody tr').length];
}"""


def main() -> None:
    """Start a server and a browser, ask, and print."""
    command = [sys.executable, "-m", "treatygraph", "serve", "--port", "0", "--log", "error"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout, ended(process, 40):
        address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}en/editor")
            for rows in (1000, 5000, 10000):
                query = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {rows}"
                whole, longest, shown = page.evaluate(_ASKED, {"query": query})
                print(f"{shown:>6} rows shown after {whole:>6.0f} ms; longest without an answer {longest:>4.0f} ms")
            browser.close()


if __name__ == "__main__":
    main()
