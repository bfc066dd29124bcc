// Moving a session by the keys, on the board and on the grid alike.
import { say } from "../../say.js";
import { slotOf } from "./store.js";
import { shifted } from "./times.js";
import { words } from "./words.js";

const SHORTEST = 5; // minutes

/** What a key does to a slot: the slot after it, or null where it is none of ours. */
function slotAfter(key, slot, step) {
  const resized = (by) => ({ ...slot, minutes: Math.max(Math.min(slot.minutes, SHORTEST), slot.minutes + by) });
  switch (key) {
    case "ArrowUp":
      return shifted(slot, { minutes: -step });
    case "ArrowDown":
      return shifted(slot, { minutes: step });
    case "PageUp":
      return shifted(slot, { days: -1 });
    case "PageDown":
      return shifted(slot, { days: 1 });
    case "+":
      return resized(step);
    case "-":
      return resized(-step);
    case "Delete":
      return { day: null };
    default:
      return null;
  }
}

/**
 * Let a focused session be moved by keys: up and down by the step, PageUp and PageDown by a day, + and - make it
 * longer and shorter, Delete takes it out of the timetable.
 *
 * @param sideways what the left (-1) and the right (+1) arrow do: (session, direction) => slot, or null for nothing.
 */
export function moveByKeys(place, store, { step, sideways }) {
  place.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const session = store.sessions.get(event.target.closest("[data-code]")?.dataset.code);
    if (!session?.day || !store.mayEdit || event.target.closest("input, select, textarea")) return;
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const slot = direction ? sideways(session, direction) : slotAfter(event.key, slotOf(session), step);
    if (slot === null && !direction) return;
    event.preventDefault();
    if (slot) store.move(session.code, slot);
    else say(words("no-further"));
  });
}
