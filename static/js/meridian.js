// Everything works without scripts; these modules only make it faster and nicer.
import { tickClocks } from "./clocks.js";
import { tickCountdowns } from "./countdown.js";
import { rememberZone, offerZoneNames, offerDeviceZone } from "./zone.js";
import { copyOnClick } from "./copy.js";
import { swapInPlace } from "./swap.js";
import { keepFiles } from "./files.js";
import { filterAtOnce } from "./filter.js";
import { searchByKey } from "./search.js";
import { walkStrip } from "./strip.js";
import { tellConnection } from "./connection.js";
import { closeFolds, focusErrors, openTarget } from "./folds.js";

document.documentElement.classList.add("js");
tickClocks();
tickCountdowns();
rememberZone();
offerZoneNames();
offerDeviceZone();
copyOnClick();
swapInPlace();
filterAtOnce();
keepFiles();
searchByKey();
walkStrip();
closeFolds();
focusErrors();
openTarget();
tellConnection();
