// An open menu closes on Escape, on a click elsewhere, and when the focus leaves it. Its list, where
// it has one, opens on the side where the screen holds it.
export default function menu(element) {
  const summary = element.querySelector("summary");
  const list = element.querySelector(".menu-list");
  element.addEventListener("toggle", () => {
    if (!element.open || !list) return;
    const { left, right } = list.getBoundingClientRect();
    if (left < 0) element.classList.remove("end");
    else if (right > document.documentElement.clientWidth) element.classList.add("end");
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    event.stopPropagation();
    element.open = false;
    summary.focus();
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) element.open = false;
  });
  document.addEventListener("click", (event) => {
    if (!element.contains(event.target)) element.open = false;
  });
}
