import assert from "node:assert/strict";
import { test } from "node:test";

type Listener = (event: unknown) => void;

// A worker's world: what it listens to, what it shows and what it opens.
const heard: Record<string, Listener> = {};
const shown: [string, Record<string, unknown>][] = [];
const opened: string[] = [];
const open: { url: string; focus: () => void }[] = [];
let waiting: Promise<unknown> = Promise.resolve();

const world = {
  addEventListener: (name: string, listener: Listener) => (heard[name] = listener),
  location: { origin: "https://kg.example", host: "kg.example" },
  registration: { showNotification: async (title: string, how: Record<string, unknown>) => void shown.push([title, how]) },
  clients: { matchAll: async () => open, openWindow: async (address: string) => void opened.push(address), claim: async () => {} },
  skipWaiting: async () => {},
};
Object.assign(globalThis, { self: world });
await import("../../src/corridor/web/static_src/ts/push-sw");

const waitUntil = (work: Promise<unknown>) => (waiting = work);

async function pushed(data: unknown): Promise<[string, Record<string, unknown>]> {
  heard["push"]?.({ data, waitUntil });
  await waiting;
  return shown.at(-1) as [string, Record<string, unknown>];
}

async function touched(address: unknown): Promise<void> {
  waiting = Promise.resolve();
  heard["notificationclick"]?.({ notification: { close: () => {}, data: { address } }, waitUntil });
  await waiting;
}

test("what the node says is shown in its language, and takes the place of what was shown", async () => {
  const said = { title: "Коридор: новое", text: "Декларация принята", address: "/carrier/dossiers/mv-KG-1", lang: "ru" };
  const [title, how] = await pushed({ json: () => said });
  assert.equal(title, said.title);
  assert.deepEqual([how["body"], how["lang"], how["tag"], how["data"]], [said.text, "ru", "news", { address: said.address }]);
});

test("what cannot be read is still a notice, for a browser demands one", async () => {
  const broken = { json: () => { throw new SyntaxError(); } };
  for (const data of [null, broken]) {
    const [title, how] = await pushed(data);
    assert.deepEqual([title, how["data"]], ["kg.example", { address: "/news" }]);
  }
});

test("a touch leads to the page, to where it is open already, and never elsewhere", async () => {
  await touched("/news");
  assert.deepEqual(opened, ["https://kg.example/news"]);
  let focused = 0;
  open.push({ url: "https://kg.example/news", focus: () => void focused++ });
  await touched("/news");
  assert.deepEqual([opened.length, focused], [1, 1]);
  await touched("https://evil.example/");
  await touched("//evil.example/");
  assert.equal(opened.length, 1);
});
