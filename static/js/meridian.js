// Everything works without scripts; these modules only make it faster and nicer.
import { tickClocks } from "./clocks.js";
import { rememberZone, offerZoneNames } from "./zone.js";
import { copyOnClick } from "./copy.js";
import { swapInPlace } from "./swap.js";
import { filterAtOnce } from "./filter.js";
import { walkStrip } from "./strip.js";
import { closeFolds, focusErrors } from "./folds.js";

document.documentElement.classList.add("js");
tickClocks();
rememberZone();
offerZoneNames();
copyOnClick();
swapInPlace();
filterAtOnce();
walkStrip();
closeFolds();
focusErrors();
