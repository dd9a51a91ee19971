// Binds behaviours to the elements that ask for them by data-pacte-<name>, on this page and on
// the parts that htmx brings. A behaviour is fetched only where something asks for it.
import { settle } from "./behaviours/drafts.js";
import { say } from "./behaviours/toasts.js";
import { watch } from "./behaviours/waiting.js";
import { word } from "./behaviours/words.js";

const behaviours = {
  autosave: () => import("./behaviours/autosave.js"),
  copy: () => import("./behaviours/copy.js"),
  count: () => import("./behaviours/count.js"),
  dialog: () => import("./behaviours/dialog.js"),
  display: () => import("./behaviours/display.js"),
  dropzone: () => import("./behaviours/dropzone.js"),
  folds: () => import("./behaviours/folds.js"),
  focus: () => import("./behaviours/focus.js"),
  follows: () => import("./behaviours/follows.js"),
  forget: () => import("./behaviours/forget.js"),
  grid: () => import("./behaviours/grid.js"),
  guard: () => import("./behaviours/guard.js"),
  list: () => import("./behaviours/list.js"),
  menu: () => import("./behaviours/menu.js"),
  opens: () => import("./behaviours/opens.js"),
  pages: () => import("./behaviours/pages.js"),
  palette: () => import("./behaviours/palette.js"),
  passkey: () => import("./behaviours/passkey.js"),
  print: () => import("./behaviours/print.js"),
  rows: () => import("./behaviours/rows.js"),
  scroll: () => import("./behaviours/scroll.js"),
  stays: () => import("./behaviours/stays.js"),
  shortcuts: () => import("./behaviours/shortcuts.js"),
  suggest: () => import("./behaviours/suggest.js"),
  ticks: () => import("./behaviours/ticks.js"),
  toast: () => import("./behaviours/toasts.js"),
};
const bound = new WeakMap();

async function bindOne(name, element) {
  const names = bound.get(element) ?? new Set();
  if (names.has(name)) return;
  bound.set(element, names.add(name));
  const module = await behaviours[name]();
  module.default(element);
}

function bind(root) {
  for (const name of Object.keys(behaviours)) {
    const asked = `[data-pacte-${name}]`;
    if (root.matches?.(asked)) bindOne(name, root);
    for (const element of root.querySelectorAll(asked)) bindOne(name, element);
  }
}

settle();
bind(document);
watch();
document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
document.addEventListener("htmx:sendError", () => say(word("offline")));
// A refusal may name the word that tells why, in the header Pacte-Word.
document.addEventListener("htmx:responseError", (event) => say(word(event.detail.xhr.getResponseHeader("Pacte-Word") ?? "refused")));
// A view says something quietly with the header HX-Trigger: {"pacte:said": "Enregistré"}.
document.addEventListener("pacte:said", (event) => say(event.detail.value));
