// The timetable with rooms or themes as columns. Dragging and resizing on it is EventCalendar's, from the side list
// Sortable's. Both speak of places on the page; what they mean is reckoned here in local days and clocks.
import Sortable from "../../../vendor/sortable.js";
import { classesOf, contentOf } from "./card.js";
import { moveByKeys } from "./keys.js";
import { slotOf } from "./store.js";
import { clockAt, clockBeside, dayAfter, minutesOf, shifted } from "./times.js";
import { words } from "./words.js";

const NONE = "-"; // the column of sessions without a room or a theme
const DROP = "{drop}"; // the shape that shows where a session from the side list would go
const TABLE = "[role=table], [role=row], [role=rowgroup], [role=cell], [role=columnheader]";
const FINE = { 5: 48, 10: 36 }; // pixels of half an hour where the step is small
const HALF_HOUR = 32;
const WIDTHS = { 1: 7, 2: 5.5 }; // rem that a column has at least, by how many days stand beside each other
const NARROW = 5;
const FITTED = 0.9; // rem; below this nobody could take hold of a session, so a grid that wide scrolls after all
const PHONE = matchMedia("(max-width: 40rem)");

/** The clock time and day so many minutes after another one, as "2026-06-08T10:00". */
function localAfter(day, start, minutes) {
  const end = shifted({ day, start }, { minutes });
  return `${end.day}T${end.start}`;
}

class Grid {
  #store;
  #root;
  #place;
  #calendar;
  #isDragging = false;
  #isDue = false;
  #focus = null;

  constructor(store, root) {
    this.#store = store;
    this.#root = root;
    this.#place = root.querySelector("[data-grid]");
    const { view, step, day, days, zone, secondZone, fit } = root.dataset;
    Object.assign(this, { view, zone, secondZone, step: Number(step), first: day, count: Number(days) || 1 });
    this.least = fit ? FITTED : (WIDTHS[this.count] ?? NARROW);
    this.days = Array.from({ length: this.count }, (_, number) => dayAfter(day, number));
    this.language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    this.dayNames = new Intl.DateTimeFormat(this.language, {
      timeZone: "UTC", weekday: "short", day: "numeric", month: fit ? "short" : "long",
    });
  }

  start() {
    this.#place.replaceChildren();
    this.#place.classList.toggle("many", this.count > 2);
    this.#place.classList.toggle("fitted", this.least === FITTED);
    this.#calendar = EventCalendar.create(this.#place, this.#options());
    this.#tidy();
    this.#store.addEventListener("changed", () => this.#show());
    this.#store.addEventListener("clashes", () => this.#show());
    moveByKeys(this.#place, this.#store, { step: this.step, sideways: (session, direction) => this.#beside(session, direction) });
    if (this.#store.mayEdit) this.#takeFromList();
    addEventListener("pointercancel", () => {
      if (!this.#isDragging) return;
      this.#isDue = true;
      this.#hold(false);
    });
    this.#show();
    this.#scroll();
    this.#find(location.hash);
    this.#root.addEventListener("click", (event) => this.#follow(event));
  }

  /** Bring what an address names after its # into sight; says whether it is on the grid. */
  #find(hash) {
    const card = hash.startsWith("#s-") && this.#card(decodeURIComponent(hash.slice(3)));
    if (!card) return false;
    card.focus({ preventScroll: true });
    card.closest(".ec-event").scrollIntoView({ block: "center", inline: "nearest" });
    return true;
  }

  /** A link to a session that clashes leads to the grid, not to the board. */
  #follow(event) {
    const link = event.target.closest("[data-clashes] [data-slot=href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href);
    if (!this.#find(address.hash)) {
      for (const name of ["view", "days", "step", "fit"]) address.searchParams.set(name, this.#root.dataset[name]);
      location.assign(address);
    }
    event.preventDefault();
  }

  // What the library is asked for

  #options() {
    const mayEdit = this.#store.mayEdit;
    return {
      view: "resourceTimeGridDay",
      views: { resourceTimeGridDay: { duration: { days: this.count } } },
      date: this.first,
      timeZone: "UTC",
      locale: this.language,
      headerToolbar: { start: "", center: "", end: "" },
      allDaySlot: false,
      datesAboveResources: true,
      resources: this.#columns(),
      resourceLabelContent: ({ resource }) => ({ domNodes: this.#headOf(resource) }),
      dayHeaderFormat: (day) => this.#dayName(day),
      dayHeaderAriaLabelFormat: (day) => this.#dayName(day),
      columnWidth: `minmax(${this.least}rem, 1fr)`,
      slotDuration: "00:30:00",
      slotLabelInterval: "01:00:00",
      slotLabelFormat: (hour) => ({ domNodes: this.#hourOf(hour) }),
      slotHeight: Math.max(PHONE.matches ? 44 : 0, FINE[this.step] ?? HALF_HOUR),
      snapDuration: { minutes: this.step },
      slotEventOverlap: false,
      editable: mayEdit,
      eventStartEditable: mayEdit,
      eventDurationEditable: mayEdit,
      longPressDelay: 300,
      eventContent: ({ event }) => ({ domNodes: this.#contentOf(event) }),
      eventClassNames: ({ event }) => classesOf(event.extendedProps.session, this.#store.clashesOf(event.id)),
      dragConstraint: ({ newResource, event }) => this.#mayStand(event.extendedProps.session, newResource?.id),
      eventDragStart: () => this.#hold(true, (event) => this.#aim(event)),
      eventResizeStart: () => this.#hold(true),
      eventDrop: (drop) => this.#drop(drop),
      eventResize: (change) => this.#resize(change),
    };
  }

  #columns() {
    const isByTheme = this.view === "themes";
    const named = isByTheme
      ? this.#store.themes.map((theme) => ({ id: theme.slug, title: theme.name, extendedProps: { number: theme.number } }))
      : this.#store.rooms.map((room) => ({ id: room.key, title: room.name }));
    const isNeeded = this.count === 1 || !named.length || this.#shown().some((session) => this.#columnOf(session) === NONE);
    return isNeeded ? [...named, { id: NONE, title: words(isByTheme ? "no-theme" : "no-room") }] : named;
  }

  #headOf(resource) {
    const name = document.createElement("span");
    name.textContent = name.title = resource.title;
    const number = resource.extendedProps?.number;
    if (!number) return [name];
    const disc = document.createElement("span");
    disc.className = `ln l${number}`;
    disc.textContent = number;
    return [disc, name];
  }

  #dayName(day) {
    return this.dayNames.format(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()));
  }

  /** An hour of the axis: the event's own clock, and beside it that of the second zone. */
  #hourOf(hour) {
    const clock = clockAt(hour.getHours() * 60);
    const own = document.createElement("b");
    own.textContent = clock;
    const second = document.createElement("span");
    second.textContent = clockBeside(this.first, clock, this.zone, this.secondZone) ?? "";
    return second.textContent ? [own, second] : [own];
  }

  /** A table of empty cells is none: what there is to read are the sessions, as a group of links. */
  #tidy() {
    for (const part of [this.#place, ...this.#place.querySelectorAll(TABLE)]) {
      for (const name of ["role", "aria-colspan", "aria-colindex"]) part.removeAttribute(name);
    }
    const main = this.#place.querySelector(".ec-main");
    main.tabIndex = 0;
    main.setAttribute("role", "group");
    main.setAttribute("aria-label", this.#place.dataset.label);
  }

  #scroll() {
    const starts = this.#shown().map((session) => minutesOf(session.start));
    const earliest = Math.max(0, Math.min(9 * 60, ...starts) - 30);
    this.#calendar.setOption("scrollTime", { minutes: earliest });
  }

  // What stands on it

  #shown() {
    const last = this.days.at(-1);
    const isShown = ({ day, start, minutes }) =>
      day && day <= last && (day >= this.first || localAfter(day, start, minutes) > `${this.first}T00:00`);
    return [...this.#store.sessions.values()].filter(isShown);
  }

  #columnOf(session) {
    const key = this.view === "themes" ? session.themes[0] : session.room;
    const known = this.view === "themes" ? this.#store.themes.some(({ slug }) => slug === key) : this.#store.rooms.some((room) => room.key === key);
    return known ? key : NONE;
  }

  #eventOf(session) {
    return {
      id: session.code,
      resourceIds: [this.#columnOf(session)],
      start: `${session.day}T${session.start}:00`,
      end: `${localAfter(session.day, session.start, session.minutes)}:00`,
      title: session.title,
      extendedProps: { session },
    };
  }

  #show() {
    if (this.#isDragging) {
      this.#isDue = true;
      return;
    }
    this.#isDue = false;
    const focused = document.activeElement?.closest?.("[data-grid] [data-code]")?.dataset.code ?? this.#focus;
    const events = this.#shown().map((session) => this.#eventOf(session));
    const columns = this.#columns();
    if (JSON.stringify(columns) !== this.drawn) {
      this.drawn = JSON.stringify(columns);
      this.#calendar.setOption("resources", columns);
      window.setTimeout(() => this.#tidy());
    }
    this.#calendar.setOption("events", events);
    if (focused) this.#refocus(focused);
  }

  #card(code) {
    return this.#place.querySelector(`[data-code="${CSS.escape(code)}"]`);
  }

  /** A session that goes elsewhere is drawn anew there, or in the list; the focus goes along. */
  #refocus(code) {
    this.#focus = code;
    queueMicrotask(() => {
      const card = this.#card(code);
      if (this.#focus !== code) return;
      this.#focus = null;
      const link = card ?? this.#list()?.querySelector(`[data-code="${CSS.escape(code)}"] a`);
      if (!link || document.activeElement === link) return;
      link.focus({ preventScroll: true });
      (card?.closest(".ec-event") ?? link).scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }

  #contentOf(event) {
    const { session } = event.extendedProps;
    const room = this.#store.rooms.find(({ key }) => key === session.room)?.name ?? "";
    const isStill = event.display === "auto";
    return contentOf(session, {
      starts: isStill ? session.start : this.#clockOf(event.start),
      ends: isStill ? localAfter(session.day, session.start, session.minutes).slice(11) : this.#clockOf(event.end),
      isLink: isStill,
      clashes: this.#store.clashesOf(session.code),
      where: this.view === "themes" ? room : "",
      context: [this.dayNames.format(Date.parse(session.day)), this.view === "rooms" && (room || words("no-room"))],
    });
  }

  /** What the library hands out shows our local time on the browser's own clock. */
  #clockOf(date) {
    return clockAt(date.getHours() * 60 + date.getMinutes());
  }

  // What is done to it

  /** While somebody drags, nothing is drawn anew, and what follows the pointer is told where it is. */
  #hold(isHeld, following = null) {
    this.#isDragging = isHeld;
    this.#store.hold(isHeld);
    this.#root.classList.toggle("is-dragging", isHeld);
    if (this.following) removeEventListener("pointermove", this.following);
    this.following = following;
    if (following) addEventListener("pointermove", following);
    if (isHeld) return;
    this.#list()?.classList.remove("aimed");
    if (this.#isDue) this.#show();
  }

  #list() {
    return this.#root.querySelector("[data-unscheduled]")?.closest("section");
  }

  #isOverList({ clientX, clientY }) {
    const list = this.#list();
    return Boolean(list) && document.elementsFromPoint(clientX, clientY).some((element) => element === list);
  }

  #aim(event) {
    this.#list()?.classList.toggle("aimed", this.#isOverList(event));
  }

  /** A session can be without a room, but its theme is only ever changed for another one. */
  #mayStand(session, column) {
    return column !== NONE || this.view === "rooms" || !session.themes.length;
  }

  #into(column) {
    if (column === undefined) return {};
    if (this.view === "rooms") return { room: column === NONE ? null : column };
    return column === NONE ? {} : { theme: column };
  }

  /** The nearest line of the chosen grid. */
  #snapped(slot) {
    const total = minutesOf(slot.start);
    return shifted(slot, { minutes: Math.round(total / this.step) * this.step - total });
  }

  #drop({ event, delta, newResource, jsEvent, revert }) {
    const code = event.id;
    const session = this.#store.sessions.get(code);
    const isOff = this.#isOverList(jsEvent);
    if (isOff || !session) revert();
    this.#focus = code;
    this.#hold(false);
    if (!session) return;
    if (isOff) {
      this.#store.move(code, { day: null });
      return;
    }
    const moved = shifted(slotOf(session), { minutes: delta.seconds / 60 + (delta.days ?? 0) * 1440 });
    const hasMoved = delta.seconds || delta.days;
    this.#store.move(code, { ...(hasMoved ? this.#snapped(moved) : moved), ...this.#into(newResource?.id) });
    this.#show(); // also where it goes back to where it was
  }

  #resize({ event, endDelta }) {
    const code = event.id;
    const session = this.#store.sessions.get(code);
    this.#focus = code;
    this.#hold(false);
    if (!session) return;
    const by = endDelta.seconds / 60 + (endDelta.days ?? 0) * 1440;
    const end = minutesOf(session.start) + session.minutes + by;
    const minutes = Math.round(end / this.step) * this.step - minutesOf(session.start);
    this.#store.move(code, { minutes: by ? Math.max(this.step, minutes) : session.minutes });
    this.#show();
  }

  #beside(session, direction) {
    const columns = this.#columns().map((column) => column.id);
    const places = this.days.flatMap((day) => columns.map((column) => ({ day, column })));
    const here = places.findIndex(({ day, column }) => day === session.day && column === this.#columnOf(session));
    for (let place = here + direction; here >= 0 && places[place]; place += direction) {
      const { day, column } = places[place];
      if (this.#mayStand(session, column)) return { ...slotOf(session), day, ...this.#into(column) };
    }
    return null;
  }

  // From the side list

  #takeFromList() {
    const list = this.#root.querySelector("[data-unscheduled]");
    if (!list) return;
    let code = null;
    const show = (event) => {
      const aim = this.#aimOf(event, code);
      this.#calendar.removeEventById(DROP);
      if (aim) this.#calendar.addEvent({ ...this.#eventOf(aim), id: DROP, display: "preview" });
    };
    Sortable.create(list, {
      sort: false,
      draggable: "[data-code]",
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      delay: 250,
      delayOnTouchOnly: true,
      filter: "input, button, select",
      preventOnFilter: false,
      onStart: ({ item }) => {
        ({ code } = item.dataset);
        this.#hold(true, show);
      },
      onEnd: ({ originalEvent }) => {
        this.#calendar.removeEventById(DROP);
        const aim = this.#aimOf(originalEvent, code);
        this.#focus = aim && code;
        this.#hold(false);
        if (aim) this.#store.move(code, { ...slotOf(aim), ...(aim.theme && { theme: aim.theme }) });
      },
    });
  }

  /** The session as it would stand if it were let go here; null where it would not. */
  #aimOf(event, code) {
    const { clientX, clientY } = event.changedTouches?.[0] ?? event;
    const box = this.#place.querySelector(".ec-main").getBoundingClientRect();
    if (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom) return null;
    const point = this.#calendar.dateFromPoint(clientX, clientY);
    const session = this.#store.sessions.get(code);
    if (!point || !session || !this.#mayStand(session, point.resource?.id)) return null;
    const days = [...point.dayEl.parentElement.children];
    const day = this.days[Math.floor(days.indexOf(point.dayEl) / this.#columns().length)];
    const into = this.#into(point.resource?.id);
    const themes = into.theme ? [into.theme] : session.themes;
    // Not by the date of the point: our own clock may have no such hour on that day
    const { top, height } = point.dayEl.getBoundingClientRect();
    const start = Math.floor(((clientY - top) / height) * (1440 / this.step)) * this.step;
    return { ...session, day, start: clockAt(start), fold: 0, ...into, themes };
  }
}

/** Show the store's sessions on the grid of a page. */
export function start(store, root) {
  new Grid(store, root).start();
}
