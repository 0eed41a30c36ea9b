// The checkpoint's page: a permit is judged on this device, with the network off as well as on.
import { judge, type TrustList } from "./credential";
import { momentAt } from "./page";
import { qrReader, readCamera, readPicture } from "./scan";
import { verifyEd25519 } from "./signature";
import { trustList } from "./trust";
import { showVerdict, worseOf, type NodeVerdict, type Shown, type Texts } from "./verdict";
import { asScanned, catchScanner } from "./wedge";

const PATIENCE_MS = 6000; // the node waits for the issuer half of it
const OF_PARTNERS = /^(0\.)?eyJ/; // signed by a partner's own system, whose keys the node has and no device
const REFRESH_MS = 5 * 60_000; // the page stays open through a shift
const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const root = byId("verify");
const texts = JSON.parse(byId("verify-texts").textContent ?? "{}") as Texts;
const form = byId<HTMLFormElement>("verify-form");
const field = byId<HTMLTextAreaElement>("f-text");
const plate = byId<HTMLInputElement>("f-plate");
const place = byId("verdict");
const says = byId("verify-says");
const cameraButton = byId<HTMLButtonElement>("verify-camera");
const video = byId<HTMLVideoElement>("verify-video");
const picture = byId<HTMLInputElement>("f-picture");

let trust: TrustList | null = null;
let looking: AbortController | null = null;

async function check(): Promise<void> {
  field.value = asScanned(field.value);
  if (field.value === "") return field.focus();
  if (OF_PARTNERS.test(field.value)) return showVerdict(place, await ofPartner(), texts);
  const where = root.dataset.where ?? "";
  const verdict = await judge({
    text: field.value, plate: plate.value, now: new Date(), where, trust, verify: verifyEd25519,
  });
  const { word, reasons, permit } = verdict;
  const own: Shown = { word, beside: "", reasons: reasons.map((code) => texts.reasons[code] ?? code), permit };
  showVerdict(place, word === "invalid" ? own : await withStatus(own), texts);
}

// What the node says, and nothing but that; where it cannot be asked nothing is known.
async function ofPartner(): Promise<Shown> {
  const nothing: Shown = { word: "valid", beside: "", reasons: [], permit: null };
  const found = await withStatus(nothing);
  if (found.beside === "") return found;
  return { ...nothing, word: "check", reasons: [texts.reasons.partner_code ?? ""] };
}

// With a line the node asks the issuer whether the permit was revoked, used up or replaced since.
async function withStatus(own: Shown): Promise<Shown> {
  try {
    if (!navigator.onLine) throw new Error("no line");
    const body = new URLSearchParams(new FormData(form) as never);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(root.dataset.statusUrl ?? "", { method: "POST", body, signal });
    if (answer.status === 429) return { ...own, beside: texts.unchecked_crowd };
    if (!answer.ok) throw new Error(String(answer.status));
    return worseOf(own, (await answer.json()) as NodeVerdict);
  } catch {
    return { ...own, beside: unchecked(own.permit?.i ?? "") };
  }
}

async function lookThroughCamera(): Promise<void> {
  if (looking) return looking.abort();
  looking = new AbortController();
  video.hidden = false;
  cameraButton.setAttribute("aria-pressed", "true");
  try {
    const read = await qrReader(root.dataset.qr ?? "");
    const text = await readCamera(read, video, looking.signal);
    if (text) await take(text);
  } catch {
    says.textContent = texts.camera_refused;
  } finally {
    looking = null;
    video.hidden = true;
    cameraButton.setAttribute("aria-pressed", "false");
  }
}

async function lookAtPicture(): Promise<void> {
  const file = picture.files?.[0];
  if (!file) return;
  const read = await qrReader(root.dataset.qr ?? "");
  const text = await readPicture(read, file).catch(() => null);
  picture.value = "";
  if (text) return take(text);
  says.textContent = texts.no_code;
}

function take(text: string): Promise<void> {
  says.textContent = "";
  field.value = text;
  return check();
}

// What could not be asked, and how old the issuer's word is that this device has instead.
function unchecked(issuer: string): string {
  const listed = trust?.stopped?.[issuer];
  if (!listed) return texts.unchecked_unlisted.replace("{state}", texts.issuers[issuer] ?? issuer);
  return texts.unchecked.replace("{time}", shownTime(listed.at));
}

function sayTrust(): void {
  byId("verify-trust").textContent = trust
    ? texts.list_of.replace("{version}", String(trust.version)).replace("{time}", shownTime(trust.made || trust.issued))
    : texts.list_none;
}

// As the pages of the server write it: at the post, with its zone.
function shownTime(instant: string): string {
  return momentAt(new Date(instant), root.dataset.where ?? "", trust?.offsets ?? {});
}

async function refreshTrust(): Promise<void> {
  trust = await trustList(root.dataset.trust ?? "/verify/trust.json");
  sayTrust();
}

// What the page needs is put on the device's shelf by the worker, the fallback reader included.
async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !root.dataset.worker) return;
  await navigator.serviceWorker.register(root.dataset.worker, { scope: "/verify" });
  const ready = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((entry) => entry.name);
  const own = used.filter((address) => address.startsWith(`${location.origin}/static/`));
  const signs = byId("verdict").dataset.icons; // first asked for by the first verdict
  ready.active?.postMessage({ keep: [...own, signs, root.dataset.qr, root.dataset.trust, location.pathname] });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  void check();
});
cameraButton.hidden = !navigator.mediaDevices;
cameraButton.addEventListener("click", () => void lookThroughCamera());
picture.addEventListener("change", () => void lookAtPicture());
catchScanner(field, () => void check());
byId("verify-device").hidden = false;
window.addEventListener("online", () => void refreshTrust());
setInterval(() => void refreshTrust(), REFRESH_MS);
void refreshTrust().then(() => (field.value ? check() : undefined));
void keepForOffline().catch(() => undefined);
