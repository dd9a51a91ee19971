// A part that is drawn again keeps the page, and each panel that has an id, where they were scrolled,
// and open what one had opened.
export default function stays(element) {
  element.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== element) return;
    const top = window.scrollY;
    const panels = [...element.querySelectorAll("[data-scrolled][id]")].map((panel) => [panel.id, panel.scrollTop, panel.scrollLeft]);
    const opened = [...element.querySelectorAll("details[open][id]")].map(({ id }) => id);
    const folded = [...element.querySelectorAll("details[id]:not([open])")].map(({ id }) => id);
    document.addEventListener(
      "htmx:afterSettle",
      () => {
        for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
        for (const id of folded) document.getElementById(id)?.removeAttribute("open");
        for (const [id, down, across] of panels) document.getElementById(id)?.scrollTo(across, down);
        window.scrollTo(window.scrollX, top);
      },
      { once: true },
    );
  });
}
