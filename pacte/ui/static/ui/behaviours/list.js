// Rows under the fingers: j and k move, Enter follows the row's link, e its « Modifier », x ticks it.
import { keysAllowed } from "./words.js";

const rowsOf = (list) => [...list.querySelectorAll("tbody tr, :scope > ul > li")].filter((row) => row.querySelector("a[href]"));

export default function list(element) {
  document.addEventListener("keydown", (event) => {
    if (!["j", "k", "e", "x"].includes(event.key) || !keysAllowed(event)) return;
    const rows = rowsOf(element);
    const current = rows.findIndex((row) => row.contains(document.activeElement));
    const lists = document.querySelectorAll("[data-pacte-list]");
    const elsewhere = [...lists].some((other) => other !== element && other.contains(document.activeElement));
    if (elsewhere || (current < 0 && lists[0] !== element)) return;
    if (event.key === "e") rows[current]?.querySelector("[data-row-edit]")?.click();
    else if (event.key === "x") rows[current]?.querySelector('input[type="checkbox"]')?.click();
    else rows.at(event.key === "j" ? Math.min(current + 1, rows.length - 1) : Math.max(current - 1, 0))?.querySelector("a[href]").focus();
    event.preventDefault();
  });
}
