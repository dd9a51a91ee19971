// What has just appeared takes the focus: a summary of errors, the first field of a small form.
export default function focus(element) {
  if (element.closest("[data-component]")) return;
  const field = element.matches("form") ? element.querySelector("input:not([type=hidden]), select, textarea") : element;
  field?.focus();
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") element.querySelector("[data-escape]")?.click();
  });
}
