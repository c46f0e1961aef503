// Shows what a query answered: as a table of readable names, and as map, timeline or bars where the columns allow.
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const CHUNK = 400;
  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const make = (name, values = {}, text) => {
    const found = document.createElement(name);
    for (const [key, value] of Object.entries(values)) found.setAttribute(key, value);
    if (text !== undefined) found.textContent = text;
    return found;
  };
  const draw = (name, values = {}, text) => {
    const found = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) found.setAttribute(key, value);
    if (text !== undefined) found.textContent = text;
    return found;
  };

  /** What a term is called: the end of an IRI of ours, a name with a known prefix, or the text itself. */
  function shortOf(term, library) {
    if (term.type === "triple") return ["subject", "predicate", "object"].map((k) => shortOf(term.value[k], library)).join(" ");
    if (term.type !== "uri") return term.value;
    const iri = term.value;
    if (iri.startsWith(library.base + "id/")) return iri.slice(library.base.length + 3);
    for (const [prefix, base] of library.byLength) {
      if (iri.startsWith(base)) return `${prefix}:${iri.slice(base.length)}`;
    }
    return iri;
  }

  /** Where a term leads: to our page for people, or out; nowhere for what is no address of the web. */
  function addressOf(term, library) {
    if (term.type !== "uri") return "";
    if (term.value.startsWith(library.base)) return `/${library.language}/of/${encodeURI(term.value.slice(library.base.length))}`;
    return /^https?:\/\//.test(term.value) ? term.value : "";
  }

  const NUMERIC = /#(integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$/;
  const isNumber = (term) => term && term.type === "literal" && NUMERIC.test(term.datatype || "");
  const dayOf = (term) => {
    const found = term && term.type !== "uri" && /^(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?$/.exec(term.value);
    if (!found || (isNumber(term) && !/date|year/i.test(term.datatype || ""))) return null;
    return +found[1] + ((found[2] || 1) - 1) / 12 + ((found[3] || 1) - 1) / 366;
  };
  const codeOf = (term, library) => {
    if (!term) return "";
    const code = term.type === "uri" && term.value.startsWith(`${library.base}id/participant/`) ? term.value.slice(library.base.length + 15) : term.value;
    return code in library.participants ? code : "";
  };
  /** Columns of which most cells are of a kind. */
  const columnsOf = (found, holds) => found.names.filter((name) => {
    const cells = found.rows.slice(0, 200).map((row) => row[name]).filter(Boolean);
    return cells.length > 0 && cells.filter(holds).length >= cells.length * 0.8;
  });

  function table(found, library, whole) {
    const box = make("div", { class: "scroll results-table", tabindex: "0", role: "region", "aria-label": library.texts.answer });
    const own = make("table");
    const widths = found.names.map((name) => Math.min(44, Math.max(name.length + 3, ...found.rows.slice(0, 300).map((row) => (row[name] ? shortOf(row[name], library).length : 0)))));
    const columns = make("colgroup");
    for (const width of [String(found.rows.length).length + 2, ...widths]) {
      const column = make("col");
      column.style.width = `${width + 2}ch`;
      columns.append(column);
    }
    own.style.width = `max(100%, ${widths.reduce((a, b) => a + b + 2, 8)}ch)`;
    const head = make("tr");
    head.append(make("th", { scope: "col", class: "n" }, "#"));
    for (const name of found.names) {
      const cell = make("th", { scope: "col" });
      if (found.sorted === name) cell.setAttribute("aria-sort", found.down ? "descending" : "ascending");
      const button = make("button", { type: "button", class: "head", "data-sort": name }, name);
      cell.append(button);
      head.append(cell);
    }
    const top = make("thead");
    top.append(head);
    own.append(columns, top);
    box.append(own);
    let at = 0;
    const line = (row, n) => `<tr><td class="n">${n + 1}</td>${found.names.map((name) => {
      const term = row[name];
      if (!term) return "<td></td>";
      const text = escape(whole && term.type !== "triple" ? term.value : shortOf(term, library));
      const address = addressOf(term, library);
      const tongue = term["xml:lang"] ? ` lang="${escape(term["xml:lang"])}"` : "";
      if (address) return `<td><a href="${escape(address)}" title="${escape(term.value)}">${text}</a></td>`;
      return `<td${isNumber(term) ? ' class="n"' : ""}${tongue}>${text}</td>`;
    }).join("")}</tr>`;
    // In pieces: the page answers to hands and keys between two of them.
    const more = () => {
      const body = make("tbody");
      body.innerHTML = found.rows.slice(at, at + CHUNK).map((row, n) => line(row, at + n)).join("");
      own.append(body);
      at += CHUNK;
      if (at < found.rows.length) requestAnimationFrame(more);
      else box.dataset.whole = "yes";
    };
    more();
    return box;
  }

  const figure = (picture, text) => {
    const found = make("figure", { class: "result-figure" });
    found.append(picture, make("figcaption", {}, text));
    return found;
  };
  const canvas = (height, label) => draw("svg", { viewBox: `0 0 900 ${height}`, role: "img", "aria-label": label });

  function bars(found, library) {
    const [number] = columnsOf(found, isNumber);
    const name = found.names.find((n) => n !== number && !columnsOf(found, isNumber).includes(n));
    const rows = found.rows.filter((row) => row[number] && row[name]).map((row) => [shortOf(row[name], library), +row[number].value]);
    const shown = rows.slice(0, 60);
    const most = Math.max(...shown.map((row) => row[1]), 0) || 1;
    const svg = canvas(shown.length * 22 + 10, `${name}, ${number}`);
    shown.forEach(([text, value], n) => {
      const y = n * 22 + 5;
      const width = Math.max(1, (Math.max(0, value) / most) * 560);
      svg.append(draw("text", { class: "lane", x: 240, y: y + 13, "text-anchor": "end" }, text.length > 34 ? `${text.slice(0, 33)}…` : text));
      const bar = draw("rect", { class: "s-party", x: 250, y, width, height: 17 });
      bar.append(draw("title", {}, `${text}: ${value}`));
      svg.append(bar, draw("text", { class: "axis", x: 256 + width, y: y + 13 }, value));
    });
    return figure(svg, `${name} × ${number}${rows.length > shown.length ? ` · ${library.texts.first.replace("%n", shown.length)}` : ""}`);
  }

  function timeline(found, library) {
    const days = columnsOf(found, (term) => dayOf(term) !== null);
    const spans = days.length > 1 && found.rows.length <= 60;
    const name = found.names.find((n) => !days.includes(n)) || days[0];
    const every = found.rows.flatMap((row) => days.map((d) => dayOf(row[d]))).filter((x) => x !== null);
    // One after the other: a call takes only so many values.
    const first = Math.floor(every.reduce((a, b) => Math.min(a, b), Infinity));
    const last = Math.max(first + 1, Math.ceil(every.reduce((a, b) => Math.max(a, b), -Infinity) + 0.01));
    const left = spans ? 250 : 50;
    const x = (day) => left + ((day - first) / (last - first)) * (880 - left);
    const height = spans ? found.rows.length * 20 + 40 : 280;
    const svg = canvas(height, `${library.texts.timeline}: ${days.join(", ")}`);
    const step = [1, 2, 5, 10, 20, 50, 100, 1000].find((s) => (last - first) / s <= 10);
    for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
      svg.append(draw("line", { class: "grid", x1: x(year), x2: x(year), y1: 8, y2: height - 24 }), draw("text", { class: "axis", x: x(year), y: height - 6, "text-anchor": "middle" }, year));
    }
    if (spans) {
      found.rows.forEach((row, n) => {
        const own = days.map((d) => dayOf(row[d])).filter((d) => d !== null);
        if (!own.length) return;
        const y = n * 20 + 12;
        const text = row[name] ? shortOf(row[name], library) : "";
        svg.append(draw("text", { class: "lane", x: 240, y: y + 9, "text-anchor": "end" }, text.length > 34 ? `${text.slice(0, 33)}…` : text));
        const bar = draw("rect", { class: "fade", x: x(Math.min(...own)), y, width: Math.max(1, x(Math.max(...own)) - x(Math.min(...own))), height: 12 });
        bar.append(draw("title", {}, days.map((d) => `${d}: ${row[d] ? row[d].value : "–"}`).join("; ")));
        svg.append(bar);
        own.forEach((day) => svg.append(draw("circle", { class: "deposit", cx: x(day), cy: y + 6, r: 4 })));
      });
      return figure(svg, `${name}: ${days.join(", ")}`);
    }
    const counts = new Map();
    for (const row of found.rows) {
      const day = dayOf(row[days[0]]);
      if (day !== null) counts.set(Math.floor(day), (counts.get(Math.floor(day)) || 0) + 1);
    }
    const most = Math.max(...counts.values());
    const wide = Math.max(1.5, (x(first + 1) - x(first)) * 0.8);
    for (const [year, count] of counts) {
      const bar = draw("rect", { class: "s-party", x: x(year), y: 240 - (count / most) * 220, width: wide, height: (count / most) * 220 });
      bar.append(draw("title", {}, `${year}: ${count}`));
      svg.append(bar);
    }
    svg.append(draw("text", { class: "axis", x: 44, y: 24, "text-anchor": "end" }, most), draw("text", { class: "axis", x: 44, y: 244, "text-anchor": "end" }, 0));
    return figure(svg, `${days[0]}: ${library.texts.rows_by_year}`);
  }

  async function map(found, library) {
    const [who] = columnsOf(found, (term) => codeOf(term, library));
    const numbers = columnsOf(found, isNumber);
    const said = numbers[0] || found.names.find((n) => n !== who && new Set(found.rows.map((row) => row[n] && row[n].value)).size <= 8);
    const byCode = new Map();
    for (const row of found.rows) {
      const code = codeOf(row[who], library);
      if (!code) continue;
      const value = said && row[said] ? (numbers.length ? +row[said].value : shortOf(row[said], library)) : "✓";
      if (byCode.has(code) && !numbers.length && byCode.get(code) !== value) byCode.set(code, `${byCode.get(code)}, ${value}`);
      else byCode.set(code, value);
    }
    const world = await (await fetch(library.outlines)).json();
    const svg = draw("svg", { viewBox: `0 0 ${world.width} ${world.height}`, role: "img", "aria-label": library.texts.map });
    const kinds = [...new Set(byCode.values())].sort();
    const most = numbers.length ? Math.max(...byCode.values(), 1) : 1;
    const least = numbers.length ? Math.min(...byCode.values(), most) : 0;
    const paint = (value) => (numbers.length ? `d${1 + Math.round((7 * (value - least)) / (most - least || 1))}` : `k${kinds.indexOf(value) % 8}`);
    const byNumber = Object.fromEntries(Object.entries(library.participants).map(([code, [m49]]) => [m49, code]));
    for (const shape of world.shapes) {
      const code = byNumber[shape.m49];
      const value = byCode.get(code);
      const kind = value === undefined ? "s-none" : paint(value);
      const parts = [];
      if (shape.d) parts.push(draw("path", { class: kind, d: shape.d }));
      if (shape.small && value !== undefined) parts.push(draw("circle", { class: kind, cx: shape.x, cy: shape.y, r: 4 }));
      for (const part of parts) {
        if (value !== undefined) part.append(draw("title", {}, `${library.participants[code][1]}: ${value}`));
        svg.append(part);
      }
    }
    const legend = make("ul", { class: "legend" });
    const entries = numbers.length ? [[`${least}`, "d1"], [`${most}`, "d8"]] : kinds.slice(0, 8).map((kind) => [kind, paint(kind)]);
    for (const [text, kind] of [...entries, [library.texts.not_in, "s-none"]]) {
      const item = make("li");
      const swatch = draw("svg", { class: "swatch", "aria-hidden": "true" });
      swatch.append(draw("rect", { class: kind, width: "100%", height: "100%" }));
      item.append(swatch, text);
      legend.append(item);
    }
    const box = make("div", { class: "map" });
    box.append(legend, figure(svg, `${said || who}. ${library.texts.outlines}`));
    return box;
  }

  /** The views that the columns allow, the table first. */
  function viewsOf(found, library) {
    const numbers = columnsOf(found, isNumber);
    const views = { table };
    if (columnsOf(found, (term) => codeOf(term, library)).length) views.map = map;
    if (columnsOf(found, (term) => dayOf(term) !== null).length) views.timeline = timeline;
    if (numbers.length && found.names.some((name) => !numbers.includes(name))) views.chart = bars;
    return views;
  }

  window.treatygraphResults = { viewsOf, shortOf, make, isNumber };
})();
