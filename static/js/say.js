/** Let screen readers say something that sighted readers see happen. */
export function say(words) {
  const place = document.getElementById("says");
  if (!place) return;
  place.textContent = "";
  window.setTimeout(() => (place.textContent = words), 60);
}
