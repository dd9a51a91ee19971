// A link that leads to a page of its own opens the window of this page instead, where there is one.
export default function opens(element) {
  element.addEventListener("click", (event) => {
    const dialog = document.getElementById(element.dataset.pacteOpens);
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
}
