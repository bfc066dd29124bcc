const MINUTE = 60_000;

/** The instant at which the clocks of a zone show a local time, given as if it were UTC; null where they never do, or twice. */
export function instantOf(local, zone) {
  const shown = (instant) => {
    const parts = new Intl.DateTimeFormat("en", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
    }).formatToParts(instant);
    const { year, month, day, hour, minute } = Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
    return Date.UTC(year, month - 1, day, hour, minute);
  };
  let instant = local - (shown(local) - local);
  instant -= shown(instant) - local;
  const isTwice = [-60, -30, 30, 60].some((minutes) => shown(instant + minutes * MINUTE) === local);
  return shown(instant) === local && !isTwice ? instant : null;
}

/** While a slot is filled in: from when to when it is, in each zone of the event. */
export function showSlotTimes() {
  const line = document.querySelector("[data-slot-times]");
  if (!line) return;
  const form = line.closest("form");
  const language = document.documentElement.lang;
  const cities = line.dataset.cities.split("|");
  const show = () => {
    const local = Date.parse(`${form.elements.day.value}T${form.elements.start.value}Z`);
    const minutes = Number(form.elements.minutes.value);
    const zones = line.dataset.zones.split(" ");
    const starts = Number.isNaN(local) ? null : instantOf(local, zones[0]);
    line.textContent = "";
    if (starts === null || !(minutes > 0)) return;
    line.textContent = zones
      .map((zone, place) => {
        const at = (instant, day) =>
          new Intl.DateTimeFormat(language, {
            timeZone: zone, hourCycle: "h23", hour: "2-digit", minute: "2-digit", ...(day && { weekday: "short" }),
          }).format(instant);
        const dayIn = (of) => new Intl.DateTimeFormat("sv", { timeZone: of, dateStyle: "short" }).format(starts);
        const names = place === 0 || dayIn(zone) !== dayIn(zones[0]);
        return `${at(starts, names)}–${at(starts + minutes * MINUTE)} ${cities[place]}`;
      })
      .join(" | ");
  };
  for (const name of ["day", "start", "minutes"]) form.elements[name].addEventListener("input", show);
}
