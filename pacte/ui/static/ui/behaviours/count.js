// Counts the signs of a text while one types, and says by how many they pass what is accepted.
export default function count(element) {
  const told = document.getElementById(element.dataset.pacteCount);
  const most = Number(element.dataset.most ?? 0);
  const over = told.querySelector("[data-over]");
  element.addEventListener("input", () => {
    const signs = [...element.value].length;
    told.querySelector("[data-counted]").textContent = signs;
    if (!most) return;
    over.hidden = signs <= most;
    over.querySelector("[data-excess]").textContent = signs - most;
  });
}
