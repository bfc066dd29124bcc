// The clocks of the masthead, and whatever counts down, move on with each minute.

/** What the clocks of an IANA zone show, as 09:05; "" for a zone this browser does not know. */
export function clockIn(zone, instant) {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);
  } catch {
    return "";
  }
}

/** Whether this browser's clock and the server's agree: a page on a frozen clock (tests, demonstrations) keeps what it says. */
export function isLive() {
  const first = document.querySelector("[data-clocks] time[data-zone]");
  return Boolean(first) && Math.abs(new Date(first.dateTime) - Date.now()) < 12 * 3_600_000;
}

export function tickClocks() {
  const show = () => {
    const now = new Date();
    for (const time of document.querySelectorAll("[data-clocks] time[data-zone]")) {
      const words = clockIn(time.dataset.zone, now);
      if (words && time.textContent !== words) {
        time.textContent = words;
        time.dateTime = now.toISOString();
      }
    }
    window.setTimeout(show, 60_000 - (Date.now() % 60_000) + 50);
  };
  if (isLive()) show();
}
