// The worker behind notices. It shows what the node says and leads to the page that it names; it keeps
// nothing and answers for no page.
/// <reference lib="webworker" />
const worker = self as unknown as ServiceWorkerGlobalScope;

const ICON = "/static/favicon.svg";
const TAG = "news";

interface Said {
  title?: string;
  text?: string;
  address?: string;
  lang?: string;
}

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

// A later notice takes the place of an earlier one, since each counts all that is new.
worker.addEventListener("push", (event) => {
  const said = read(event.data);
  const how = {
    body: said.text ?? "",
    icon: ICON,
    lang: said.lang ?? "",
    tag: TAG,
    renotify: true,
    data: { address: said.address ?? "/news" },
  };
  event.waitUntil(worker.registration.showNotification(said.title ?? worker.location.host, how));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(String(event.notification.data?.address ?? "/news"), worker.location.origin);
  if (address.origin === worker.location.origin) event.waitUntil(show(address.href));
});

function read(data: PushMessageData | null): Said {
  try {
    return (data?.json() as Said | null) ?? {};
  } catch {
    return {};
  }
}

async function show(address: string): Promise<void> {
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const one = open.find((client) => client.url === address);
  if (one) await one.focus();
  else await worker.clients.openWindow(address);
}

export {};
