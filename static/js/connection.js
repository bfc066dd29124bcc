/** Say that there is no connection while there is none: what is shown may be of before. */
export function tellConnection() {
  const note = document.getElementById("no-connection");
  if (!note) return;
  const show = () => (note.hidden = navigator.onLine);
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
