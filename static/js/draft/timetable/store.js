// The sessions of the timetable as this page knows them: what moves them, saves at once, and hears what others do.
import { say } from "../../say.js";
import { createHistory } from "./history.js";
import { clockBeside } from "./times.js";
import { words } from "./words.js";

const SLOT = ["day", "start", "fold", "minutes", "room"];

/** The slot of a session: {day, start, fold, minutes, room}; day and start are null while it is unscheduled. */
export function slotOf(session) {
  return Object.fromEntries(SLOT.map((name) => [name, session[name] ?? null]));
}

/**
 * Tells what happens by events: "changed" (detail: codes of sessions to show anew), "clashes", "pending", "history",
 * "saving", "saved" (detail.words), "refused" (detail: {code, words, field}), "stale" (detail: {session, words}), and
 * "others" (detail: {codes, words}): somebody else changed these.
 */
class Store extends EventTarget {
  sessions = new Map();
  clashes = [];
  rooms = [];
  themes = [];
  pending = null;
  #root;
  #history;
  #etag = "";
  #asking = null; // the running poll
  #round = 0; // grows with each of our own changes: a poll from before one is past
  #waiting = new Map(); // code -> the move that goes out next
  #running = new Map(); // code -> promise of all moves of this session on their way
  #turning = Promise.resolve(); // undoing and redoing, one after the other
  #held = false;

  constructor(root) {
    super();
    this.#root = root;
    this.#history = createHistory(root.dataset.event);
  }

  get mayEdit() {
    return this.#root.dataset.mayEdit === "true";
  }

  get canUndo() {
    return this.#history.undo.at(-1) ?? null;
  }

  get canRedo() {
    return this.#history.redo.at(-1) ?? null;
  }

  get isSaving() {
    return this.#running.size > 0;
  }

  /** Clashes in which a session takes part, errors first. */
  clashesOf(code) {
    return this.clashes.filter((clash) => clash.codes.includes(code)).sort((one, other) => other.is_error - one.is_error);
  }

  /** While somebody drags, what others do waits. */
  hold(isHeld) {
    this.#held = isHeld;
  }

  /**
   * Give a session another slot, or none (day: null). What the slot leaves out stays as it is.
   * Shown at once; the promise says whether it was saved. Moves in quick succession are saved as one.
   */
  move(code, slot) {
    const session = this.sessions.get(code);
    if (!session || !this.mayEdit) return Promise.resolve(false);
    const before = { ...slotOf(session), ...(slot.theme !== undefined && { theme: session.themes[0] ?? "" }) };
    const after = { ...slotOf(session), ...slot };
    if (after.day !== before.day || after.start !== before.start) after.fold = 0;
    if (after.day === null) Object.assign(after, { start: null, room: null });
    if (Object.keys(after).every((name) => (after[name] ?? "") === (before[name] ?? ""))) return Promise.resolve(true);
    return this.#go(code, { before, after, version: session.version, kind: "move" });
  }

  /** Take the newest change of this tab back. */
  undo() {
    return this.#again("undo", (deed) => ({ before: deed.after, after: deed.before }));
  }

  /** Do again what was taken back last. */
  redo() {
    return this.#again("redo", (deed) => ({ before: deed.before, after: deed.after }));
  }

  #again(kind, turned) {
    this.#turning = this.#turning.then(() => this.#turn(kind, turned));
    return this.#turning;
  }

  async #turn(kind, turned) {
    await Promise.all(this.#running.values());
    const deed = this.#history[kind].at(-1);
    if (!deed) {
      say(words(`nothing-to-${kind}`));
      return false;
    }
    if (!this.sessions.has(deed.code)) {
      this.#history.forget(deed.code);
      this.#tell("history");
      return this.#turn(kind, turned);
    }
    return this.#go(deed.code, { ...turned(deed), version: deed.version, kind });
  }

  #go(code, move) {
    const waiting = this.#waiting.get(code);
    const next = waiting ? { ...move, before: { ...move.before, ...waiting.before } } : move;
    this.#waiting.set(code, next);
    this.#show(code, move.after);
    if (!this.#running.has(code)) {
      const running = this.#send(code).finally(() => this.#running.delete(code));
      this.#running.set(code, running);
    }
    return this.#running.get(code);
  }

  async #send(code) {
    await null; // so that whoever called knows of it before it is on its way
    let isSaved = true;
    while (this.#waiting.has(code)) {
      const move = this.#waiting.get(code);
      this.#waiting.delete(code);
      this.#round += 1;
      this.#tell("saving");
      isSaved = await this.#post(code, move);
      this.#round += 1;
      if (!isSaved) this.#waiting.delete(code);
      else if (this.#waiting.has(code)) this.#waiting.get(code).version = this.sessions.get(code).version;
    }
    return isSaved;
  }

  async #post(code, move) {
    const body = new FormData();
    for (const [name, value] of Object.entries(move.after)) body.append(name, value ?? "");
    body.append("version", move.version);
    let answer;
    let told = {};
    try {
      answer = await fetch(this.#root.dataset.move.replace("CODE", encodeURIComponent(code)), {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": this.#root.dataset.csrf },
        credentials: "same-origin",
      });
      told = await answer.json();
    } catch {
      answer ??= { ok: false, status: 0 };
    }
    if (answer.ok && told.session) {
      this.#settle(code, move, told);
      return true;
    }
    this.#refuse(code, move, answer.status, told);
    return false;
  }

  #settle(code, move, told) {
    const version = told.session.version;
    if (move.kind === "undo") this.#history.turn(this.#history.undo, this.#history.redo);
    else if (move.kind === "redo") this.#history.turn(this.#history.redo, this.#history.undo);
    this.#history.follow(code, move.version, version);
    if (move.kind === "move") this.#history.add({ code, before: move.before, after: move.after, version });
    const waiting = this.#waiting.get(code);
    this.sessions.set(code, told.session);
    if (waiting) this.#show(code, waiting.after);
    else this.#tell("changed", [code]);
    this.#judge(told);
    this.#tell("history");
    this.#tell("saved", { words: told.words });
    say(move.kind === "move" ? told.words : words(move.kind === "undo" ? "undone" : "redone", { words: told.words }));
  }

  #refuse(code, move, status, told) {
    const sentence = told.error || words(status === 0 ? "offline" : "refused");
    if (status === 409 && told.session) {
      this.sessions.set(code, told.session);
      this.#history.forget(code);
      this.#judge(told);
      this.#tell("changed", [code]);
      this.#tell("history");
      this.#tell("stale", { session: told.session, words: sentence });
    } else {
      this.#show(code, move.before);
      if (status === 404) this.#history.forget(code);
      this.#tell("history");
      this.#tell("refused", { code, words: sentence, field: told.field });
    }
    say(sentence);
  }

  /** Ask what others changed; nothing is asked while we change something ourselves. */
  refresh() {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask() {
    if (this.#held || this.isSaving) return;
    const round = this.#round;
    let told;
    try {
      const answer = await fetch(this.#root.dataset.json, {
        headers: { Accept: "application/json", ...(this.#etag && { "If-None-Match": this.#etag }) },
        credentials: "same-origin",
        cache: "no-store",
      });
      if (answer.status !== 200) return;
      told = await answer.json();
      if (round !== this.#round || this.#held) return;
      this.#etag = answer.headers.get("ETag") ?? "";
    } catch {
      return; // Offline: what stands there stays, and the next turn tries again
    }
    this.#take(told);
  }

  #take(told) {
    const isFirst = this.sessions.size === 0;
    const fresh = new Map(told.sessions.map((session) => [session.code, session]));
    const others = [...fresh.values()].filter((session) => this.sessions.get(session.code)?.version !== session.version);
    const gone = [...this.sessions.keys()].filter((code) => !fresh.has(code));
    this.sessions = fresh;
    this.rooms = told.rooms ?? this.rooms;
    this.themes = told.themes ?? this.themes;
    this.#judge(told);
    const codes = [...others.map((session) => session.code), ...gone];
    if (isFirst) this.#tell("history");
    if (!codes.length) return;
    this.#tell("changed", codes);
    if (isFirst) return;
    const [{ title } = {}] = others;
    const sentence = codes.length === 1 && title ? words("other-changed", { title }) : words("others-changed", { number: codes.length });
    this.#tell("others", { codes, words: sentence });
    say(sentence);
  }

  #judge(told) {
    if (told.clashes) {
      this.clashes = told.clashes;
      this.#tell("clashes");
    }
    if (told.pending) {
      this.pending = told.pending;
      this.#tell("pending");
    }
  }

  #show(code, slot) {
    const session = { ...this.sessions.get(code), ...Object.fromEntries(SLOT.map((name) => [name, slot[name] ?? null])) };
    if (slot.theme !== undefined) {
      session.themes = [slot.theme, ...session.themes.filter((slug) => slug !== slot.theme)].filter(Boolean);
      session.theme_number = this.themes.find((theme) => theme.slug === slot.theme)?.number ?? session.theme_number;
    }
    session.second = clockBeside(session.day, session.start, this.#root.dataset.zone, this.#root.dataset.secondZone);
    this.sessions.set(code, session);
    this.#tell("changed", [code]);
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Keep the timetable of the page whose #timetable this is. Call refresh() to read it first. */
export function createStore(root) {
  return new Store(root);
}
