const PATIENCE = 5000; // milliseconds after which a form that got no answer may be sent again

/** A second click on a button that is still at work does nothing. */
export function sendOnce() {
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (Date.now() - (sent.get(event.target) ?? -PATIENCE) < PATIENCE) event.preventDefault();
    else sent.set(event.target, Date.now());
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form);
  });
}

/** Ask before leaving a form with something in it that is not saved; a form that was refused or previewed is such a one. */
export function keepUnsaved() {
  const form = document.querySelector("main form.form[data-keep]");
  if (!form) return;
  let isUnsaved = form.dataset.keep === "unsaved";
  form.addEventListener("input", () => (isUnsaved = true));
  form.addEventListener("submit", () => (isUnsaved = false));
  addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
}

/** Where one of the choices is described further down, choosing it unfolds what there is to fill in. */
export function unfoldChosen() {
  for (const side of document.querySelectorAll("[data-unfold]")) {
    const select = side.querySelector("select");
    const more = side.querySelector("details");
    select.addEventListener("change", () => (more.open = select.value === side.dataset.unfold));
  }
}
