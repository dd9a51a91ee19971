// Known names beside a field that takes several, one a line or between « ; »: those that hold what is
// being typed are offered, the arrow goes down to them, Enter or a click puts one in.
import { folded } from "./words.js";

const ENOUGH = 2; // letters typed

export default function suggest(list) {
  const field = list.closest("form").querySelector("textarea[name=value]");
  if (!field) return;
  const names = [...list.querySelectorAll("[data-add-line]")].map((button) => [button, folded(button.textContent)]);
  let opened = false; // by what is typed, not by a click

  const start = () => Math.max(field.value.lastIndexOf("\n", field.selectionEnd - 1), field.value.lastIndexOf(";", field.selectionEnd - 1)) + 1;
  const piece = () => field.value.slice(start(), field.selectionEnd).trim();
  const shown = () => names.filter(([button]) => !button.parentElement.hidden).map(([button]) => button);

  function filter() {
    const typed = folded(piece());
    const exact = names.some(([, name]) => name === typed);
    const asked = typed.length >= ENOUGH && !exact ? typed : "";
    for (const [button, name] of names) button.parentElement.hidden = Boolean(asked) && !name.includes(asked);
    if (asked && shown().length && !list.open) list.open = opened = true;
    else if (opened && (!asked || !shown().length)) list.open = opened = false;
  }

  function put(button) {
    const at = piece() && folded(button.textContent).includes(folded(piece())) ? start() : null;
    if (at === null) field.value = [...field.value.split("\n").filter(Boolean), button.textContent].join("\n");
    else field.setRangeText(`${field.value[at - 1] === ";" ? " " : ""}${button.textContent}`, at, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  field.addEventListener("input", filter);
  if (document.activeElement === field) filter(); // of what was typed before this was there
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !opened || field.value.indexOf("\n", field.selectionEnd) >= 0) return;
    event.preventDefault();
    shown()[0]?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = shown();
    (all[all.indexOf(event.target) + step] ?? field).focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-line]");
    if (button) put(button);
  });
}
