// Leaving a form asks only when something typed in it was not sent.
export default function guard(form) {
  let dirty = false;
  const warn = (event) => {
    if (dirty && form.isConnected) event.preventDefault();
  };
  form.addEventListener("input", (event) => {
    // An autosaved text is kept by itself.
    dirty ||= !event.target.matches("[data-pacte-autosave]");
  });
  form.addEventListener("submit", () => {
    dirty = false;
  });
  window.addEventListener("beforeunload", warn);
}
