// Copies a text, and says so.
import { say } from "./toasts.js";
import { word } from "./words.js";

export default function copy(element) {
  element.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.dataset.pacteCopy);
    say(word("copied"));
  });
}
