// Groups of rows that one folds and unfolds: <tr class="group depth-0"> opens a group, up to the
// next one. On a phone they begin folded, so that the structure is read first.
const NARROW = "(max-width: 599px)";

export default function folds(wrap) {
  const closed = new Set();
  const heads = () => [...wrap.querySelectorAll("tr.group.depth-0:not(.repeated)")];

  // Rows of a group may go on in the next part of the table.
  function members(head) {
    const rows = [...wrap.querySelectorAll("tbody tr")];
    const found = [];
    for (const row of rows.slice(rows.indexOf(head) + 1)) {
      if (row.matches(".group.depth-0:not(.repeated)")) break;
      found.push(row);
    }
    return found;
  }

  function set(head, open) {
    if (open) closed.delete(head.id);
    else closed.add(head.id);
    head.querySelector(".fold").setAttribute("aria-expanded", String(open));
    for (const row of members(head)) row.hidden = !open;
  }

  function dress(head) {
    const cell = head.cells[0].querySelector(".group-name") ?? head.cells[0];
    if (cell.querySelector(".fold")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-label", `${wrap.dataset.foldLabel} : ${cell.textContent.trim()}`);
    cell.prepend(button);
  }

  function refresh() {
    for (const head of heads()) {
      dress(head);
      set(head, !closed.has(head.id));
    }
  }

  function reveal() {
    const row = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !wrap.contains(row)) return;
    for (const head of heads()) if (members(head).includes(row)) set(head, true);
    if (!row.hidden) row.scrollIntoView({ block: "center" });
  }

  wrap.addEventListener("click", (event) => {
    const head = event.target.closest(".fold")?.closest("tr") ?? (matchMedia(NARROW).matches && event.target.closest("tr.group.depth-0"));
    if (head) set(head, closed.has(head.id));
  });
  document.addEventListener("click", ({ target }) => {
    const wish = target.closest?.("[data-fold-all]")?.dataset.foldAll;
    if (wish) for (const head of heads()) set(head, wish === "open");
  });
  wrap.addEventListener("pacte:rows", refresh);
  addEventListener("hashchange", reveal);

  const all = heads();
  if (matchMedia(NARROW).matches && wrap.dataset.pacteFolds !== "open" && all.length > 1) {
    for (const head of all) closed.add(head.id);
  }
  refresh();
  reveal();
}
