/** Beside a colour in digits the browser's own picker: each follows the other. */
export function pairColours() {
  for (const pair of document.querySelectorAll("[data-colour]")) {
    const digits = pair.querySelector("input[name]");
    const picker = pair.querySelector("input[type=color]");
    const follow = () => {
      if (/^#[0-9a-f]{6}$/i.test(digits.value)) picker.value = digits.value;
    };
    digits.addEventListener("input", follow);
    picker.addEventListener("input", () => {
      digits.value = picker.value;
      digits.dispatchEvent(new Event("input", { bubbles: true }));
    });
    follow();
  }
}
