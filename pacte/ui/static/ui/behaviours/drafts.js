// Texts being written, kept on this device for the person who writes them, a week at most: they
// outlive a closed tab, a cut network and an ended session. Signing out removes them (forget.js).
const PREFIX = "pacte-draft:";
const SENT = "pacte-sent";
const WEEK = 7 * 24 * 3600 * 1000;

// A name with a slash says what it writes about; another belongs to the page it stands on.
export function keyOf(name) {
  const place = name.includes("/") ? name : `${location.pathname}#${name}`;
  return `${PREFIX}${document.body.dataset.owner ?? ""}:${place}`;
}

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// Tells whether the device took it.
export function write(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() }));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false; // storage refused or full: the form itself still holds the text
  }
}

// The drafts of this person whose name begins so: [name, draft].
export function drafts(start) {
  const whole = keyOf(start);
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(whole))
      .map((key) => [start + key.slice(whole.length), read(key)])
      .filter(([, draft]) => draft);
  } catch {
    return [];
  }
}

const waiting = () => {
  try {
    return JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  } catch {
    return [];
  }
};

const keysIn = (root) => [...root.querySelectorAll("[data-pacte-autosave]")].map((field) => keyOf(field.dataset.pacteAutosave));

// A form that leaves with its page: what becomes of its texts is known on the next page.
function leaving(event) {
  if (event.defaultPrevented) return;
  try {
    sessionStorage.setItem(SENT, JSON.stringify([...new Set([...waiting(), ...keysIn(event.target)])]));
  } catch {
    // The draft stays, and is offered once too often.
  }
}

// On each page: a text that was sent, and whose form did not come back, has been saved; a page
// without a signed-in person (sign in again, an error) tells nothing yet.
export function settle() {
  document.addEventListener("submit", leaving);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches("form")) for (const key of keysIn(detail.elt)) write(key, null);
  });
  if (!document.body.dataset.owner) return;
  const here = keysIn(document);
  for (const key of waiting()) if (!here.includes(key)) write(key, null);
  try {
    sessionStorage.removeItem(SENT);
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !(read(key)?.at > Date.now() - WEEK)) localStorage.removeItem(key);
    }
  } catch {
    // Storage refused: nothing is kept.
  }
}
