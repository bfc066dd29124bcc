/* What is on now: fetches the page again every so often and puts in what is marked, unless someone is just using it. */

const marked = document.querySelector("[data-refresh]");

async function refresh() {
  if (document.hidden || marked.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(marked.id);
    if (fresh && fresh.innerHTML !== marked.innerHTML) marked.innerHTML = fresh.innerHTML;
  } catch {
    /* Offline: what stands there stays, and the next minute tries again. */
  }
}

if (marked) {
  setInterval(refresh, Number(marked.dataset.refresh) * 1000);
  document.addEventListener("visibilitychange", refresh);
}
