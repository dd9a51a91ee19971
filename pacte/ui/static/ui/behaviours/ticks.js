// « Tout cocher » and « Ne rien cocher » of a form, without reading the page again.
export default function ticks(form) {
  form.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-tick-all]");
    if (!wish) return;
    event.preventDefault();
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = wish.dataset.tickAll === "yes";
  });
}
