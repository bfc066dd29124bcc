/** Shows, where a question is written, only what belongs to the way in which it is answered. */
const kind = document.querySelector("select[name=kind]");
const parts = [...document.querySelectorAll("[data-kinds]")];

function show() {
  for (const part of parts) part.hidden = !part.dataset.kinds.split(" ").includes(kind.value);
}

if (kind) {
  kind.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
