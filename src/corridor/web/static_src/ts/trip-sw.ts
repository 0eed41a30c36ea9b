// The worker behind the driver's page: the last state of it, its papers and what it is drawn with stay
// on the telephone. When the node says that the link has ended, all of it goes.
/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELF = "trip-1";
const SCOPE = "/trip/";
const PATIENCE_MS = 5000;
const PAPERS_MS = 30 * 60_000;
const GONE = [404, 410];

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  const asked = event.data as { page?: string; keep?: string[] };
  event.waitUntil(keep(asked.page ?? "", asked.keep ?? []));
});

worker.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (address.pathname.startsWith(SCOPE)) event.respondWith(newestOf(event.request, address.pathname));
  else if (address.pathname.startsWith("/static/")) event.respondWith(shelvedFirst(event.request));
});

async function keep(page: string, files: string[]): Promise<void> {
  const shelf = await caches.open(SHELF);
  const wanted = files.filter((file) => file.startsWith(`${worker.location.origin}/static/`));
  await Promise.allSettled(wanted.map((file) => shelf.add(file)));
  if (!page.startsWith(SCOPE)) return;
  await forget((path) => path.startsWith(SCOPE) && !path.startsWith(page));
  await Promise.allSettled([shelf.add(page), keepPapers(shelf, `${page}/papers.pdf`)]);
}

// Papers are set anew for each request, so they are not asked for with each look at the page.
async function keepPapers(shelf: Cache, path: string): Promise<void> {
  const before = await shelf.match(path);
  const age = Date.now() - Date.parse(before?.headers.get("date") ?? "");
  if (!(age < PAPERS_MS)) await shelf.add(path);
}

// One trip at a time stays on a telephone.
async function forget(which: (path: string) => boolean): Promise<void> {
  const shelf = await caches.open(SHELF);
  const old = (await shelf.keys()).filter((one) => which(new URL(one.url).pathname));
  await Promise.all(old.map((one) => shelf.delete(one)));
}

// The network while it answers in time; else what was kept. What has ended is not kept.
async function newestOf(request: Request, path: string): Promise<Response> {
  const shelf = await caches.open(SHELF);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (GONE.includes(answer.status)) await forget((one) => one.startsWith(trip(path)));
    if (answer.ok) await shelf.put(path, answer.clone());
    return answer;
  } catch {
    return (await shelf.match(path)) ?? Response.error();
  }
}

// `/trip/<movement>/<key>` of any address below it.
function trip(path: string): string {
  return path.split("/").slice(0, 4).join("/");
}

async function shelvedFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

export {};
