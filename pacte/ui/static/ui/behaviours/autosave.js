// A long text is never lost: each key is kept on this device until the server has it.
// <textarea data-pacte-autosave="unique/key" hx-post="…" hx-trigger="input changed delay:1500ms" hx-swap="none">
import { keyOf, read, write } from "./drafts.js";
import { word } from "./words.js";

function button(text, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

function offer(field, key, draft) {
  const line = document.createElement("div");
  line.className = "notice warn";
  line.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = word("found");
  const restore = button(word("restore"), () => {
    field.value = draft.text;
    line.remove();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  const discard = button(word("discard"), () => {
    write(key, null);
    line.remove();
    field.focus();
  });
  line.append(text, restore, discard);
  field.before(line);
}

function place(field) {
  const found = field.form?.querySelector("[data-pacte-saved]") ?? field.parentElement.querySelector("[data-pacte-saved]");
  if (found) return found;
  const made = document.createElement("span");
  made.className = "saved";
  made.dataset.pacteSaved = "";
  made.setAttribute("role", "status");
  field.after(made);
  return made;
}

function announce(field, text) {
  const told = place(field);
  if (told.textContent !== text) told.textContent = text;
}

export default function autosave(field) {
  const key = keyOf(field.dataset.pacteAutosave);
  let base = field.value;
  const draft = read(key);
  if (draft && draft.text === field.form?.elements.read?.value) write(key, null); // saved since
  else if (draft && draft.text !== base) offer(field, key, draft);

  field.addEventListener("input", () => {
    if (field.value === base) write(key, null);
    else if (write(key, { text: field.value, base })) announce(field, word("draft"));
  });
  let asked = base;
  field.addEventListener("htmx:beforeRequest", () => {
    asked = field.value;
  });
  field.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== field) return;
    announce(field, word(event.detail.successful ? "saved" : "kept"));
    if (!event.detail.successful) return;
    base = asked;
    if (field.value === asked) write(key, null);
  });
}
