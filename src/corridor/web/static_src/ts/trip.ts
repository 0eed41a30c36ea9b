// The driver's page while it is open: fetched anew each minute, its age shown when there is no line,
// and what the driver says kept on the telephone until it can be sent.
const EVERY_MS = 60_000;
const OLD_MS = 3 * 60_000;
const root = document.getElementById("trip") as HTMLElement;
const form = document.getElementById("trip-tell") as HTMLFormElement;
const path = root.dataset.path ?? location.pathname;
const shelf = `said ${path}`;
const said = (name: string, value = ""): string =>
  (root.dataset[`text${name}`] ?? "").replace(/\{(age|count)\}/u, value);

function showAge(): void {
  const note = document.getElementById("trip-age") as HTMLElement;
  const made = Date.parse(document.getElementById("trip-live")?.dataset.made ?? "");
  const age = Date.now() - made;
  note.hidden = !(age > OLD_MS);
  note.textContent = said("Age", inWords(Math.round(age / 60_000)));
}

function inWords(minutes: number): string {
  if (minutes < 120) return said("Minutes", String(minutes));
  const hours = Math.round(minutes / 60);
  return hours < 48 ? said("Hours", String(hours)) : said("Days", String(Math.round(hours / 24)));
}

async function refresh(): Promise<void> {
  try {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (answer.status === 404 || answer.status === 410) return location.reload();
    if (answer.ok) takeOver(await answer.text());
  } catch {
    // No line: what is shown stays, with its age.
  }
  showAge();
}

function takeOver(text: string): void {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("trip-live");
  const live = document.getElementById("trip-live");
  if (!fresh || !live || fresh.dataset.made === live.dataset.made) return;
  const open = live.querySelector("details")?.open ?? false;
  live.replaceWith(fresh);
  const details = fresh.querySelector("details");
  if (details) details.open = open;
}

type Outcome = "sent" | "refused" | "lost";

async function send(body: string): Promise<Outcome> {
  try {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(path, { method: "POST", body, headers, redirect: "manual" });
    if (answer.type === "opaqueredirect") return "sent";
    return answer.status < 500 ? "refused" : "lost";
  } catch {
    return "lost";
  }
}

function kept(): string[] {
  return JSON.parse(localStorage.getItem(shelf) ?? "[]") as string[];
}

function tell(text: string): void {
  const note = document.getElementById("trip-kept") as HTMLElement;
  note.textContent = text;
  note.hidden = false;
}

async function sendKept(): Promise<void> {
  const waiting = kept();
  while (waiting.length > 0) {
    const outcome = await send(waiting[0] ?? "");
    if (outcome === "lost") return;
    waiting.shift();
    localStorage.setItem(shelf, JSON.stringify(waiting));
    if (outcome === "sent") tell(said("Gone"));
  }
}

// Without a line it is kept on this telephone and sent later; what the node refuses it says itself.
async function submit(): Promise<void> {
  const attempt = form.elements.namedItem("_attempt") as HTMLInputElement;
  attempt.value ||= Array.from(crypto.getRandomValues(new Uint8Array(16)), String).join("");
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  const outcome = await send(body.toString());
  if (outcome === "refused") return form.submit();
  if (outcome === "sent") return location.assign(`${form.action}&sent=1#tell`);
  localStorage.setItem(shelf, JSON.stringify([...kept(), body.toString()]));
  tell(said("Kept"));
  form.reset();
  attempt.value = "";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void submit();
});

async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !root.dataset.worker) return;
  await navigator.serviceWorker.register(root.dataset.worker, { scope: "/trip/" });
  const ready = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((entry) => entry.name);
  const own = used.filter((address) => address.startsWith(`${location.origin}/static/`));
  ready.active?.postMessage({ page: path, keep: own });
}

showAge();
void keepForOffline();
void sendKept();
window.addEventListener("online", () => void refresh().then(sendKept));
setInterval(() => void refresh().then(sendKept), EVERY_MS);

export {};
