// What can be undone and done again, kept in this tab, so that it outlives a change of the view or of the week.
const LONGEST = 100;

/**
 * Two stacks of deeds {code, before, after, version}. `version` is the one the session has as long as nobody else
 * changed it: undoing sends it along, so that what others did since is never undone unseen.
 */
export function createHistory(event) {
  const key = `timetable:${event}`;
  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch {
      return {}; // Storage can be switched off
    }
  };
  const { undo = [], redo = [] } = read();
  const keep = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify({ undo, redo }));
    } catch {
      // It then lasts as long as the page
    }
  };
  return {
    undo,
    redo,
    add(deed) {
      undo.push(deed);
      undo.splice(0, undo.length - LONGEST);
      redo.length = 0;
      keep();
    },
    /** Take the newest deed of one stack over to the other. */
    turn(from, to) {
      to.push(from.pop());
      keep();
    },
    /** We ourselves took a session from one version to the next: its deeds can still be undone. */
    follow(code, old, fresh) {
      for (const deed of [...undo, ...redo]) if (deed.code === code && deed.version === old) deed.version = fresh;
      keep();
    },
    /** Somebody else changed a session: our deeds on it are past. */
    forget(code) {
      for (const stack of [undo, redo]) stack.splice(0, stack.length, ...stack.filter((deed) => deed.code !== code));
      keep();
    },
  };
}
