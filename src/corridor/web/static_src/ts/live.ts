// Live pages: <body data-live-events="/address"> names a stream of server-sent events. Each event
// "change" carries topics (words). Every [data-live-url] whose data-live-on shares a topic, or that
// has no data-live-on, is fetched again and morphed in place: focus, scroll and what stands open stay.
// [data-live-holds] is left alone while something typed or marked in it is not saved.
import htmx from "htmx.org";
import { clockTime, pageText } from "./page";

const GATHER_MS = 300;
const NOTE_MS = 6000;
const pending = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Follows the page's events, if it has any. A page out of sight rests and catches up on return. */
export function startLive(): void {
  const address = document.body.dataset.liveEvents;
  if (!address) return;
  let stream = open(address);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      stream.close();
    } else if (stream.readyState === EventSource.CLOSED) {
      stream = open(address);
      refreshLive("*");
    }
  });
}

function open(address: string): EventSource {
  const stream = new EventSource(address);
  let broken = false;
  stream.addEventListener("change", (event) => refreshLive(String((event as MessageEvent).data)));
  stream.addEventListener("error", () => {
    broken = true;
  });
  stream.addEventListener("open", () => {
    if (broken) refreshLive("*");
    broken = false;
  });
  return stream;
}

/** Fetches anew whatever on this page follows one of the topics; "*" means all. */
export function refreshLive(topics: string): void {
  for (const topic of topics.split(/\s+/)) pending.add(topic);
  clearTimeout(timer);
  timer = setTimeout(() => void refreshNow(), GATHER_MS);
}

/** Whether a part that follows `on` (topics, "" for any) is touched by what has come. */
export function isTouched(on: string, topics: ReadonlySet<string>): boolean {
  const own = on.split(/\s+/).filter(Boolean);
  return topics.has("*") || own.length === 0 || own.some((topic) => topics.has(topic));
}

/** Whether a part that keeps what is typed in it ([data-live-holds]) has text, or marks, that are not saved. */
export function isHeld(part: HTMLElement): boolean {
  if (part.dataset.liveHolds === undefined) return false;
  const typed = part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
  return [...typed].some(
    (field) =>
      field.value !== field.defaultValue ||
      (field instanceof HTMLInputElement && field.checked !== field.defaultChecked),
  );
}

async function refreshNow(): Promise<void> {
  const topics = new Set(pending);
  pending.clear();
  const parts = [...document.querySelectorAll<HTMLElement>("[data-live-url]")].filter(
    (part) => isTouched(part.dataset.liveOn ?? "", topics) && !isHeld(part),
  );
  if (parts.length === 0) return;
  await Promise.all(parts.map(refreshPart));
  if (!topics.has("draft")) sayUpdated();
}

function sayUpdated(): void {
  const note = document.getElementById("live-note");
  if (!note) return;
  note.textContent = `${pageText("updated")} ${clockTime()}`;
  setTimeout(() => {
    note.textContent = "";
  }, NOTE_MS);
}

async function refreshPart(part: HTMLElement): Promise<void> {
  // The part is the source too: requests of one source wait for each other, and some are dropped.
  const how = { source: part, target: part, swap: "innerMorph" };
  await htmx.ajax("GET", part.dataset.liveUrl ?? "", how);
}
