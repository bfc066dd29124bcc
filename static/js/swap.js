// Forms with data-swap="id id …" are sent in the background; of the page that answers, only the named parts are
// put in place. Whatever goes wrong, the form is sent as it would have been without scripts.
import { say } from "./say.js";

export function swapInPlace() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.dataset.swap || form.method !== "post") return;
    const ids = form.dataset.swap.split(/\s+/).filter((id) => document.getElementById(id));
    if (!ids.length) return;
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("button");
    const body = new FormData(form, event.submitter ?? undefined);
    button?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" }, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Not this page again (sign-in, registration, a refusal of its own): go there, as a browser would
      if (!answer.ok || new URL(answer.url).pathname !== location.pathname || !page.getElementById(ids[0])) {
        if (answer.redirected) location.assign(answer.url);
        else form.submit();
        return;
      }
      place(page, ids);
    } catch {
      form.submit();
    } finally {
      button?.removeAttribute("aria-busy");
    }
  });
}

/** Put parts of another page in the place of ours, keep the focus near, and say the messages. */
export function place(page, ids) {
  const focused = document.activeElement;
  const home = ids.find((id) => document.getElementById(id)?.contains(focused));
  for (const id of [...ids, "flashes"]) {
    const ours = document.getElementById(id);
    const theirs = page.getElementById(id);
    if (!ours || !theirs) continue;
    const scrolled = ours.querySelector("[data-strip]")?.scrollLeft;
    const fresh = document.importNode(theirs, true);
    ours.replaceWith(fresh);
    if (scrolled) fresh.querySelector("[data-strip]").scrollLeft = scrolled;
  }
  if (home) {
    const again = document.getElementById(home);
    const target = again.querySelector("form button, .deal a") ?? again.querySelector("a, button");
    target?.focus({ preventScroll: true });
  }
  const words = [...page.querySelectorAll("#flashes .flash")].map((flash) => flash.textContent.trim()).join(" ");
  if (words) say(words);
  document.dispatchEvent(new CustomEvent("meridian:placed", { detail: { ids } }));
}
