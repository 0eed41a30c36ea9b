// Everything here makes pages quicker; none of it is needed for them to work.
import htmx from "htmx.org";
import { startAutosave } from "./autosave";
import { startBooks } from "./books";
import { startCodes } from "./codes";
import { startConfirm } from "./confirm";
import { startFolds } from "./folds";
import { askBeforeLeaving, focusErrors, guardDoubleSubmit } from "./forms";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startMaps } from "./map";
import { startPasskeys } from "./passkey";
import { startPick } from "./pick";
import { startPush } from "./push";
import { resumeForms } from "./signin";
import { startTerms } from "./terms";
import { startUploads } from "./upload";

// What a person opened stays open when its part of the page is morphed.
htmx.config.morphIgnore = ["data-htmx-powered", "open"];

startPasskeys();
startPush();
startUploads();
guardDoubleSubmit();
askBeforeLeaving();
focusErrors();
startKeys();
startPick();
startConfirm();
startBooks();
startCodes();
startAutosave();
startLive();
startTerms();
startFolds();
startMaps();
resumeForms();
