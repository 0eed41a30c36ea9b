import assert from "node:assert/strict";
import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { test } from "node:test";
import daysTable from "../../tests/vectors/days.json";
import verdictsTable from "../../tests/vectors/verdicts.json";
import { digestOf, judge, type Permit, type StoppedPermits, type TrustList } from "../../src/corridor/web/static_src/ts/credential";
import { dayAt, zoneName, type Offsets } from "../../src/corridor/web/static_src/ts/days";
import { verifyByLibrary, verifyEd25519 } from "../../src/corridor/web/static_src/ts/signature";

const NOW = new Date("2026-11-21T12:00:00Z");
const keys = generateKeyPairSync("ed25519");

const PERMIT: Permit = {
  t: "permit", i: "AZ", k: "az-1", n: "AZ-KG-2026-2-17", y: "road_transit", p: ["01KG777ABC", "01KG808DTC"],
  f: "2026-11-01", u: "2026-12-31", h: "Ала-Тоо Транс", d: "mv-1", c: ["daytime"],
};

const TRUST: TrustList = {
  offsets: { AZ: [[0, 240]], KG: [[0, 360]] },
  version: 3, issued: "2026-11-20T00:00:00Z", expires: "2026-11-28T00:00:00Z",
  keys: [{
    node: "AZ", id: "az-1", algorithm: "ed25519", public: rawKey(keys.publicKey),
    valid_from: "2026-01-01T00:00:00Z", valid_to: null, revoked_at: null,
  }],
};

function rawKey(key: KeyObject): string {
  return key.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
}

function credential(permit: object, key: KeyObject = keys.privateKey): string {
  const body = `DTC1.${Buffer.from(JSON.stringify(permit)).toString("base64url")}`;
  return `${body}.${sign(null, Buffer.from(body, "ascii"), key).toString("base64url")}`;
}

function ask(text: string, other: { plate?: string; trust?: TrustList | null; now?: Date } = {}) {
  return judge({
    where: "AZALAT01", text, plate: other.plate ?? "", now: other.now ?? NOW,
    trust: other.trust === undefined ? TRUST : other.trust, verify: verifyEd25519,
  });
}

async function expects(word: string, reason: string, asked: ReturnType<typeof ask>): Promise<void> {
  const verdict = await asked;
  assert.equal(verdict.word, word);
  assert.ok(verdict.reasons.includes(reason as never), verdict.reasons.join(", "));
}

test("a signed permit in force for this plate is valid", async () => {
  await expects("valid", "plate_matches", ask(credential(PERMIT), { plate: "01 kg 777-abc" }));
});

test("one changed letter is an alteration", async () => {
  const [head, , signature] = credential(PERMIT).split(".");
  const other = Buffer.from(JSON.stringify({ ...PERMIT, u: "2027-12-31" })).toString("base64url");
  await expects("invalid", "altered", ask(`${head}.${other}.${signature}`));
});

test("another's key does not sign for the issuer", async () => {
  const stranger = generateKeyPairSync("ed25519").privateKey;
  await expects("invalid", "altered", ask(credential(PERMIT, stranger)));
});

test("days bound a permit on both sides, the last day included", async () => {
  await expects("invalid", "expired", ask(credential({ ...PERMIT, u: "2026-11-20" })));
  await expects("invalid", "not_yet", ask(credential({ ...PERMIT, f: "2026-11-22" })));
  await expects("valid", "signature_good", ask(credential({ ...PERMIT, u: "2026-11-21" })));
});

test("another vehicle is refused, a permit without plates is not", async () => {
  await expects("invalid", "other_plate", ask(credential(PERMIT), { plate: "01KG778ABC" }));
  await expects("valid", "any_plate", ask(credential({ ...PERMIT, p: [] }), { plate: "X1" }));
});

test("an unknown issuer is invalid under a fresh list and a question under a stale one", async () => {
  const text = credential({ ...PERMIT, k: "az-2" });
  await expects("invalid", "unknown_issuer", ask(text));
  await expects("check", "stale_list", ask(text, { now: new Date("2026-12-01T12:00:00Z") }));
});

test("a stale list and no list leave the decision to a person", async () => {
  await expects("check", "stale_list", ask(credential(PERMIT), { now: new Date("2026-12-01T12:00:00Z") }));
  await expects("check", "no_list", ask(credential(PERMIT), { trust: null }));
});

test("what is not a credential is unreadable", async () => {
  for (const text of ["", "DTC1.e30.AAAA", "https://example.test/", credential({ t: "other" })]) {
    await expects("invalid", "unreadable", ask(text));
  }
});

test("the library and the browser agree", async () => {
  const key = Buffer.from(TRUST.keys[0]!.public, "base64");
  const message = Buffer.from("DTC1.abc", "ascii");
  const good = sign(null, message, keys.privateKey);
  const bad = Buffer.from(good).fill(0, 0, 1);
  for (const signature of [good, bad]) {
    assert.equal(verifyByLibrary(key, message, signature), await verifyEd25519(key, message, signature));
  }
});


const OFFSETS = daysTable.offsets as unknown as Offsets;

test("a day begins at midnight where it is judged, as on a node", () => {
  for (const [moment, where, day] of daysTable.cases as [string, string, string][]) {
    assert.equal(dayAt(new Date(moment), where, OFFSETS), day, `${moment} at ${where}`);
  }
});

test("a device says of days and keys what a node says", async () => {
  const stranger = generateKeyPairSync("ed25519").privateKey;
  for (const one of verdictsTable.cases as Case[]) {
    const key = { ...TRUST.keys[0]!, ...one.key };
    const trust = {
      ...TRUST, offsets: OFFSETS, expires: one.expires, keys: one.key_known === false ? [] : [key],
    };
    const text = credential({ ...PERMIT, f: one.first, u: one.last }, one.forged ? stranger : keys.privateKey);
    if (one.made) Object.assign(trust, { made: one.made });
    if (one.stopped) Object.assign(trust, { stopped: { AZ: listOf(one, text) } });
    const verdict = await judge({
      text, plate: one.plate ?? PERMIT.p[0]!, now: new Date(one.now), where: one.where, trust, verify: verifyEd25519,
    });
    assert.deepEqual([verdict.word, verdict.reasons[0]], [one.word, one.reason || "signature_good"], one.what);
  }
});

test("zones are written as the pages write them", () => {
  assert.deepEqual([300, 270, 0, -210].map(zoneName), ["UTC+5", "UTC+4:30", "UTC+0", "UTC-3:30"]);
});

function listOf(one: Case, text: string): StoppedPermits {
  const names = { revoked: ["another12345"], used_up: [] as string[], disputed: [] as string[] };
  if (one.stopped === "disputed") names.disputed.push(digestOf(PERMIT.n));
  if (one.stopped === "revoked") names.revoked.push(digestOf(text));
  if (one.stopped === "used_up") names.used_up.push(digestOf(text));
  return { at: one.now, is_cut: false, ...names };
}

test("a permit is named in a list as the nodes name it", () => {
  assert.equal(digestOf("DTC1.e30.AAAA"), "JfwRJyGy15xF");
});

interface Case {
  made?: string; stopped?: string; plate?: string;
  what: string; now: string; where: string; first: string; last: string; expires: string;
  key: { valid_from: string; valid_to: string; revoked_at: string | null };
  word: string; reason: string; forged?: boolean; key_known?: boolean;
}
