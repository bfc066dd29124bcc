// A session as the grid shows it.
import { words } from "./words.js";

const BRIEF = 30; // minutes up to which there is one line of room

function part(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

/** What is wrong, without whom it concerns. */
function headline(clash) {
  const html = new DOMParser().parseFromString(clash.html ?? clash.words, "text/html").body;
  return (html.querySelector("b") ?? html).textContent.trim();
}

/** The classes that say its theme, whether it is short, cancelled, or in somebody's way. */
export function classesOf(session, clashes) {
  const way = clashes.some((clash) => clash.is_error) ? "bad" : clashes.length ? "wary" : "";
  return [`l${session.theme_number || 0}`, session.minutes <= BRIEF && "brief", session.state === "cancelled" && "gone", way].filter(Boolean);
}

/**
 * The elements of its content: a link to its form, or only what is to be seen of it while it is dragged.
 *
 * @param context what the columns say to those who see them.
 */
export function contentOf(session, { starts, ends, isLink, clashes, where, context }) {
  const times = part("span", "at");
  const span = part("b", "", starts);
  span.append(part("i", "", `–${ends}`));
  times.append(span);
  if (clashes.length) {
    const flaw = part("span", "flaw", clashes.some((clash) => clash.is_error) ? "✕" : "!");
    flaw.ariaHidden = "true";
    times.append(flaw);
  }
  if (isLink && session.second) times.append(part("span", "second", session.second));
  const title = part("span", "title", session.title);
  if (session.lang) title.lang = session.lang;
  const nodes = [times, title];
  if (where) nodes.push(part("span", "where", where));
  if (!isLink) return nodes;
  const link = part("a", "");
  link.href = session.edit;
  link.draggable = false;
  link.dataset.code = session.code;
  link.id = `s-${session.code}`;
  link.setAttribute("aria-describedby", "timetable-keys");
  const more = [...context, clashes.length && words(clashes.some((clash) => clash.is_error) ? "has-clash" : "has-warning")].filter(Boolean);
  link.append(...nodes, part("span", "vh", `, ${more.join(", ")}`));
  link.title = [`${starts}–${ends} ${session.title}`, ...clashes.map(headline)].join("\n");
  return [link];
}
