// What scripts say was written, and translated, by the page: <div id="mots" data-saved="…">.
export function word(name) {
  return document.getElementById("mots")?.dataset[name] ?? "";
}

export function typing(event) {
  const { target } = event;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

export function keysAllowed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if (typing(event) || document.querySelector("dialog[open]")) return false;
  try {
    return localStorage.getItem("pacte-keys") !== "off";
  } catch {
    return true;
  }
}

// Without accents or capitals: what two spellings of a word share.
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
