// The worker behind the checkpoint's page. It serves /verify and what that page uses, and nothing
// else: no desk's data ever stay on a device.
/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELF = "verify-1";
const PAGE = "/verify";
const TRUST = "/verify/trust.json";
const PATIENCE_MS = 4000;

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.add(anonymous())).then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOldShelves().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  const asked = (event.data as { keep?: unknown[] }).keep ?? [];
  const wanted = asked.filter((address): address is string => typeof address === "string");
  event.waitUntil(keep([...new Set(wanted.map((address) => new URL(address, worker.location.origin).href))]));
});

worker.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(newestOf(request, PAGE));
  else if (address.pathname === TRUST) event.respondWith(newestOf(request, TRUST));
  else if (address.pathname.startsWith("/static/")) event.respondWith(shelvedFirst(request));
});

async function dropOldShelves(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name)));
}

async function keep(addresses: string[]): Promise<void> {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.keys();
  const old = kept.filter((one) => one.url.includes("/static/") && !addresses.includes(one.url));
  await Promise.all(old.map((one) => shelf.delete(one)));
  await Promise.allSettled(addresses.map((address) => shelf.add(address)));
}

// What is kept is the page as a stranger sees it: whoever was signed in is not named on it.
function anonymous(): Request {
  return new Request(PAGE, { credentials: "omit" });
}

// The network while it answers in time; else what was kept.
async function newestOf(request: Request, name: string): Promise<Response> {
  const shelf = await caches.open(SHELF);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok && name === PAGE) await shelf.add(anonymous());
    else if (answer.ok) await shelf.put(name, answer.clone());
    return answer;
  } catch {
    return (await shelf.match(name)) ?? Response.error();
  }
}

// Addresses of static files change with their bytes, so a kept one is never stale.
async function shelvedFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
