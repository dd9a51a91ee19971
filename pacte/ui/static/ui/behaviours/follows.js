// The panel beside follows what one looks at: the passage of the question that has the focus, or of the
// part that is opened (data-passage, an address in this page), is brought into sight there and marked.
const MARK = "is-followed";
const MARGIN = 60; // what stands above the passage stays in sight

export default function follows(element) {
  const panel = document.getElementById(element.dataset.pacteFollows);
  if (!panel) return;

  const passageOf = (part) => {
    const address = part?.dataset.passage ?? "";
    const found = address.startsWith("#") && document.getElementById(address.slice(1));
    return found && panel.contains(found) ? found : null;
  };

  function clear() {
    for (const marked of panel.querySelectorAll(`.${MARK}`)) marked.classList.remove(MARK);
  }

  // Only what scrolls beside the page: on a phone the panel is part of the page, which must not move.
  function show(part) {
    const passage = passageOf(part);
    if (!passage || panel.scrollHeight <= panel.clientHeight + 1) return;
    clear();
    passage.classList.add(MARK);
    const box = passage.getBoundingClientRect();
    panel.scrollTop += box.top - panel.getBoundingClientRect().top - MARGIN;
    for (let across = passage.parentElement; across && across !== panel; across = across.parentElement) {
      if (across.scrollWidth <= across.clientWidth + 1) continue;
      const edges = across.getBoundingClientRect();
      if (box.left < edges.left || box.right > edges.right) across.scrollLeft += box.left - edges.left - MARGIN;
    }
  }

  element.addEventListener("focusin", ({ target }) => show(target.closest("[data-passage]")));
  element.addEventListener("toggle", ({ target }) => target.open && show(target.closest("details[data-passage]")), true);
  addEventListener("hashchange", clear); // a link to a passage marks it by itself
}
