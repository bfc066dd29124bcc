/** The sentence of <template id="timetable-words"> that goes by a name, with {places} filled in. */
export function words(name, values = {}) {
  const sentence = document.getElementById("timetable-words")?.content.querySelector(`[data-word="${name}"]`);
  const text = sentence?.textContent.trim() ?? "";
  return text.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}
