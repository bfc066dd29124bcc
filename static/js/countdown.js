// Time until something runs on, and parts of a page that change at instants known beforehand are fetched anew then.
import { isLive } from "./clocks.js";
import { place } from "./swap.js";
import { say } from "./say.js";

const UNITS = [[2 * 1440, 1440, "day"], [2 * 60, 60, "hour"], [0, 1, "minute"]];
const SPREAD = 4000; // not all who wait for the same door ask in the same instant

/** How long it is until an instant, in the words that the server uses too (time_until in conference/web/filters.py). */
export function timeUntil(instant, now, language, length = "short") {
  const minutes = Math.max(1, Math.ceil((instant - now) / 60_000));
  const [, size, unit] = UNITS.find(([least]) => minutes >= least);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: length }).format(Math.floor(minutes / size));
}

function count(now) {
  for (const words of document.querySelectorAll("[data-countdown]")) {
    const instant = Date.parse(words.dataset.countdown);
    if (instant <= now) continue; // what stands around it turns now
    const fresh = timeUntil(instant, now, document.documentElement.lang, words.dataset.length);
    if (words.textContent.trim() !== fresh) words.textContent = fresh;
  }
}

function isDue(part, now) {
  return part.dataset.turns.split(" ").some((instant) => Date.parse(instant) <= now);
}

async function turn(now) {
  const due = [...document.querySelectorAll("[data-turns][id]")].filter((part) => isDue(part, now));
  if (!due.length) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of due) if (!page.getElementById(part.id)) part.remove();
    place(page, [...due.map((part) => part.id), "strip"]);
    for (const part of due) {
      const news = document.getElementById(part.id)?.querySelector("h2, .in");
      if (news) say(news.textContent.trim());
    }
  } catch {
    // Offline: what stands there stays, and the next minute tries again
  }
}

export function tickCountdowns() {
  if (!isLive() || !document.querySelector("[data-countdown], [data-turns]")) return;
  const tick = () => {
    count(Date.now());
    window.setTimeout(() => turn(Date.now()), Math.random() * SPREAD);
    window.setTimeout(tick, 60_000 - (Date.now() % 60_000) + 50);
  };
  tick();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    count(Date.now());
    turn(Date.now());
  });
}
