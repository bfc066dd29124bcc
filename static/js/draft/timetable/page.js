// The timetable editor: what board and grid have in common.
import { createStore } from "./store.js";
import { startPanel } from "./panel.js";
import { words } from "./words.js";

const PAUSE = 20_000; // milliseconds between two questions of what others changed

function wireHistory(store, root) {
  const buttons = { undo: root.querySelector("[data-undo]"), redo: root.querySelector("[data-redo]") };
  const show = () => {
    for (const [name, deed] of [["undo", store.canUndo], ["redo", store.canRedo]]) {
      const button = buttons[name];
      if (!button) continue;
      button.hidden = !store.mayEdit;
      button.setAttribute("aria-disabled", String(!deed));
      const title = deed && store.sessions.get(deed.code)?.title;
      button.title = title ? words(`${name}-title`, { title }) : "";
    }
  };
  buttons.undo?.addEventListener("click", () => store.undo());
  buttons.redo?.addEventListener("click", () => store.redo());
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (!isRedo && key !== "z") return;
    event.preventDefault();
    if (isRedo) store.redo();
    else store.undo();
  });
  store.addEventListener("history", show);
  show();
}

/** Beside the heading: that it is saving, that it saved and when, or that it could not. */
function wireSavedMark(store, root) {
  const mark = root.querySelector("[data-saved]");
  const show = (state, sentence) => {
    if (!mark) return;
    mark.dataset.saved = state;
    mark.textContent = sentence;
  };
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  store.addEventListener("saving", () => show("saving", words("saving")));
  store.addEventListener("saved", () => show("saved", words("saved", { time: clock.format(new Date()) })));
  store.addEventListener("refused", () => show("refused", words("not-saved")));
  store.addEventListener("stale", () => show("refused", words("not-saved")));
  addEventListener("beforeunload", (event) => {
    if (store.isSaving) event.preventDefault();
  });
}

/** What somebody has to read before going on stays until it is closed. */
function wireNotes(store, root) {
  const place = root.querySelector("[data-notes]");
  if (!place) return;
  const note = (kind, sentence) => {
    const line = document.createElement("p");
    line.className = `flash ${kind}`;
    const text = document.createElement("span");
    text.textContent = sentence;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn small plain";
    close.textContent = words("close");
    close.addEventListener("click", () => line.remove());
    line.append(text, close);
    place.replaceChildren(line);
  };
  store.addEventListener("refused", ({ detail }) => note("error", detail.words));
  store.addEventListener("stale", ({ detail }) => note("warning", detail.words));
  store.addEventListener("others", ({ detail }) => note("", detail.words));
  store.addEventListener("saved", () => place.replaceChildren());
}

function listen(store) {
  const ask = () => {
    if (!document.hidden) store.refresh();
  };
  window.setInterval(ask, PAUSE);
  document.addEventListener("visibilitychange", ask);
}

const root = document.getElementById("timetable");
if (root) {
  const store = createStore(root);
  const view = import(root.dataset.view === "board" ? "./board.js" : "./grid.js");
  await store.refresh();
  wireHistory(store, root);
  wireSavedMark(store, root);
  wireNotes(store, root);
  startPanel(store, root);
  (await view).start(store, root);
  listen(store);
  root.dataset.ready = "true";
}
