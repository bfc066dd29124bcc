// What stands beside board and grid, kept true with each change: the side list, the clashes, the rooms, the bar below.
import { say } from "../../say.js";
import { minutesOf } from "./times.js";
import { words } from "./words.js";

/** A fresh element of a <template>, with the places of its data-slot by name. */
function cloned(id) {
  const element = document.getElementById(id).content.firstElementChild.cloneNode(true);
  return { element, slot: (name) => element.querySelector(`[data-slot="${name}"]`) };
}

/** For searching: small letters without accents; Turkish dotless i counts as i. */
function plain(text) {
  return text.toLocaleLowerCase("tr").replaceAll("ı", "i").normalize("NFD").replace(/\p{M}/gu, "");
}

function detailOf(session) {
  const theme = session.theme_number ? words("theme", { number: session.theme_number }) : "";
  return [theme, words("minutes", { minutes: session.minutes }), ...session.speakers].filter(Boolean).join(", ");
}

function wireSideList(store, root) {
  const list = root.querySelector("[data-unscheduled]");
  if (!list) return;
  const form = root.querySelector("[data-side-filter]");
  const none = root.querySelector("[data-unscheduled-none]");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const fits = (session) => {
    const { q, theme, format, language } = form ? Object.fromEntries(new FormData(form)) : {};
    const text = plain([session.title, session.code, ...session.speakers, ...session.towns].join(" "));
    return (
      plain(q ?? "").split(/\s+/).every((word) => text.includes(word)) &&
      (!theme || session.themes.includes(theme)) &&
      (!format || session.format === format) &&
      (!language || session.languages.includes(language))
    );
  };
  const entryOf = (session) => {
    const { element, slot } = cloned("timetable-entry");
    element.dataset.code = session.code;
    element.id = `s-${session.code}`;
    const link = element.querySelector("a");
    link.href = session.edit;
    link.classList.add(`l${session.theme_number || 0}`);
    link.classList.toggle("gone", session.state === "cancelled");
    slot("title").textContent = session.title;
    if (session.lang) slot("title").lang = session.lang;
    slot("detail").textContent = detailOf(session);
    return element;
  };
  let drawn = null;
  const show = () => {
    const unscheduled = [...store.sessions.values()].filter(({ day }) => !day);
    const found = unscheduled.filter(fits).sort((one, other) => collator.compare(one.title, other.title));
    const count = root.querySelector("[data-unscheduled-count]");
    if (count) count.textContent = unscheduled.length.toLocaleString(document.documentElement.lang);
    if (none) none.hidden = found.length > 0;
    const drawing = JSON.stringify(found.map(({ code, version, title, minutes }) => [code, version, title, minutes]));
    if (drawing === drawn) return found.length;
    drawn = drawing;
    const focused = document.activeElement?.closest("[data-unscheduled] [data-code]")?.dataset.code;
    const place = [...list.children].findIndex((entry) => entry.dataset.code === focused);
    list.replaceChildren(...found.map(entryOf));
    if (focused) {
      const again = [...list.children].find((entry) => entry.dataset.code === focused) ?? list.children[place] ?? list.lastElementChild;
      again?.querySelector("a").focus({ preventScroll: true });
    }
    return found.length;
  };
  store.addEventListener("changed", show);
  form?.addEventListener("input", () => {
    const number = show();
    window.clearTimeout(form.saying);
    form.saying = window.setTimeout(() => say(words("found", { number })), 600);
  });
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  show();
}

function wireClashes(store, root) {
  const list = root.querySelector("[data-clashes]");
  if (!list) return;
  const show = () => {
    const open = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    list.replaceChildren(
      ...store.clashes.map((clash) => {
        const { element, slot } = cloned("timetable-clash");
        element.className = clash.is_error ? "bad" : "mild";
        // The server words clashes in HTML of its own macro, which escapes what people wrote
        if (clash.html) slot("words").innerHTML = clash.html;
        else slot("words").textContent = clash.words;
        slot("href").href = clash.href;
        if (slot("slots")) {
          slot("slots").href = clash.slots;
          slot("slots-for").textContent = ` ${store.sessions.get(clash.codes.at(-1))?.title ?? ""}`;
        }
        return element;
      }),
    );
    const count = root.querySelector("[data-clash-count]");
    if (count) count.textContent = store.clashes.length.toLocaleString(document.documentElement.lang);
    root.querySelector("[data-no-clashes]")?.toggleAttribute("hidden", store.clashes.length > 0);
    if (open) list.querySelector(`a[href="${CSS.escape(open)}"]`)?.focus({ preventScroll: true });
  };
  store.addEventListener("clashes", show);
}

/** Minutes that spans cover together. */
function covered(spans) {
  let total = 0;
  let reached = -Infinity;
  for (const [start, end] of spans.sort(([one], [other]) => one - other)) {
    const begins = Math.max(start, reached);
    if (end > begins) total += end - begins;
    reached = Math.max(reached, end);
  }
  return total;
}

function wireRooms(store, root) {
  const section = root.querySelector("[data-room-hours]");
  if (!section) return;
  const digits = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const show = () => {
    const taken = [...store.sessions.values()]
      .filter((session) => session.day === root.dataset.day && session.room && session.state !== "cancelled")
      .map((session) => [session.room, [minutesOf(session.start), minutesOf(session.start) + session.minutes]]);
    const spans = taken.map(([, span]) => span);
    const first = Math.min(...spans.map(([start]) => start));
    const hours = spans.length ? Math.ceil((Math.max(...spans.map(([, end]) => end)) - first) / 60) : 0;
    for (const row of section.querySelectorAll("[data-room]")) {
      const own = taken.filter(([room]) => room === row.dataset.room).map(([, span]) => span);
      const used = digits.format(covered(own) / 60);
      row.querySelector("td").textContent = hours
        ? section.dataset.words.replace("{used}", used).replace("{hours}", digits.format(hours))
        : words("free");
    }
  };
  store.addEventListener("changed", show);
  new MutationObserver(show).observe(root, { attributes: true, attributeFilter: ["data-day"] });
}

/** The bar at the lower edge: what the next release would bring, and how many clashes there are. */
function wireBar(store) {
  const bar = document.querySelector(".bar .wrap");
  if (!bar) return;
  const rules = new Intl.PluralRules(document.documentElement.lang);
  const counted = (name, number) => words(`${name}-${rules.select(number) === "one" ? "one" : "other"}`, { number });
  const part = (name, after) => {
    let element = bar.querySelector(`[data-bar="${name}"]`);
    if (!element) {
      element = document.createElement("span");
      element.dataset.bar = name;
      after.after(element);
    }
    return element;
  };
  const publish = bar.querySelector("[data-bar=publish]");
  const isNothing = publish?.hidden; // at first; what readers do not see can be published without any change here
  const show = () => {
    if (!store.pending) return;
    const { added, moved, cancelled, changes } = store.pending;
    const first = part("changes", bar.querySelector("b"));
    first.textContent = changes ? counted("changes", changes) : words("no-changes");
    const parts = [[added, "added"], [moved, "moved"], [cancelled, "cancelled"]].filter(([number]) => number);
    const second = part("parts", first);
    second.className = "soft";
    second.textContent = parts.map(([number, name]) => words(name, { number })).join(", ");
    second.hidden = !parts.length;
    const errors = store.clashes.filter((clash) => clash.is_error).length;
    const third = part("clashes", second);
    third.textContent = `✕ ${counted("clashes", errors)}`;
    third.hidden = !errors;
    if (publish) publish.hidden = isNothing && !changes;
  };
  store.addEventListener("pending", show);
}

/** Keep what stands beside the timetable true. */
export function startPanel(store, root) {
  wireSideList(store, root);
  wireClashes(store, root);
  wireRooms(store, root);
  wireBar(store);
}
