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
