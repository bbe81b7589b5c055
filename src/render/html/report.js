"use strict";
// Shows the findings and documents of the report as tables that can be searched, sorted and filtered. Text reaches the
// page as text only, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const LEVELS = ["error", "warning", "info"];
  const PAGE = 100, PRINTED = 1000;

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  const word = (index) => (index < 0 ? "" : data.words[index]);

  const findings = data.findings.map((it, index) => {
    const [file, row, column, level, rule, message, document, part] = it;
    const of = document < 0 ? null : data.documents[document];
    return {
      index, row, column, level: LEVELS[level], rule: data.rules[rule], message: word(message), part: word(part),
      file: data.files[file], fileIndex: file, document: of, year: of ? of[2] : "undated", classification: of ? of[3] || "unmarked" : "unmarked",
      rest: it[8],
    };
  });
  const folder = (file) => { const at = file.lastIndexOf("/"); return at < 0 ? "." : file.slice(0, at) || "/"; };
  const FACETS = {
    level: (it) => it.level, rule: (it) => it.rule.name, group: (it) => it.rule.group, year: (it) => it.year,
    classification: (it) => it.classification, folder: (it) => folder(it.file), document: (it) => it.file,
  };
  const collator = new Intl.Collator("en", { numeric: true });

  // The pieces of a line: text, or text with what it is.
  const pieces = (list, shown) => list.map((piece) => {
    if (typeof piece === "string") return piece;
    const [text, level, parts] = piece;
    const seen = (parts || []).filter((part) => !shown || shown.has(part));
    if (level === null && !seen.length) return text;
    const title = [level === null ? "" : LEVELS[level], ...seen.map((part) => word(part))].filter(Boolean).join(", ");
    return make("mark", { class: level === null ? "part" : LEVELS[level], title }, text);
  });
  const lines = (list, attributes, shown) => make("pre", attributes, ...list.map(([row, line]) =>
    make("span", { class: "line" }, make("span", { class: "row", "aria-hidden": "true" }, String(row)), ...pieces(line, shown), "\n")));

  const detail = (finding) => {
    const { help, fix, notes, related, excerpt, fingerprint, suppressed } = finding.rest;
    const list = make("dl");
    const say = (name, text) => { if (text) list.append(make("dt", {}, name), make("dd", {}, text)); };
    say("What to do", word(help));
    say("Fix", fix);
    say("Why", finding.rule.why);
    if (finding.rule.url) list.append(make("dt", {}, "Rule"), make("dd", {}, make("a", { href: finding.rule.url, rel: "noreferrer" }, finding.rule.name)));
    else say("Rule", finding.rule.name);
    say("Source", finding.rule.source);
    if (related.length) list.append(make("dt", {}, "See also"), ...related.map((it) => make("dd", {}, it)));
    for (const note of notes) say("Note", note);
    say("Suppressed", suppressed);
    say("Fingerprint", fingerprint);
    const box = make("div");
    if (excerpt.length) box.append(lines(excerpt, { tabindex: "0", "aria-label": "the lines in question" }));
    box.append(list);
    return box;
  };

  const textOf = (file) => {
    const text = data.texts[file];
    if (!text) return make("p", { class: "dim" }, "The text is not in this report; `cable-lint text FILE` prints it.");
    const parts = [...new Set(text.lines.flatMap(([, line]) => line.flatMap((piece) => (typeof piece === "string" ? [] : piece[2] || []))))];
    parts.sort((a, b) => collator.compare(word(a), word(b)));
    const shown = new Set(parts), box = make("div");
    const draw = () => { box.querySelector("pre")?.remove(); box.append(lines(text.lines, { class: "text", tabindex: "0", "aria-label": "the text of the document" }, shown)); };
    if (parts.length) box.append(make("fieldset", { class: "parts" }, make("legend", { class: "away" }, "Parts to highlight"), ...parts.map((part) =>
      make("label", {}, make("input", { type: "checkbox", checked: true, on: { change: (event) => {
        if (event.target.checked) shown.add(part); else shown.delete(part);
        draw();
      } } }), word(part)))));
    if (text.cut) box.append(make("p", { class: "dim" }, "Only the beginning of the text is in this report."));
    draw();
    return box;
  };

  // A table with search, filters, sort and pages. `columns` have a name, a key to sort by and a cell.
  const table = (place, { what, rows, columns, filters, matches, open, sorted }) => {
    const state = { search: "", filters: {}, sort: sorted, down: false, page: 0, size: PAGE };
    let found = rows, opened = new Set();
    const status = make("span", { role: "status", "aria-live": "polite" });
    const body = make("tbody");
    const heads = columns.map((column) => make("th", { scope: "col", class: column.class },
      make("button", { type: "button", on: { click: () => {
        state.down = state.sort === column.name ? !state.down : false;
        state.sort = column.name;
        refresh();
      } } }, column.name)));
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    let wait;
    search.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { state.search = search.value.trim().toLowerCase(); refresh(); }, 150); });
    const selects = {};
    for (const [name, of] of Object.entries(filters)) {
      const counts = new Map();
      for (const row of rows) { const value = of(row); counts.set(value, (counts.get(value) || 0) + 1); }
      const names = [...counts.keys()].sort(name === "level" ? (a, b) => LEVELS.indexOf(a) - LEVELS.indexOf(b) : collator.compare);
      selects[name] = make("select", { on: { change: (event) => { state.filters[name] = event.target.value; refresh(); } } },
        make("option", { value: "" }, "all"), ...names.map((value) => make("option", { value: "=" + value }, `${value} (${counts.get(value)})`)));
    }
    const clear = make("button", { type: "button", on: { click: () => { reset(); refresh(); search.focus(); } } }, "Clear");
    const reset = () => {
      state.search = search.value = "";
      state.filters = {};
      for (const select of Object.values(selects)) select.value = "";
    };
    const back = make("button", { type: "button", on: { click: () => { state.page -= 1; draw(); place.scrollIntoView(); } } }, "Back");
    const next = make("button", { type: "button", on: { click: () => { state.page += 1; draw(); place.scrollIntoView(); } } }, "Next");
    const at = make("span");
    place.replaceChildren(
      make("form", { class: "tools", role: "search", "aria-label": `Search ${what}`, on: { submit: (event) => event.preventDefault() } },
        make("label", { class: "wide" }, `Search ${what}`, search),
        ...Object.entries(selects).map(([name, select]) => make("label", {}, name, select)), clear),
      make("p", { class: "dim" }, status),
      make("div", { class: "table" }, make("table", { class: "rows" }, make("thead", {}, make("tr", {}, ...heads)), body)),
      make("nav", { class: "pager", "aria-label": `Pages of ${what}` }, back, at, next));

    const refresh = () => {
      const asked = Object.entries(state.filters).filter(([, value]) => value);
      const words = state.search.split(/\s+/).filter(Boolean);
      found = rows.filter((row) => asked.every(([name, value]) => "=" + filters[name](row) === value) && words.every((it) => matches(row).includes(it)));
      const { key } = columns.find((column) => column.name === state.sort);
      const keys = new Map(found.map((row) => [row, key(row)]));
      const sign = state.down ? -1 : 1;
      found = [...found].sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        return sign * (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(x, y)) || a.index - b.index;
      });
      state.page = 0;
      opened = new Set();
      draw();
    };
    const draw = () => {
      const pages = Math.max(1, Math.ceil(found.length / state.size));
      state.page = Math.min(Math.max(state.page, 0), pages - 1);
      const from = state.page * state.size, here = found.slice(from, from + state.size);
      status.textContent = found.length === rows.length ? `${rows.length} ${what}` : `${found.length} of ${rows.length} ${what}`;
      at.textContent = `Page ${state.page + 1} of ${pages}`;
      back.disabled = state.page === 0;
      next.disabled = state.page === pages - 1;
      back.parentElement.hidden = pages === 1;
      columns.forEach((column, index) => {
        if (column.name === state.sort) heads[index].setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else heads[index].removeAttribute("aria-sort");
      });
      body.replaceChildren(...here.flatMap((row) => {
        const line = make("tr");
        const button = make("button", { type: "button", class: "open", "aria-expanded": "false" });
        const toggle = (wanted) => {
          const shown = line.nextSibling?.classList?.contains("detail") ? line.nextSibling : null;
          const show = wanted === undefined ? !shown : wanted;
          button.setAttribute("aria-expanded", String(show));
          if (show && !shown) line.after(make("tr", { class: "detail" }, make("td", { colspan: columns.length }, open(row))));
          if (!show && shown) shown.remove();
          if (show) opened.add(row); else opened.delete(row);
        };
        button.addEventListener("click", () => toggle());
        line.append(...columns.map((column) => {
          const content = column.cell(row), name = column.label ? column.name : null;
          if (!column.opens) return make("td", { class: column.class, "data-name": name }, content);
          button.append(content);
          return make("td", { class: column.class, "data-name": name }, button);
        }));
        line.toggle = toggle;
        return [line];
      }));
      for (const line of [...body.children]) if (line.toggle && state.printing) line.toggle(true);
    };
    const print = (printing) => {
      if (!state.details) return;
      state.printing = printing;
      [state.size, state.page] = printing ? [PRINTED, 0] : [PAGE, 0];
      draw();
      if (printing && found.length > PRINTED) status.textContent += `; the first ${PRINTED} are printed`;
    };
    refresh();
    return {
      filter(name, value) {
        reset();
        state.filters[name] = selects[name].value = "=" + value;
        refresh();
      },
      print, state,
    };
  };

  const level = (it) => make("span", { class: `level ${it.level}` }, it.level);
  const place = (it) => `${it.file}${it.part ? `, ${it.part}` : ""}:${it.row}:${it.column}`;
  const searched = (it) => it.searched ??= `${it.file} ${it.message} ${it.rule.name} ${it.rule.group} ${it.classification} ${it.year}`.toLowerCase();
  const findingsTable = table(document.getElementById("findings-table"), {
    what: "findings", rows: findings, matches: searched, open: detail, sorted: "level",
    filters: { level: FACETS.level, rule: FACETS.rule, group: FACETS.group, year: FACETS.year, classification: FACETS.classification, folder: FACETS.folder },
    columns: [
      { name: "level", key: (it) => LEVELS.indexOf(it.level), cell: level },
      { name: "finding", class: "message", key: (it) => it.message, cell: (it) => it.message, opens: true },
      { name: "rule", class: "rule", key: (it) => it.rule.name, cell: (it) => it.rule.name, label: true },
      { name: "place", class: "file", key: (it) => it.file, cell: place, label: true },
      { name: "classification", key: (it) => it.classification, cell: (it) => it.classification, label: true },
      { name: "year", key: (it) => it.year, cell: (it) => it.year, label: true },
    ],
  });
  findingsTable.state.details = true;

  const counts = new Map();
  for (const finding of findings) {
    if (!finding.document) continue;
    const count = counts.get(finding.document) || { error: 0, warning: 0, info: 0 };
    count[finding.level] += 1;
    counts.set(finding.document, count);
  }
  const documents = data.documents.map((it, index) => {
    const [file, date, year, classification, family, number, first, last, tags] = it;
    const count = counts.get(it) || { error: 0, warning: 0, info: 0 };
    return { index, file: data.files[file], fileIndex: file, date, year, classification: classification || "unmarked", family, number, first, last, tags, ...count };
  });
  const opened = (it) => {
    const box = make("div");
    const own = it.error + it.warning + it.info;
    if (it.tags || it.number) box.append(make("p", { class: "dim" }, [it.number, it.tags].filter(Boolean).join(" · ")));
    if (own) box.append(make("p", {}, make("button", { type: "button", on: { click: () => {
      findingsTable.filter("folder", folder(it.file));
      const search = document.querySelector("#findings-table input[type=search]");
      search.value = it.file.toLowerCase();
      search.dispatchEvent(new Event("input"));
      document.getElementById("findings").focus();
    } } }, `Show its ${own} finding${own === 1 ? "" : "s"}`)));
    box.append(textOf(it.fileIndex));
    return box;
  };
  table(document.getElementById("documents-table"), {
    what: "documents", rows: documents, open: opened, sorted: "document",
    matches: (it) => it.searched ??= `${it.file} ${it.number} ${it.family} ${it.classification} ${it.date} ${it.tags}`.toLowerCase(),
    filters: { year: (it) => it.year, classification: (it) => it.classification, kind: (it) => it.family, folder: (it) => folder(it.file) },
    columns: [
      { name: "document", class: "file", key: (it) => it.file, cell: (it) => `${it.file}:${it.first}-${it.last}`, opens: true },
      { name: "date", key: (it) => it.date, cell: (it) => it.date || "undated", label: true },
      { name: "classification", key: (it) => it.classification, cell: (it) => it.classification, label: true },
      { name: "kind", key: (it) => it.family, cell: (it) => it.family, label: true },
      { name: "errors", class: "number", key: (it) => it.error, cell: (it) => String(it.error), label: true },
      { name: "warnings", class: "number", key: (it) => it.warning, cell: (it) => String(it.warning), label: true },
      { name: "infos", class: "number", key: (it) => it.info, cell: (it) => String(it.info), label: true },
    ],
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-facet]");
    if (!link) return;
    findingsTable.filter(link.dataset.facet, link.dataset.value);
    event.preventDefault();
    document.getElementById("findings").scrollIntoView();
    document.getElementById("findings").focus({ preventScroll: true });
  });
  addEventListener("beforeprint", () => findingsTable.print(true));
  addEventListener("afterprint", () => findingsTable.print(false));
})();
