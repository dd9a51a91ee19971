// The keys of the whole site: « ? » lists them, « / » and Ctrl K go to the search.
import { keysAllowed } from "./words.js";

function search() {
  const field = document.querySelector("[data-pacte-search]");
  if (field?.checkVisibility?.() ?? field) field.focus();
  else document.querySelector(".frame-search-link")?.click();
}

export default function shortcuts(dialog) {
  const off = dialog.querySelector("[data-keys-off]");
  const open = () => dialog.open || dialog.showModal();
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      search();
    } else if (event.key === "?" && keysAllowed(event)) {
      open();
    } else if (event.key === "/" && keysAllowed(event)) {
      event.preventDefault();
      search();
    }
  });
  for (const opener of document.querySelectorAll("[data-shortcuts-open]")) opener.addEventListener("click", open);
  try {
    off.checked = localStorage.getItem("pacte-keys") === "off";
    off.addEventListener("change", () => localStorage.setItem("pacte-keys", off.checked ? "off" : "on"));
  } catch {
    off.disabled = true;
  }
}
