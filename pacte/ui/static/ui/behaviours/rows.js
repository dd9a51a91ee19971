// Whole rows of the plan's table: « ⋯ » (or Shift F10) opens what one may do with a row, Alt Shift
// and an arrow do it at once, Ctrl Enter adds one below. The forms are those of the rows' own pages.
import { say } from "./toasts.js";
import { word } from "./words.js";

const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "indent", ArrowLeft: "outdent" };

export default function rows(wrap) {
  const dialog = document.getElementById("ligne");
  const place = dialog.querySelector("[data-row-place]");
  const heading = dialog.querySelector("h2");
  const usual = heading.textContent;
  let key = "title"; // the column one stands in

  async function ask(url, body, redirect = "follow") {
    try {
      const token = document.body.getAttribute("hx-headers");
      const headers = { "HX-Request": "true", ...(token ? JSON.parse(token) : {}) };
      const response = await fetch(url, { method: body ? "POST" : "GET", body, headers, redirect });
      const why = response.redirected ? "ended" : (response.headers.get("Pacte-Word") ?? "refused");
      return { status: response.status, why, left: response.redirected, text: await response.text() };
    } catch {
      say(word("offline"));
      return null;
    }
  }

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body;

  async function sheet(code) {
    const answer = await ask(wrap.dataset.rowUrl.replace("CODE", encodeURIComponent(code)));
    if (answer && (answer.status !== 200 || answer.left)) say(word(answer.why));
    return answer?.status === 200 && !answer.left ? parsed(answer.text) : null;
  }

  function open(markup, first) {
    heading.textContent = markup.querySelector("[data-row-title]")?.dataset.rowTitle ?? usual;
    place.replaceChildren(...markup.childNodes);
    window.htmx?.process(place);
    if (!dialog.open) dialog.showModal();
    place.querySelector(first ?? "a, button")?.focus();
  }

  // A new row below this one: its title, asked over the table.
  async function add(code) {
    const answer = await ask(`${wrap.dataset.addUrl}?apres=${encodeURIComponent(code)}`);
    if (!answer) return;
    if (answer.status === 200 && !answer.left) open(parsed(answer.text), "textarea");
    else say(word(answer.left ? "ended" : "refused"));
  }

  // The row that stands above on this screen, whatever the filters.
  function above(code) {
    const all = [...wrap.querySelectorAll("tr[data-code]:not([hidden])")];
    return all[all.findIndex((row) => row.dataset.code === code) - 1]?.dataset.code;
  }

  async function command(code, wish) {
    const markup = await sheet(code);
    if (!markup) return;
    const forms = [...markup.querySelectorAll(`[data-row-do=${wish}]`)];
    if (wish === "indent") {
      const option = [...forms[0].elements.under.options].find((one) => one.value === above(code));
      if (option) option.selected = true;
      else return open(markup, "[name=under]");
    }
    if (forms.length === 1) send(forms[0], forms[0].querySelector(wish === "outdent" ? "button:last-of-type" : "button"));
    else open(markup, `[data-row-do=${wish}] button`);
  }

  async function send(form, button) {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    const answer = await ask(form.action, body);
    if (!answer) return;
    if (answer.status === 200 && !answer.left) return finish(parsed(answer.text));
    if (answer.status === 409 || answer.status === 422) open(parsed(answer.text));
    else say(word(answer.why));
  }

  function finish(markup) {
    const told = markup.querySelector("[data-row-done]");
    if (dialog.open) dialog.close();
    document.getElementById("avis").replaceChildren();
    document.body.append(told);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: told } }));
    again(told.dataset.rowDone);
  }

  function again(code) {
    const then = () => {
      const row = document.getElementById(code);
      wrap.dispatchEvent(new CustomEvent("pacte:go", { detail: row?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? row }));
    };
    wrap.dispatchEvent(new CustomEvent("pacte:refresh", { detail: then }));
  }

  wrap.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-key]");
    if (!cell || event.target.closest("form")) return;
    const code = cell.closest("tr").dataset.code;
    const wish = event.altKey && event.shiftKey && !event.ctrlKey && KEYS[event.key];
    const asks = (event.shiftKey && event.key === "F10") || event.key === "ContextMenu";
    const adds = event.key === "Enter" && (event.ctrlKey || event.metaKey) && wrap.dataset.addUrl;
    if (!wish && !asks && !adds) return;
    event.preventDefault();
    event.stopPropagation();
    key = cell.dataset.key;
    if (adds) add(code);
    else if (wish) command(code, wish);
    else sheet(code).then((markup) => markup && open(markup));
  }, true);

  wrap.addEventListener("click", async (event) => {
    const link = event.target.closest(".row-menu");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const markup = await sheet(link.closest("tr").dataset.code);
    if (markup) open(markup);
  });

  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("[data-row-add]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    add(place.querySelector("[data-row]").dataset.row);
  });

  // One line is a title: Enter adds it, as in the table.
  dialog.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-row-do=add]");
    if (!form || event.target.tagName !== "TEXTAREA" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  dialog.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-row-do]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  // « Annuler » of the passing message: done in the background, the table is read again.
  document.addEventListener("submit", async (event) => {
    const told = event.target.closest(".toast [action]");
    if (!told || event.defaultPrevented) return;
    event.preventDefault();
    const answer = await ask(told.action, new FormData(told), "manual");
    if (!answer) return;
    if (answer.status >= 400) return say(word(answer.why));
    told.closest(".toast").remove();
    say(word("undone"));
    const code = decodeURIComponent(told.getAttribute("action").split("/").at(-3));
    again(code);
  });
}
