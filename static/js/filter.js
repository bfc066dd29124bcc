// Filters of lists act as soon as they are changed. The address follows, so that it can be sent and gone back to.
import { place } from "./swap.js";
import { say } from "./say.js";

/** Milliseconds without a key after which what was typed is looked for. */
const TYPING_PAUSE = 250;

/** Take over the numbers beside each choice; what is chosen stays as it is. */
function count(form, fresh) {
  if (!fresh) return;
  const words = (of) => [...of.querySelectorAll(".pick label > span:last-child")];
  const ours = words(form);
  const theirs = words(fresh);
  if (ours.length === theirs.length) ours.forEach((span, place) => span.replaceWith(document.importNode(theirs[place], true)));
  for (const select of form.querySelectorAll("select")) {
    const other = fresh.querySelector(`select[name="${select.name}"]`);
    if (!other) continue;
    const chosen = select.value;
    select.replaceChildren(...[...other.options].map((option) => document.importNode(option, true)));
    select.value = chosen;
  }
}

export function filterAtOnce() {
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  const ids = form.dataset.filter.split(" ");
  const typed = form.querySelector("input[type=search]");
  let wait;
  let running;
  const ask = async () => {
    window.clearTimeout(wait);
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value.trim()) address.searchParams.append(name, value);
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(address, { signal: running.signal, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.getElementById(ids[0])) {
        location.assign(address);
        return;
      }
      place(page, ids);
      count(form, page.querySelector("form[data-filter]"));
      history.replaceState(null, "", address);
      const heading = document.querySelector(`#${ids[0]} h2`);
      if (heading) say(heading.textContent.trim());
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(address);
    }
  };
  const askAfter = (milliseconds) => {
    window.clearTimeout(wait);
    wait = window.setTimeout(ask, milliseconds);
  };
  // What is typed was already asked for when the box is left.
  form.addEventListener("change", (event) => {
    if (event.target !== typed) askAfter(60);
  });
  form.addEventListener("input", (event) => {
    if (event.target === typed && !event.isComposing) askAfter(TYPING_PAUSE);
  });
  form.addEventListener("compositionend", () => askAfter(TYPING_PAUSE));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}
