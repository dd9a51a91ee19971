// A file dropped on the zone goes into its input, as if it had been chosen.
export default function dropzone(element) {
  const input = element.querySelector('input[type="file"]');
  const over = (event) => {
    event.preventDefault();
    element.classList.add("over");
  };
  const out = () => element.classList.remove("over");
  element.addEventListener("dragenter", over);
  element.addEventListener("dragover", over);
  element.addEventListener("dragleave", out);
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    out();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
}
