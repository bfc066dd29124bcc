// The programme's filters act as soon as they are changed. The address follows, so that it can be sent and gone back to.
import { place } from "./swap.js";
import { say } from "./say.js";

export function filterAtOnce() {
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  let wait;
  let running;
  const ask = async () => {
    const results = document.getElementById("results");
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
      if (!answer.ok || !page.getElementById("results")) {
        location.assign(address);
        return;
      }
      place(page, ["results"]);
      history.replaceState(null, "", address);
      const heading = document.querySelector("#results h2");
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
