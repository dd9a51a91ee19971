// A page that is made to be handed over: the button opens the browser's own printing.
export default function print(element) {
  element.addEventListener("click", () => window.print());
}
