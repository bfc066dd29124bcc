// The programme's filters act as soon as they are changed. The address follows, so that it can be sent and gone back to.
import { place } from "./swap.js";
import { say } from "./say.js";

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
  let wait;
  let running;
  const ask = async () => {
    const results = document.querySelector("main [data-live]");
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
    if (!results) {
      form.requestSubmit();
      return;
    }
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(address, { signal: running.signal, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.getElementById(results.id)) {
        location.assign(address);
        return;
      }
      place(page, [results.id]);
      count(form, page.querySelector("form[data-filter]"));
      history.replaceState(null, "", address);
      const heading = document.querySelector("main [data-live] h2");
      if (heading) say(heading.textContent.trim());
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(address);
    }
  };
  form.addEventListener("change", () => {
    window.clearTimeout(wait);
    wait = window.setTimeout(ask, 60);
  });
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    window.clearTimeout(wait);
    wait = window.setTimeout(ask, 350);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.clearTimeout(wait);
    ask();
  });
}
