// The agenda, and the programme beside it, stay readable without a connection.
const beside = [...document.querySelectorAll("[data-keep-offline]")].map((place) => place.dataset.keepOffline);

if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("/service-worker.js")
    .then(() => navigator.serviceWorker.ready)
    .then((registration) => registration.active?.postMessage({ keep: [location.pathname, ...beside] }))
    .catch(() => {}); // Without one, everything works as it did
}
