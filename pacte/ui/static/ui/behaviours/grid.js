// A table edited like a spreadsheet: arrows move, Enter opens the cell then saves it, Tab saves and
// goes on, Escape gives up, Ctrl Z takes the last edit back. Each cell's form comes from
// data-cell-url with CODE and KEY replaced.
import { drafts, keyOf, write } from "./drafts.js";
import { alone, tableText } from "./pasted.js";
import { say } from "./toasts.js";
import { word } from "./words.js";

const CELL = "[data-key]";
const FIELD = "textarea, select, input:not([type=hidden])";
const FAR = 10; // rows of a Page Down
const MOST_FILLED = 100; // cells, in one paste

export default function grid(wrap) {
  const table = wrap.querySelector("table");
  const edits = []; // {code, key, before, held}: what Ctrl Z takes back
  let here = null;
  let opening = null; // {cell, typed}: keys are kept until the form is there

  const rows = () => [...table.querySelectorAll("tbody tr[data-code]:not([hidden])")];
  const cellsOf = (row) => [...row.querySelectorAll(CELL)];
  const cellAt = (code, key) => document.getElementById(code)?.querySelector(`[data-key="${CSS.escape(key)}"]`);

  function go(cell, { focus = true } = {}) {
    if (!cell) return;
    here?.setAttribute("tabindex", "-1");
    here = cell;
    cell.setAttribute("tabindex", "0");
    if (!focus) return; // a page opens at its top
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!cell.closest("tr").nextElementSibling) wrap.dispatchEvent(new CustomEvent("pacte:more"));
  }

  function beside(cell, down, right) {
    const row = cell.closest("tr");
    const all = down ? rows() : [row];
    const place = Math.max(0, Math.min(all.indexOf(row) + down, all.length - 1));
    return cellsOf(all[place])[cellsOf(row).indexOf(cell) + right];
  }

  function after(cell, step) {
    const all = rows().flatMap(cellsOf).filter((one) => one.hasAttribute("data-edit"));
    return all[all.indexOf(cell) + step];
  }

  const address = (code, key) =>
    wrap.dataset.cellUrl.replace("CODE", encodeURIComponent(code)).replace("KEY", encodeURIComponent(key));
  const codeOf = (cell) => cell.closest("tr").dataset.code;

  async function ask(url, body) {
    try {
      const token = document.body.getAttribute("hx-headers");
      const headers = { "HX-Request": "true", ...(token ? JSON.parse(token) : {}) };
      const response = await fetch(url, { method: body ? "POST" : "GET", body, headers });
      if (response.redirected) {
        say(word("ended")); // to the sign-in page: what was typed stays here and on the device
        return null;
      }
      const why = response.headers.get("Pacte-Word") ?? "refused";
      const said = JSON.parse(response.headers.get("HX-Trigger") ?? "{}")["pacte:said"];
      return { status: response.status, why, said, held: response.headers.get("Pacte-Held"), text: await response.text() };
    } catch {
      say(word("offline"));
      return null;
    }
  }

  // Going elsewhere saves, as in a spreadsheet; what is refused stays open.
  function leave(cell) {
    for (const other of table.querySelectorAll(".editing")) if (other !== cell) save(other);
  }

  async function open(cell, typed = null) {
    if (!cell?.hasAttribute("data-edit") || cell.querySelector("form") || opening) return;
    leave(cell);
    opening = { cell, typed };
    const answer = await ask(address(codeOf(cell), cell.dataset.key));
    const { typed: keys, end } = opening;
    opening = null;
    if (!answer) return;
    if (answer.status !== 200) return say(word(answer.why));
    const kept = cell.innerHTML;
    const form = fill(cell, answer.text, kept);
    const field = form.querySelector(FIELD);
    field.focus();
    if (keys !== null && field.tagName !== "SELECT") {
      field.value = keys;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else field.select?.();
    (cell.querySelector("form") ?? cell).scrollIntoView({ block: "nearest", inline: "nearest" });
    if (end) field.dispatchEvent(new KeyboardEvent("keydown", { ...end, bubbles: true, cancelable: true }));
  }

  function fill(cell, markup, kept) {
    cell.innerHTML = markup;
    cell.classList.add("editing");
    const form = cell.querySelector("form");
    form.kept = kept;
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: form } }));
    return form;
  }

  function close(cell, content) {
    forget(cell);
    cell.classList.remove("editing");
    cell.innerHTML = content;
  }

  function forget(cell) {
    for (const field of cell.querySelectorAll("[data-pacte-autosave]")) write(keyOf(field.dataset.pacteAutosave), null);
  }

  function show(cell, kept, text) {
    if (cell.dataset.key === "title") {
      close(cell, kept);
      cell.querySelector("a").innerHTML = text;
    } else close(cell, text);
  }

  // Resolves to true once the cell holds what was typed.
  async function save(cell) {
    const form = cell.querySelector("form");
    if (!form || form.sending) return !form;
    const { kept } = form;
    const before = form.elements.read.value;
    if (form.elements.value.value === before && !form.elements.reason && !cell.querySelector("blockquote")) {
      close(cell, kept); // nothing typed, nothing to say
      return true;
    }
    form.sending = true;
    const answer = await ask(form.action, new FormData(form));
    form.sending = false;
    if (!answer) return false;
    if (answer.status === 200) {
      show(cell, kept, answer.text);
      edits.push({ code: codeOf(cell), key: cell.dataset.key, before, held: answer.held });
      say(answer.said ?? word("saved"));
      return true;
    }
    if (answer.status === 409 || answer.status === 422) {
      fill(cell, answer.text, kept);
      cell.querySelector("[aria-invalid=true]")?.focus() ?? cell.querySelector(FIELD)?.focus();
    } else say(word(answer.why));
    return false;
  }

  // Only what nobody changed since is put back.
  async function undo() {
    const edit = edits.pop();
    if (!edit) return;
    const url = address(edit.code, edit.key);
    const now = await ask(url);
    if (!now) return;
    if (now.status !== 200 || now.held !== edit.held) return say(word("changed"));
    const form = new DOMParser().parseFromString(now.text, "text/html").querySelector("form");
    const body = new FormData(form);
    body.set("value", edit.before);
    body.set("as_is", "1");
    const answer = await ask(url, body);
    if (answer?.status !== 200) return answer && say(word(answer.why));
    const cell = cellAt(edit.code, edit.key);
    if (cell) {
      show(cell, cell.innerHTML, answer.text);
      go(cell);
    }
    say(word("undone"));
  }

  const giveUp = (cell) => {
    const form = cell.querySelector("form");
    if (form) close(cell, form.kept);
    go(cell);
  };

  const newLine = (event) => event.target.tagName === "TEXTAREA" && (event.shiftKey || event.altKey);

  async function inForm(event, cell) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      giveUp(cell);
    } else if (event.key === "Enter" && event.altKey && event.target.tagName === "TEXTAREA") {
      event.preventDefault();
      event.target.setRangeText("\n", event.target.selectionStart, event.target.selectionEnd, "end");
    } else if ((event.key === "Tab" || (event.key === "Enter" && !newLine(event))) && !event.target.closest("button, a, summary")) {
      event.preventDefault();
      const next = event.key === "Tab" ? after(cell, event.shiftKey ? -1 : 1) : beside(cell, event.shiftKey ? -1 : 1, 0);
      if (await save(cell)) {
        go(next ?? cell);
        if (event.key === "Tab") open(next);
      }
    }
  }

  const moves = {
    ArrowDown: (cell) => beside(cell, 1, 0),
    ArrowUp: (cell) => beside(cell, -1, 0),
    ArrowRight: (cell) => beside(cell, 0, 1),
    ArrowLeft: (cell) => beside(cell, 0, -1),
    PageDown: (cell) => beside(cell, FAR, 0),
    PageUp: (cell) => beside(cell, -FAR, 0),
    Home: (cell, event) => cellsOf(event.ctrlKey ? rows()[0] : cell.closest("tr"))[0],
    End: (cell, event) => cellsOf(event.ctrlKey ? rows().at(-1) : cell.closest("tr")).at(-1),
  };

  function onCell(event, cell) {
    const { key } = event;
    const command = event.ctrlKey || event.metaKey;
    if (command && key.toLowerCase() === "z" && !event.shiftKey) undo();
    else if (moves[key] && !event.altKey && !event.metaKey) go(moves[key](cell, event));
    else if (key === "Enter" || key === "F2") open(cell);
    else if (key === "Delete" || key === "Backspace") open(cell, "");
    else if (key.length === 1 && !command && !event.altKey && key !== " " && cell.hasAttribute("data-edit")) open(cell, key);
    else return;
    event.preventDefault();
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest(CELL);
    if (!cell) return;
    if (event.target.closest("form")) inForm(event, cell);
    else if (event.target !== cell) return;
    else if (opening?.cell === cell) {
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !opening.end) opening.typed = (opening.typed ?? "") + event.key;
      else if (["Enter", "Tab", "Escape"].includes(event.key)) opening.end ??= { key: event.key, shiftKey: event.shiftKey };
      event.preventDefault();
    } else onCell(event, cell);
  });

  table.addEventListener("click", (event) => {
    const cell = event.target.closest(CELL);
    if (!cell || event.target.closest("a:not([data-escape])")) return;
    if (event.target.closest("[data-escape]")) {
      event.preventDefault();
      giveUp(cell);
    } else if (!cell.querySelector("form")) {
      leave(cell);
      go(cell);
    }
  });

  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest(CELL);
    if (cell && !event.target.closest("a, form")) open(cell);
  });

  table.addEventListener("submit", async (event) => {
    event.preventDefault();
    const cell = event.target.closest(CELL);
    if (await save(cell)) go(cell);
  });

  table.addEventListener("copy", (event) => {
    const cell = event.target.closest?.(CELL);
    if (!cell || event.target !== cell || !getSelection().isCollapsed) return;
    event.clipboardData.setData("text/plain", (cell.querySelector("a") ?? cell).innerText.trim());
    event.preventDefault();
  });

  // One text goes into the cell, one column into the cells below it; several rows copied from a
  // spreadsheet become actions. Both are shown on a page of their own before they are written.
  table.addEventListener("paste", (event) => {
    if (event.target.closest("form")) return;
    const text = tableText(event.clipboardData);
    const cell = event.target.closest(CELL);
    const one = alone(text);
    if (one !== null) {
      if (cell && one) open(cell, one);
      return event.preventDefault();
    }
    if (!wrap.dataset.pasteUrl) return;
    event.preventDefault();
    const fills = cell?.hasAttribute("data-edit") && !text.includes("\t") && !["number", "title"].includes(cell.dataset.key) && wrap.dataset.fillUrl;
    const form = Object.assign(document.createElement("form"), { method: "post", action: fills || wrap.dataset.pasteUrl, hidden: true });
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const all = rows();
    const below = fills ? all.slice(all.indexOf(cell.closest("tr"))).map((row) => row.dataset.code) : [];
    const asked = fills ? { column: cell.dataset.key, codes: below.slice(0, MOST_FILLED).join(" ") } : { apercu: "1", after: cell ? codeOf(cell) : "" };
    const values = { rows: text, ...asked, csrfmiddlewaretoken: headers["X-CSRFToken"] ?? "" };
    for (const [name, value] of Object.entries(values)) {
      form.append(Object.assign(document.createElement("textarea"), { name, value }));
    }
    document.body.append(form);
    form.submit();
  });

  // Texts left behind by a closed tab or an ended session.
  function recall() {
    const start = wrap.dataset.draft;
    const left = start ? drafts(start) : [];
    if (!left.length) return;
    const line = Object.assign(document.createElement("div"), { className: "notice warn no-print" });
    line.setAttribute("role", "status");
    line.append(Object.assign(document.createElement("p"), { textContent: word("found") }));
    for (const [name] of left) {
      const [code, key] = name.slice(start.length).split("/");
      const link = Object.assign(document.createElement("a"), { href: address(code, key), className: "button quiet" });
      link.textContent = `${code} ${table.querySelector(`[data-key="${CSS.escape(key)}"]`)?.dataset.label ?? ""}`.trim();
      line.append(link);
    }
    wrap.before(line);
  }

  wrap.addEventListener("pacte:go", ({ detail }) => go(detail?.matches?.(CELL) ? detail : detail?.querySelector?.(CELL)));
  wrap.addEventListener("pacte:rows", () => {
    if (!here?.isConnected) go(table.querySelector("tbody [data-edit]"), { focus: false });
  });
  recall();
  go(table.querySelector("tbody [data-edit]"), { focus: false });
}
