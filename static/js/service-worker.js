// What has been looked at can be looked at again without a connection: agenda, programme, sessions. Whatever the
// network answers comes first; what is kept is for when it does not answer. Forms are never kept or sent later.
const FILES = "files-1"; // below /static/, whose addresses carry a version
const PAGES = "pages-1";
const MOST_PAGES = 120;
const MOST_FILES = 150;
const OFFLINE = "/offline";
const KEPT = /^\/(?:s\/[^/]+|[a-z0-9-]+\/(?:|agenda|programme|speakers|partnerships|sessions\/[^/]+|speakers\/[^/]+|themes\/[^/.]+))$/;
const NEVER = /^\/(?:account|events|invitations|agendas|sign-[a-z]+|proposals|speaking)\//;
const SIGNING = /^\/(?:sign-|account\/)/; // what is sent there can sign somebody in or out, by more ways than one
let readers = 0; // grows when somebody else may be reading, so that what was asked for before is not kept

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== FILES && name !== PAGES).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A page asks for others to be kept beside it: the programme beside the agenda.
self.addEventListener("message", (event) => {
  const asked = Array.isArray(event.data?.keep) ? event.data.keep : [];
  event.waitUntil(Promise.allSettled(asked.map((path) => fetchAndKeep(new Request(new URL(path, self.location.origin), { credentials: "same-origin" })))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === "POST" && SIGNING.test(address.pathname)) {
    event.respondWith(becomeAnother(request));
    return;
  }
  if (request.method !== "GET") return;
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request));
});

/** Keep the page for when nothing else is kept, with the scripts and styles that it names. */
async function keepOfflinePage() {
  const answer = await fetch(new Request(OFFLINE, { cache: "reload" }));
  const [pages, files] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
  await pages.put(OFFLINE, answer.clone());
  const named = [...(await answer.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await Promise.allSettled([...new Set(named)].map((address) => files.add(address)));
}

/** Return what is kept of a page: under its whole address, else under its path. The language may be another. */
async function keptPage(request) {
  const pages = await caches.open(PAGES);
  for (const way of [{ ignoreVary: true }, { ignoreVary: true, ignoreSearch: true }]) {
    const found = await pages.match(request, way);
    if (found) return found;
  }
  return (await pages.match(OFFLINE, { ignoreVary: true })) ?? Response.error();
}

async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await files.put(request, answer.clone());
    await trim(files, MOST_FILES);
  }
  return answer;
}

async function page(request) {
  try {
    return await fetchAndKeep(request);
  } catch {
    return keptPage(request);
  }
}

async function fetchAndKeep(request) {
  const reader = readers;
  const answer = await fetch(request);
  const path = new URL(request.url).pathname;
  if (!KEPT.test(path) || NEVER.test(path)) return answer;
  const pages = await caches.open(PAGES);
  const isToBeKept = answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control") ?? "");
  if (isToBeKept) {
    await pages.put(request, answer.clone());
    if (reader === readers) await trim(pages, MOST_PAGES);
    else await pages.delete(request, { ignoreVary: true });
  } else if (answer.redirected || answer.type === "opaqueredirect" || answer.status === 404) {
    await pages.delete(request, { ignoreVary: true });
  }
  return answer;
}

async function trim(cache, most) {
  const keys = await cache.keys();
  const spare = keys.filter((key) => new URL(key.url).pathname !== OFFLINE);
  await Promise.all(spare.slice(0, Math.max(0, spare.length - most)).map((key) => cache.delete(key)));
}

/** Who may sign out, or in as somebody else, leaves nothing behind: neither what is kept nor what is on its way. */
async function becomeAnother(request) {
  await forgetPages();
  try {
    return await fetch(request);
  } finally {
    await forgetPages();
  }
}

async function forgetPages() {
  readers += 1;
  const pages = await caches.open(PAGES);
  const keys = await pages.keys();
  await Promise.all(keys.filter((key) => new URL(key.url).pathname !== OFFLINE).map((key) => pages.delete(key)));
}
