// The board of weeks and days. Dragging is Sortable's; what a drop means is reckoned here in local days and clocks.
import Sortable from "../../../vendor/sortable.js";
import { moveByKeys } from "./keys.js";
import { openSlotDialog, wireSlotDialog } from "./dialog.js";
import { slotOf } from "./store.js";
import { clockAt, dayAfter, minutesOf } from "./times.js";
import { words } from "./words.js";

const FULL = 12; // sessions of a day beyond which they stand close together; conference.draft.rules.timetable.FULL
const MORNING = "10:00";
const LAST_MINUTE = 24 * 60 - 1;

class Board {
  #store;
  #root;
  #place;
  #undrawn = new Set(); // codes of what changed while somebody was dragging
  #isDragging = false;

  constructor(store, root) {
    this.#store = store;
    this.#root = root;
    this.#place = root.querySelector("[data-board]");
  }

  start() {
    const store = this.#store;
    store.addEventListener("changed", ({ detail }) => this.#show(detail ?? [...store.sessions.keys()]));
    store.addEventListener("clashes", () => this.#markClashes());
    store.addEventListener("saved", () => this.#goWhereItIs());
    moveByKeys(this.#place, store, {
      step: Number(this.#root.dataset.step),
      sideways: (session, direction) => this.#beside(session, direction),
    });
    this.#chooseDays();
    if (store.mayEdit) {
      wireSlotDialog(store);
      this.#openInstead();
      this.#letDrag();
    }
    this.#markClashes();
    this.#find();
    window.addEventListener("hashchange", () => this.#find());
  }

  #list(day) {
    return this.#place.querySelector(`[data-day-list="${day}"]`);
  }

  #card(code) {
    return this.#place.querySelector(`[data-code="${CSS.escape(code)}"]`);
  }

  /** The slot a day before or after; null past the days of the board. */
  #beside(session, direction) {
    const day = dayAfter(session.day, direction);
    return this.#list(day) ? { ...slotOf(session), day } : null;
  }

  // Showing what changed

  #show(codes) {
    if (this.#isDragging) {
      for (const code of codes) this.#undrawn.add(code);
      return;
    }
    const focused = document.activeElement?.closest("[data-board] [data-code]")?.dataset.code;
    const touched = new Set();
    for (const code of codes) {
      const session = this.#store.sessions.get(code);
      const card = this.#card(code);
      const before = card?.parentElement;
      const list = session?.day ? this.#list(session.day) : null;
      if (list) {
        const shown = card ?? this.#newCard(code);
        this.#fill(shown, session);
        if (!this.#isInOrder(shown, list)) this.#putInOrder(shown, list, session);
      } else card?.remove();
      for (const one of [before, list]) if (one) touched.add(one);
    }
    for (const list of touched) this.#fold(list);
    this.#markClashes(codes);
    if (focused && codes.includes(focused)) this.#focus(focused);
  }

  #newCard(code) {
    const card = document.getElementById("timetable-card").content.firstElementChild.cloneNode(true);
    card.dataset.code = code;
    card.id = `s-${code}`;
    return card;
  }

  #fill(card, session) {
    const link = card.querySelector("a");
    const slot = (name) => card.querySelector(`[data-slot="${name}"]`);
    link.className = `chip l${session.theme_number || 0}`;
    link.classList.toggle("moved", session.change === "moved");
    link.classList.toggle("gone", session.state === "cancelled");
    link.href = session.edit;
    slot("number").textContent = session.theme_number || "";
    slot("start").textContent = session.start;
    if (slot("second")) slot("second").textContent = session.second ?? "";
    slot("title").textContent = session.title;
    if (session.lang) slot("title").lang = session.lang;
    const room = this.#store.rooms.find(({ key }) => key === session.room);
    slot("where").textContent = [room?.name, words("minutes", { minutes: session.minutes })].filter(Boolean).join(", ");
  }

  #isBefore(one, other) {
    const key = ({ start, room, code }) => `${start} ${room ?? ""} ${code}`;
    return key(one) < key(other);
  }

  #isInOrder(card, list) {
    if (card.parentElement !== list) return false;
    const sessions = [...list.children].map(({ dataset }) => this.#store.sessions.get(dataset.code)).filter(Boolean);
    return sessions.every((session, place) => place === 0 || this.#isBefore(sessions[place - 1], session));
  }

  #putInOrder(card, list, session) {
    const next = [...list.children].find((other) => {
      const beside = this.#store.sessions.get(other.dataset.code);
      return other !== card && beside?.day === session.day && this.#isBefore(session, beside);
    });
    list.insertBefore(card, next ?? null);
  }

  /** Fold days that became empty, and draw those of many sessions close together. */
  #fold(list) {
    const day = list.closest("[data-day]");
    day.classList.toggle("empty", list.children.length === 0);
    day.classList.toggle("full", list.children.length > FULL);
    const week = day.closest("[data-week]");
    week.classList.toggle("bare", !week.querySelector("[data-code]"));
  }

  #markClashes(codes) {
    const cards = codes ? codes.map((code) => this.#card(code)).filter(Boolean) : this.#place.querySelectorAll("[data-code]");
    const errors = new Set();
    const warnings = new Set();
    for (const clash of this.#store.clashes) for (const code of clash.codes) (clash.is_error ? errors : warnings).add(code);
    for (const card of cards) {
      const { code } = card.dataset;
      const link = card.querySelector("a");
      link.classList.toggle("bad", errors.has(code));
      link.classList.toggle("wary", !errors.has(code) && warnings.has(code));
      card.querySelector("[data-slot=clash]").textContent = errors.has(code)
        ? words("has-clash")
        : warnings.has(code)
          ? words("has-warning")
          : "";
    }
  }

  #focus(code) {
    const link = this.#card(code)?.querySelector("a") ?? this.#root.querySelector(`[data-unscheduled] [data-code="${CSS.escape(code)}"] a`);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Only the server draws a day that the board does not have yet: one outside the event. */
  #goWhereItIs() {
    const isLost = [...this.#store.sessions.values()].some(({ day }) => day && !this.#list(day));
    if (isLost && !this.#store.isSaving) window.location.reload();
  }

  // Choosing

  #chooseDays() {
    const heading = this.#root.querySelector("[data-room-hours] h2");
    this.#place.addEventListener("click", (event) => {
      const link = event.target.closest("[data-choose-day]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const day = link.closest("[data-day]");
      for (const other of this.#place.querySelectorAll("[data-day].lit")) {
        other.classList.remove("lit");
        other.querySelector("[data-choose-day]").removeAttribute("aria-current");
      }
      day.classList.add("lit");
      link.setAttribute("aria-current", "date");
      heading.textContent = link.dataset.chooseDay;
      this.#root.dataset.day = day.dataset.day;
      for (const other of document.querySelectorAll("[data-keeps-day]")) {
        const address = new URL(other.href);
        address.searchParams.set("day", day.dataset.day);
        other.href = address;
      }
      window.history.replaceState(null, "", link.href);
    });
  }

  /** A click or Enter opens the small form here; with Ctrl, or for another window, the page of it. */
  #openInstead() {
    this.#root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-code] > a");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const { code } = link.parentElement.dataset;
      if (!this.#store.sessions.has(code)) return;
      event.preventDefault();
      openSlotDialog(this.#store, code, { day: this.#root.dataset.day, after: () => this.#focus(code) });
    });
  }

  /** What the address or a link of the clashes names comes into sight, and has the focus. */
  #find() {
    const code = window.location.hash.startsWith("#s-") ? decodeURIComponent(window.location.hash.slice(3)) : "";
    if (!code) return;
    this.#card(code)?.scrollIntoView({ block: "center", inline: "nearest" });
    this.#focus(code);
  }

  // Dragging

  #letDrag() {
    const lists = [...this.#place.querySelectorAll("[data-day-list]"), this.#root.querySelector("[data-unscheduled]")];
    for (const list of lists) {
      Sortable.create(list, {
        group: "timetable",
        sort: false,
        draggable: "[data-code]",
        ghostClass: "ghost",
        forceFallback: true, // the same with a mouse, a pen and a finger
        fallbackOnBody: true,
        fallbackTolerance: 4,
        delay: 250,
        delayOnTouchOnly: true,
        scrollSensitivity: 80,
        onStart: () => this.#drag(true),
        onEnd: (event) => this.#drop(event),
      });
    }
  }

  #drag(isDragging) {
    this.#isDragging = isDragging;
    this.#store.hold(isDragging);
    this.#root.classList.toggle("is-dragging", isDragging);
  }

  #drop({ item, from, to, oldIndex }) {
    const { code } = item.dataset;
    // Back to where it was: where it goes is drawn from what is stored
    if (from !== to) from.insertBefore(item, from.children[oldIndex] ?? null);
    this.#drag(false);
    if (this.#undrawn.size) {
      this.#show([...this.#undrawn]);
      this.#undrawn.clear();
    }
    const session = this.#store.sessions.get(code);
    if (from === to || !session) return;
    const day = to.dataset.dayList;
    if (!day) this.#store.move(code, { day: null });
    else if (session.day) this.#store.move(code, { ...slotOf(session), day });
    else {
      const saved = this.#store.move(code, { ...slotOf(session), day, start: this.#nextStart(day, session.minutes) });
      openSlotDialog(this.#store, code, { day, saved, after: () => this.#focus(code) });
    }
  }

  /** When a session that is put on a day begins: as the day's last one ends, or at ten. */
  #nextStart(day, minutes) {
    const ends = [...this.#store.sessions.values()]
      .filter((session) => session.day === day)
      .map((session) => minutesOf(session.start) + session.minutes)
      .filter((end) => end + minutes <= LAST_MINUTE);
    return ends.length ? clockAt(Math.max(...ends)) : MORNING;
  }
}

/** Bring the board to life. */
export function start(store, root) {
  new Board(store, root).start();
}
