// The workbench: a query is written with the help of our terms and questions, asked, and its answer shown.
// Without this script the plain form of the page does the same.
"use strict";
window.addEventListener("DOMContentLoaded", () => {
  const library = JSON.parse(document.getElementById("library").textContent);
  const { viewsOf, make, isNumber, shortOf } = window.treatygraphResults;
  library.byLength = Object.entries(library.prefixes).sort((a, b) => b[1].length - a[1].length);
  const texts = library.texts;
  const plain = document.getElementById("plain");
  const bench = document.getElementById("bench");
  const answer = document.getElementById("answer");
  const field = plain.querySelector("textarea");
  const asked = new URLSearchParams(location.search);
  let write = (query) => { field.value = query; };
  let read = () => field.value;
  let goTo = () => {};
  let running = null;
  let found = null;
  let whole = false;

  if (typeof Yasgui === "function") {
    const Yasqe = Yasgui.Yasqe;
    // No look-ups elsewhere: what is offered comes from this page.
    Yasqe.defaults.autocompleters = [];
    const yasqe = new Yasqe(document.getElementById("editor"), { value: library.example, persistenceId: null, showQueryButton: false, resizeable: false, createShareableLink: null });
    // Tab leaves the field, as everywhere: nobody is caught in it.
    yasqe.setOption("extraKeys", { ...yasqe.getOption("extraKeys"), Tab: false, "Shift-Tab": false, "Ctrl-Space": complete, "Ctrl-Enter": ask, "Cmd-Enter": ask });
    // As high as what is written: nothing to scroll in it, which a keyboard could not reach.
    yasqe.setOption("viewportMargin", Infinity);
    yasqe.getInputField().setAttribute("aria-label", texts.query);
    yasqe.on("inputRead", (_, change) => { if (/[:#]$/.test(change.text[0])) setTimeout(() => complete(yasqe)); });
    write = (query) => { yasqe.setValue(query); };
    read = () => yasqe.getValue();
    goTo = (line, column) => { yasqe.focus(); yasqe.setCursor(line - 1, column - 1); };
    bench.hidden = false;
    plain.hidden = true;
    setTimeout(() => yasqe.refresh());
  }

  /** Offers our terms after a prefix, variables after a question mark, questions in a comment, words elsewhere. */
  function complete(yasqe) {
    const cursor = yasqe.getCursor();
    const line = yasqe.getLine(cursor.line);
    const before = line.slice(0, cursor.ch);
    const comment = /^\s*#\s*(.*)$/.exec(before);
    if (comment) {
      const words = comment[1].toLowerCase().split(/\s+/).filter(Boolean);
      const list = Object.entries(library.questions)
        .filter(([id, q]) => words.every((word) => `${id} ${q.text}`.toLowerCase().includes(word)))
        .map(([, q]) => ({ displayText: q.text, text: q.sparql, hint: () => write(q.sparql) }));
      return show(yasqe, list, 0, line.length);
    }
    const start = /(?:[?$]\w*|[A-Za-z][\w-]*:?[\w-]*)$/.exec(before);
    const word = start ? start[0] : "";
    const lower = word.toLowerCase();
    let offered;
    if (/^[?$]/.test(word)) offered = [...new Set(yasqe.getValue().match(/[?$]\w+/g))].filter((v) => v !== word).map((v) => [v, ""]);
    else if (word.includes(":")) offered = library.terms;
    else offered = [...library.words.map((w) => [w, ""]), ...library.terms];
    const local = lower.split(":");
    const list = offered
      .filter(([name, label]) => name.toLowerCase().startsWith(lower) || (local.length === 2 && name.startsWith(`${local[0]}:`) && `${name} ${label}`.toLowerCase().includes(local[1])))
      .slice(0, 200)
      .map(([name, label]) => ({ text: name, displayText: label ? `${name}  ${label}` : name }));
    return show(yasqe, list, cursor.ch - word.length, cursor.ch);
  }

  function show(yasqe, list, from, to) {
    const line = yasqe.getCursor().line;
    if (list.length) yasqe.showHint({ completeSingle: false, hint: () => ({ list, from: { line, ch: from }, to: { line, ch: to } }) });
  }

  function tell(...parts) {
    answer.replaceChildren(...parts.map((part) => (typeof part === "string" ? make("p", {}, part) : part)));
  }

  /** Shows why there is no answer, in the words of the server, which name the cure; the cursor goes to the place. */
  function refuse(status, text) {
    const box = make("div", { class: "problem", role: "alert" });
    const place = /\bat (\d+):(\d+)/.exec(text);
    box.append(make("strong", {}, place ? texts.cannot_read.replace("%l", place[1]).replace("%c", place[2]) : texts.refused.replace("%s", status || "–")));
    box.append(make("p", {}, status ? text.slice(0, 2000) : texts.no_answer));
    tell(box);
    if (place) goTo(+place[1], +place[2]);
  }

  async function ask() {
    if (running) running.abort();
    const own = (running = new AbortController());
    const query = read();
    const stop = make("button", { type: "button" }, texts.stop);
    stop.addEventListener("click", () => own.abort());
    tell(texts.asking, stop);
    answer.setAttribute("aria-busy", "true");
    const begun = performance.now();
    try {
      const response = await fetch("/sparql", {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
        body: query,
        signal: own.signal,
      });
      const body = await response.text();
      if (own !== running) return;
      if (!response.ok) return refuse(response.status, body);
      const seconds = ((performance.now() - begun) / 1000).toFixed(2);
      if (!(response.headers.get("content-type") || "").includes("json")) {
        return tell(texts.in_seconds.replace("%s", seconds), make("pre", { class: "code", tabindex: "0" }, body));
      }
      const data = JSON.parse(body);
      if ("boolean" in data) return tell(make("p", { class: "lead" }, data.boolean ? texts.yes : texts.no));
      found = { query, names: data.head.vars, rows: data.results.bindings, seconds };
      whole = false;
      present("table");
    } catch (error) {
      if (own !== running) return;
      if (error.name === "AbortError") tell(texts.stopped);
      else refuse(0, "");
    } finally {
      if (own === running) {
        running = null;
        answer.removeAttribute("aria-busy");
      }
    }
  }

  async function present(view) {
    const views = viewsOf(found, library);
    const bar = make("div", { class: "result-bar" });
    bar.append(make("strong", { role: "status" }, `${texts.rows.replace("%n", found.rows.length)} ${texts.in_seconds.replace("%s", found.seconds)}`));
    if (Object.keys(views).length > 1) {
      for (const name of Object.keys(views)) {
        const button = make("button", { type: "button", class: "view", "aria-pressed": String(name === view), "data-view": name }, texts[name]);
        button.addEventListener("click", () => present(name));
        bar.append(button);
      }
    }
    const iris = make("button", { type: "button", class: "view", "aria-pressed": String(whole), "data-iris": "" }, texts.whole_iris);
    iris.addEventListener("click", () => { whole = !whole; present("table"); });
    bar.append(iris);
    for (const form of ["csv", "tsv", "json", "xml"]) {
      const own = make("form", { method: "post", action: "/sparql", class: "as" });
      own.append(make("input", { type: "hidden", name: "query", value: found.query }), make("input", { type: "hidden", name: "format", value: form }), make("button", { type: "submit", class: "view" }, form.toUpperCase()));
      bar.append(own);
    }
    const link = make("a", { href: `${location.pathname}?${new URLSearchParams({ query: found.query })}` }, texts.link);
    bar.append(link);
    if (!found.rows.length) return tell(bar, texts.none);
    const shown = views[view](found, library, whole);
    tell(bar, shown instanceof Promise ? await shown : shown);
  }

  answer.addEventListener("click", (event) => {
    const name = event.target.dataset && event.target.dataset.sort;
    if (!name) return;
    found.down = found.sorted === name && !found.down;
    found.sorted = name;
    const order = new Intl.Collator(library.language, { numeric: true });
    const value = (row) => (row[name] ? (isNumber(row[name]) ? +row[name].value : shortOf(row[name], library)) : "");
    const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b)));
    const keyed = found.rows.map((row) => [value(row), row]);
    keyed.sort((a, b) => compare(a[0], b[0]) * (found.down ? -1 : 1));
    found.rows = keyed.map(([, row]) => row);
    present("table").then(() => answer.querySelector(`[data-sort="${CSS.escape(name)}"]`).focus());
  });

  document.getElementById("run").addEventListener("click", ask);
  const seek = document.getElementById("seek");
  const groups = [...document.querySelectorAll("#examples section")];
  seek.addEventListener("input", () => {
    const words = seek.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of groups) {
      let any = false;
      for (const item of group.querySelectorAll("li")) {
        item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word) || item.dataset.id.includes(word));
        any = any || !item.hidden;
      }
      group.hidden = !any;
    }
  });
  document.getElementById("examples").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-id]");
    if (!link || bench.hidden) return;
    event.preventDefault();
    // The answer of the question before is no answer to this one.
    tell();
    found = null;
    write(library.questions[link.dataset.id].sparql);
    bench.scrollIntoView({ block: "start" });
    document.getElementById("run").focus();
  });
  if (asked.has("query") && asked.get("run") === "yes") ask();
});
