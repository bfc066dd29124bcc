// The visitor's time zone: found once, kept in a cookie, shown from then on.
const YEAR = 365 * 24 * 3600;

export function rememberZone() {
  if (document.body.dataset.zone || document.cookie.split("; ").some((part) => part.startsWith("zone="))) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || !/^[A-Za-z_+\-/0-9]+$/.test(zone)) return;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `zone=${zone}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  const kept = document.cookie.split("; ").some((part) => part.startsWith("zone="));
  const clocks = [...document.querySelectorAll("[data-clocks] time[data-zone]")].map((time) => time.dataset.zone);
  // Only a page that shows times, in other zones, that nobody has begun to use is worth drawing again
  if (kept && clocks.length && !clocks.includes(zone) && !document.querySelector("form.form") && history.length <= 2) location.reload();
}

export function offerZoneNames() {
  for (const list of document.querySelectorAll("[data-zone-names]")) {
    const fill = () => {
      if (list.children.length || !Intl.supportedValuesOf) return;
      list.append(...Intl.supportedValuesOf("timeZone").map((name) => new Option(name, name)));
    };
    list.closest("details")?.addEventListener("toggle", fill, { once: true });
    if (!list.closest("details")) fill();
  }
}

const DECLINED = "zone-declined"; // told of in templates/web/show_privacy.html

/** Minutes by which the clocks of a zone are ahead of UTC at an instant. */
function offset(zone, instant) {
  const words = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" });
  const parts = Object.fromEntries(words.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Math.round((Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) - instant) / 60_000);
}

function kept(store) {
  try {
    return store(window.localStorage);
  } catch {
    return null; // Storage can be switched off
  }
}

/** Who travels sees times of home until they say otherwise: offer those of where the device is now. */
export function offerDeviceZone() {
  const offer = document.querySelector("[data-zone-offer]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!offer || !here || !here.includes("/") || kept((store) => store.getItem(DECLINED)) === here) return;
  const now = Date.now();
  const shown = [...document.querySelectorAll("[data-clocks] time[data-zone]")].map((time) => time.dataset.zone);
  try {
    if ([document.body.dataset.zone, ...shown].some((zone) => offset(zone, now) === offset(here, now))) return;
  } catch {
    return; // a zone that this browser does not know
  }
  offer.elements.zone.value = here;
  offer.querySelector("[data-zone-city]").textContent = here.split("/").pop().replaceAll("_", " ");
  offer.hidden = false;
  offer.querySelector("[data-zone-decline]").addEventListener("click", () => {
    kept((store) => store.setItem(DECLINED, here));
    offer.hidden = true;
  });
}
