// Local days and clocks as plain text: "2026-06-08", "10:00". No Date ever stands for one in the browser's own zone.
import { instantOf } from "../slot.js";
import { clockIn } from "../../clocks.js";

/** Minutes since midnight of a clock time. */
export function minutesOf(clock) {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** The clock time so many minutes after midnight. */
export function clockAt(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** A day so many days later. */
export function dayAfter(day, days) {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What another zone's clocks show when those of a zone show a local time; null where these never do, or twice. */
export function clockBeside(day, clock, zone, other) {
  if (!day || !clock || !other) return null;
  const instant = instantOf(Date.parse(`${day}T${clock}Z`), zone);
  return instant === null ? null : clockIn(other, new Date(instant));
}

/** A slot moved by minutes and days; it may go on over midnight. */
export function shifted(slot, { days = 0, minutes = 0 }) {
  const total = minutesOf(slot.start) + minutes;
  const over = Math.floor(total / 1440);
  return { ...slot, day: dayAfter(slot.day, days + over), start: clockAt(total - over * 1440) };
}
