// Buttons that copy an address.
import { say } from "./say.js";

export function copyOnClick() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    const words = source.value ?? source.textContent.trim();
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // Without permission, or without https: at least mark it, so that one key copies it
      if (source.select) source.select();
      else {
        const range = document.createRange();
        range.selectNodeContents(source);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
      }
      if (!document.execCommand("copy")) return;
    }
    const before = button.textContent;
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    window.setTimeout(() => (button.textContent = before), 2000);
  });
}
