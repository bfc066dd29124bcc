// The small form of one session's slot, over the board. Its page, for which it stands, works without scripts.
import { slotOf } from "./store.js";

let afterwards = () => {};
let codeShown = "";

function dialog() {
  return document.getElementById("slot-dialog");
}

function showClashes(store) {
  const list = dialog().querySelector("[data-slot=clashes]");
  list.replaceChildren(
    ...store.clashesOf(codeShown).map((clash) => {
      const line = document.createElement("li");
      line.className = clash.is_error ? "bad" : "mild";
      if (clash.html) line.innerHTML = clash.html;
      else line.textContent = clash.words;
      return line;
    }),
  );
}

function fill(store) {
  const session = store.sessions.get(codeShown);
  if (!session) return;
  const { elements } = dialog().querySelector("form");
  const slot = slotOf(session);
  elements.day.value = slot.day ?? "";
  elements.start.value = slot.start ?? "";
  elements.minutes.value = slot.minutes ?? "";
  elements.room.value = slot.room ?? "";
  elements.day.dispatchEvent(new Event("input", { bubbles: true }));
  showClashes(store);
}

/** Wire the form's buttons, once. */
export function wireSlotDialog(store) {
  const box = dialog();
  const form = box.querySelector("form");
  form.addEventListener("submit", (event) => {
    const choice = event.submitter?.value;
    const { day, start, minutes, room } = form.elements;
    if (choice === "save") {
      const slot = { day: day.value || null, start: start.value || null, minutes: Number(minutes.value), room: room.value || null };
      if (Boolean(slot.day) !== Boolean(slot.start)) {
        event.preventDefault();
        (slot.day ? start : day).focus();
        return;
      }
      store.move(codeShown, slot);
    } else if (choice === "unschedule") store.move(codeShown, { day: null });
  });
  // A click beside the form leaves it
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  box.addEventListener("close", () => afterwards());
  store.addEventListener("clashes", () => {
    if (box.open) showClashes(store);
  });
}

/**
 * Open the form for a session.
 *
 * @param day proposed where it has none yet.
 * @param saved promise of a move that is under way, after which the form shows what was stored.
 * @param after called once the form is closed.
 */
export function openSlotDialog(store, code, { day, saved, after }) {
  const box = dialog();
  const session = store.sessions.get(code);
  const slot = (name) => box.querySelector(`[data-slot="${name}"]`);
  codeShown = code;
  afterwards = after ?? (() => {});
  slot("title").textContent = session.title;
  slot("title").lang = session.lang ?? "";
  slot("edit").href = session.edit;
  box.querySelector("[data-unschedule]").hidden = !session.day;
  fill(store);
  if (!session.day && day) box.querySelector("form").elements.day.value = day;
  if (!box.open) box.showModal();
  box.querySelector("form").elements.start.focus();
  saved?.then(() => {
    if (codeShown === code && box.open) fill(store);
  });
}
