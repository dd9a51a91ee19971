// A long table comes by pages of rows: the next are fetched when the reader nears the end, those far
// behind leave the page, so that ten thousand rows weigh no more than a thousand.
import { say } from "./toasts.js";
import { word } from "./words.js";

const KEPT = 5; // pages of rows in the document at once
const NEAR = 900; // pixels before the end

export default function scroll(wrap) {
  const table = wrap.querySelector("table");
  const last = Number(wrap.dataset.pacteScroll);
  const nav = wrap.nextElementSibling?.matches("nav") ? wrap.nextElementSibling : null;
  const told = nav?.querySelector("[data-scroll-told]");
  let loading = null;

  const bodies = () => [...table.tBodies];
  const number = (body) => Number(body.dataset.page);
  const inside = () => getComputedStyle(wrap).maxHeight !== "none";

  function address(page) {
    const url = new URL(location.href);
    url.hash = "";
    url.searchParams.set("page", page);
    return url;
  }

  async function fetched(page) {
    try {
      const response = await fetch(address(page), { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) return say(word("refused"));
      return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      return say(word("offline"));
    }
  }

  // A page begins with the groups it stands in: they are not said twice.
  function tidy() {
    const seen = new Set();
    for (const row of table.querySelectorAll("tr.group")) {
      row.dataset.node ||= row.id;
      row.classList.toggle("repeated", seen.has(row.dataset.node));
      row.id = seen.has(row.dataset.node) ? "" : row.dataset.node;
      seen.add(row.dataset.node);
    }
    wrap.dispatchEvent(new CustomEvent("pacte:rows"));
    tell();
  }

  function tell() {
    if (!nav) return;
    const size = Number(wrap.dataset.size);
    const [first, final] = [number(bodies()[0]), number(bodies().at(-1))];
    const end = Math.min(final * size, Number(wrap.dataset.total));
    const text = told.dataset.scrollTold
      .replace("{first}", ((first - 1) * size + 1).toLocaleString(document.documentElement.lang))
      .replace("{last}", end.toLocaleString(document.documentElement.lang))
      .replace("{total}", Number(wrap.dataset.total).toLocaleString(document.documentElement.lang));
    if (told.textContent !== text) told.textContent = text;
    for (const [rel, page, there] of [["prev", first - 1, first > 1], ["next", final + 1, final < last]]) {
      const link = nav.querySelector(`[rel=${rel}]`);
      if (!link) continue;
      link.hidden = !there;
      link.href = address(page);
    }
  }

  // What leaves above must not make the rows under the eyes jump.
  function keeping(element, change) {
    const before = element?.getBoundingClientRect().top;
    change();
    if (!element?.isConnected) return;
    const moved = element.getBoundingClientRect().top - before;
    if (inside()) wrap.scrollTop += moved;
    else scrollBy(0, moved);
  }

  const busy = (body) => body.contains(document.activeElement) || body.querySelector("form");

  async function more(down) {
    const edge = down ? bodies().at(-1) : bodies()[0];
    const page = number(edge) + (down ? 1 : -1);
    if (loading || page < 1 || page > last) return;
    loading = fetched(page);
    const body = (await loading)?.querySelector("tbody[data-page]");
    loading = null;
    if (!body || !edge.isConnected) return;
    keeping(edge.rows[down ? edge.rows.length - 1 : 0], () => {
      if (down) edge.after(document.adoptNode(body));
      else edge.before(document.adoptNode(body));
      const far = down ? bodies()[0] : bodies().at(-1);
      if (bodies().length > KEPT && !busy(far)) far.remove();
      tidy();
    });
  }

  // After a row was moved, added or taken away: the pages on screen, read again.
  async function refresh() {
    const pages = await Promise.all(bodies().map((body) => fetched(number(body))));
    if (pages.some((page) => !page)) return;
    for (const [place, page] of pages.entries()) {
      const fresh = page.querySelector("tbody[data-page]");
      if (fresh) bodies()[place].replaceWith(document.adoptNode(fresh));
      else bodies()[place].replaceChildren();
    }
    const counts = pages[0].querySelector(".plan-counts");
    if (counts) document.querySelector(".plan-counts")?.replaceWith(document.adoptNode(counts));
    tidy();
  }

  let asked = false;
  function near() {
    asked = false;
    const rows = bodies().at(-1).rows;
    if (!rows.length || rows[rows.length - 1].hidden) return;
    const box = wrap.getBoundingClientRect();
    const [above, below] = inside()
      ? [wrap.scrollTop, wrap.scrollHeight - wrap.scrollTop - wrap.clientHeight]
      : [-box.top, box.bottom - innerHeight];
    if (below < NEAR) more(true);
    else if (above < NEAR && number(bodies()[0]) > 1) more(false);
  }
  const look = () => {
    if (!asked) requestAnimationFrame(near);
    asked = true;
  };

  wrap.addEventListener("scroll", look, { passive: true });
  addEventListener("scroll", look, { passive: true });
  nav?.addEventListener("click", async (event) => {
    const link = event.target.closest("a[rel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const down = link.rel === "next";
    await more(down);
    const body = down ? bodies().at(-1) : bodies()[0];
    wrap.dispatchEvent(new CustomEvent("pacte:go", { detail: body.querySelector("tr[data-code]") }));
  });
  wrap.addEventListener("pacte:more", () => more(true));
  wrap.addEventListener("pacte:refresh", (event) => refresh().then(() => event.detail?.()));
  tidy();
}
