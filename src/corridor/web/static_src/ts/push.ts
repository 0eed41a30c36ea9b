// Notices: the browser asks its push service, and what it gets goes as one field of an ordinary form.

const WORKER = "/push-sw.js";
const SCOPE = "/news/";

/** A form with data-push is sent once the browser has subscribed. */
export function startPush(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-push]");
  if (!form) return;
  document.addEventListener("submit", (event) => hold(event, form), true);
  void markThisOne();
}

function hold(event: Event, form: HTMLFormElement): void {
  const field = form.elements.namedItem("subscription") as HTMLInputElement;
  if (event.target !== form || field.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void ask(form, field);
}

async function ask(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return say(form, "old");
  if ((await Notification.requestPermission()) !== "granted") return say(form, "denied");
  try {
    field.value = JSON.stringify(await subscribe(form.dataset["push"] ?? ""));
  } catch {
    return say(form, "stopped");
  }
  form.requestSubmit();
}

// One that was made with another key of the node is worth nothing to it.
async function subscribe(key: string): Promise<PushSubscription> {
  const worker = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await ready(worker);
  const earlier = await worker.pushManager.getSubscription();
  if (earlier && !isOf(earlier, key)) await earlier.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

// The page is outside the worker's scope, so `navigator.serviceWorker.ready` would never come.
function ready(worker: ServiceWorkerRegistration): Promise<void> {
  const starting = worker.installing ?? worker.waiting;
  if (!starting || worker.active) return Promise.resolve();
  return new Promise((resolve) => {
    starting.addEventListener("statechange", () => starting.state === "activated" && resolve());
  });
}

function isOf(subscription: PushSubscription, key: string): boolean {
  return packed(subscription.options.applicationServerKey) === key;
}

/** Base64 for addresses, without padding. */
export function packed(bytes: ArrayBuffer | null): string {
  const letters = btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
  return letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function markThisOne(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration(SCOPE);
  const subscription = await worker?.pushManager?.getSubscription();
  if (!subscription) return;
  const id = await idOf(subscription.endpoint);
  document.querySelector(`[data-device="${id}"] [data-here]`)?.removeAttribute("hidden");
}

async function idOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
}

function say(form: HTMLFormElement, name: string): void {
  const place = form.querySelector("[data-said]");
  if (place) place.textContent = form.getAttribute(`data-text-${name}`) ?? "";
}
