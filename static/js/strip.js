// The strip of days: the day looked at is in view, and the arrow keys walk from day to day.
export function walkStrip() {
  const strip = document.querySelector("[data-strip]");
  if (!strip) return;
  const current = strip.querySelector("[aria-current]");
  if (current && strip.scrollWidth > strip.clientWidth) {
    strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest?.("[data-strip] a");
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const days = [...here.closest("ol").querySelectorAll("a")];
    const place = days.indexOf(here);
    const goal = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: days.length - 1 }[event.key];
    if (goal === undefined || !days[goal]) return;
    event.preventDefault();
    days[goal].focus();
  });
}
