// The short list under the search field: arrows go through it, Escape and leaving close it.
export default function palette(form) {
  const field = form.querySelector("input");
  const list = form.querySelector("[data-palette]");
  const links = () => [...list.querySelectorAll("a")];
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };
  list.addEventListener("htmx:afterSwap", () => {
    const empty = !list.textContent.trim() || !field.value.trim();
    list.hidden = empty;
    field.setAttribute("aria-expanded", String(!empty));
  });
  form.addEventListener("keydown", (event) => {
    const places = links();
    const at = places.indexOf(document.activeElement);
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
      field.focus();
    } else if (event.key === "ArrowDown" && places.length && !list.hidden) {
      event.preventDefault();
      places[Math.min(at + 1, places.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      if (at) places[at - 1].focus();
      else field.focus();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  field.addEventListener("focus", () => {
    if (links().length && field.value.trim()) list.hidden = false;
  });
}
