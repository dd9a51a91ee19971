// Copies a text, or what a field holds now (data-copy-of), and says so.
import { say } from "./toasts.js";
import { word } from "./words.js";

export default function copy(element) {
  element.addEventListener("click", async () => {
    const field = document.getElementById(element.dataset.copyOf ?? "");
    await navigator.clipboard.writeText(field?.value ?? element.dataset.pacteCopy);
    say(word("copied"));
  });
}
