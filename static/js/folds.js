// Small sheets that unfold: one at a time, closed by Escape, by a click elsewhere or by their own button.
export function closeFolds() {
  const open = () => document.querySelectorAll("details[data-fold][open]");
  document.addEventListener("click", (event) => {
    for (const fold of open()) if (!fold.contains(event.target)) fold.open = false;
    if (event.target.closest("[data-close]")) event.target.closest("details").open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    for (const fold of open()) {
      fold.open = false;
      fold.querySelector("summary").focus();
    }
  });
}

/** What the address points at is to be seen, also where it lies folded away. */
export function openTarget() {
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest("details:not([open])");
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", open);
  open();
}

/** After a form was refused, begin where it says what is wrong. */
export function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}
