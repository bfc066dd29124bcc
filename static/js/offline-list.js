// What can be read without a connection, by its own titles.
const place = document.getElementById("kept-pages");

async function list() {
  if (!place || !("caches" in window)) return;
  const pages = await caches.open("pages-1");
  const found = [];
  for (const request of await pages.keys()) {
    if (new URL(request.url).pathname === "/offline") continue;
    const answer = await pages.match(request);
    const title = new DOMParser().parseFromString(await answer.text(), "text/html").title.replace(/ · Meridian$/, "");
    found.push({ title, href: request.url });
  }
  for (const { title, href } of found) {
    const link = Object.assign(document.createElement("a"), { href, textContent: title });
    const item = document.createElement("li");
    item.append(link);
    place.append(item);
  }
  place.hidden = !found.length;
}

list();
