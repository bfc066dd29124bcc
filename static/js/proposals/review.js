/** Alt+J and Alt+K go to the neighbours of a proposal, Alt+1 to Alt+5 give one's score. */
const targets = { KeyJ: "a[rel=next]", KeyK: "a[rel=prev]" };

addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
  const target = digit
    ? document.querySelector(`.scores button[value="${digit}"]`)
    : document.querySelector(`.neighbours ${targets[event.code] ?? ":not(*)"}`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
