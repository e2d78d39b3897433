// Makes pages smoother; every page works without it.
(() => {
  "use strict";
  const body = document.body;

  // Drafts: saved 800 ms after typing stops, and when the page is left.
  const waiting = new Map();
  const words = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const report = (form, text) => {
    const place = form.querySelector("[data-saved-at]");
    if (place) place.textContent = text;
  };
  const save = async (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: words(form),
        headers: { "X-Draft": "typing" },
        credentials: "same-origin",
      });
      const said = await answer.json();
      if (answer.status === 401 && said.kept) report(form, body.dataset.signedOut);
      else if (answer.ok) report(form, `${body.dataset.saved} ${said.at}`);
      else throw new Error(String(answer.status));
    } catch {
      report(form, body.dataset.unsaved);
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), 800));
  });
  const saveAll = () => {
    for (const form of waiting.keys()) navigator.sendBeacon(form.dataset.draft, words(form));
    waiting.clear();
  };
  addEventListener("pagehide", saveAll);
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
    if (!event.target.hasAttribute("data-draft")) saveAll();
  });

  // Keys: / search, ? help. Never while somebody types.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("[data-search], input[type=search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "?" && body.dataset.help) {
      location.href = body.dataset.help;
    }
  });

  // On a narrow screen each row of a small table is read from top to bottom.
  const one = (text) => text.trim().replace(/\s+/g, " ");
  for (const table of document.querySelectorAll(".scroll > table")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => one(head.textContent));
    const rows = [...table.tBodies].flatMap((part) => [...part.rows]);
    const even = rows.every((row) => row.cells.length === heads.length);
    const plain = !table.querySelector("[colspan], [rowspan], input, select");
    if (!even || !plain || heads.length < 3 || heads.length > 6 || rows.length > 12) continue;
    for (const row of rows)
      for (const [n, cell] of [...row.cells].entries()) if (n) cell.dataset.label = heads[n];
    table.classList.add("stacks");
  }

  // After a fault the summary is read first.
  const faults = document.getElementById("faults") || document.getElementById("conflict");
  if (faults) {
    faults.tabIndex = -1;
    faults.focus();
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
})();
