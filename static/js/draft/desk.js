import { sendOnce, keepUnsaved, unfoldChosen } from "./forms.js";
import { showSlotTimes } from "./slot.js";
import { pairColours } from "./colour.js";

// On a phone the ways of the desk scroll sideways: bring the lit one into sight.
const lit = document.querySelector(".desk > nav [aria-current]");
const ways = lit?.closest("nav");
if (ways && ways.scrollWidth > ways.clientWidth) {
  ways.scrollLeft = lit.offsetLeft - ways.offsetLeft - (ways.clientWidth - lit.offsetWidth) / 2;
}
sendOnce();
keepUnsaved();
unfoldChosen();
showSlotTimes();
pairColours();
