// Left and right arrows follow the links to the previous and the next page, Escape the way out.
import { keysAllowed } from "./words.js";

export default function pages(element) {
  document.addEventListener("keydown", (event) => {
    const rel = { ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next", Escape: "up" }[event.key];
    if (!rel || !keysAllowed(event)) return;
    const link = element.querySelector(`[rel="${rel}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
}
