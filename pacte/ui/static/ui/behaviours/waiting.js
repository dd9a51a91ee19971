// A wait of more than 300 ms says so; a form sent twice by a double click is sent once.
const PATIENCE = 300;
const AGAIN = 3000;
let pending = 0;
let timer;

function began() {
  pending += 1;
  timer ??= setTimeout(() => document.documentElement.classList.add("is-waiting"), PATIENCE);
}

function ended() {
  pending = Math.max(0, pending - 1);
  if (pending) return;
  clearTimeout(timer);
  timer = undefined;
  document.documentElement.classList.remove("is-waiting");
}

function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  // A download leaves the page as it is: the form may serve again.
  setTimeout(() => delete form.dataset.sent, AGAIN);
}

export function watch() {
  document.addEventListener("htmx:beforeRequest", began);
  document.addEventListener("htmx:afterRequest", ended);
  document.addEventListener("submit", sendOnce);
}
