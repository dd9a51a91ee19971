// A passing message: what was just done, and the way back. It stays while one reads it.
const SECONDS = 10;

export function say(text) {
  if (!text) return;
  // Said again, it replaces what stands there: ten cells saved are not ten messages.
  for (const told of document.querySelectorAll("[data-pacte-toasts] > .toast")) {
    if (!told.children.length && told.textContent === text) told.remove();
  }
  const message = document.createElement("div");
  message.className = "toast";
  message.textContent = text;
  show(message);
}

function show(message) {
  const region = document.querySelector("[data-pacte-toasts]");
  if (!region) return;
  region.append(message);
  const leave = () => {
    if (message.matches(":hover, :focus-within")) setTimeout(leave, 2000);
    else message.remove();
  };
  setTimeout(leave, SECONDS * 1000);
}

export default function toast(element) {
  if (!element.closest("[data-component]")) show(element);
}
