// The checkpoint's page: a permit is judged on this device, with the network off as well as on.
import { judge, type TrustList, type Verdict, type Word } from "./credential";
import { dayFormat } from "./page";
import { qrReader, readCamera, readPicture } from "./scan";
import { verifyEd25519 } from "./signature";
import { trustList } from "./trust";
import { showVerdict, type Texts } from "./verdict";
import { asScanned, catchScanner } from "./wedge";

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
  const verdict = await judge({
    text: field.value, plate: plate.value, now: new Date(), trust, verify: verifyEd25519,
  });
  showVerdict(place, await withStatus(verdict), texts);
}

// With a network the node also knows whether the permit was used or revoked since.
async function withStatus(verdict: Verdict): Promise<Verdict> {
  const address = root.dataset.statusUrl;
  if (!address || !verdict.permit || verdict.word === "invalid" || !navigator.onLine) return verdict;
  const asked = new URLSearchParams({ node: verdict.permit.i, number: verdict.permit.n });
  try {
    const answer = await fetch(`${address}?${asked}`, { signal: AbortSignal.timeout(4000) });
    if (!answer.ok) return verdict;
    const status = (await answer.json()) as { word: Word; text: string };
    const word = status.word === "valid" ? verdict.word : status.word;
    return { ...verdict, word, reasons: [...verdict.reasons, status.text as never] };
  } catch {
    return verdict;
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

function sayTrust(): void {
  const note = byId("verify-trust");
  if (!trust) {
    note.textContent = texts.list_none;
    return;
  }
  const issued = dayFormat({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    .format(new Date(trust.issued));
  note.textContent = texts.list_of.replace("{version}", String(trust.version)).replace("{time}", issued);
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
  ready.active?.postMessage({ keep: [...own, root.dataset.qr, root.dataset.trust, location.pathname] });
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
void refreshTrust().then(() => (field.value ? check() : undefined));
void keepForOffline().catch(() => undefined);
