// A permit as a signed text: DTC1.<base64url JSON>.<base64url signature>. Reading and judging it
// needs nothing but the text, the trust list, the day at the post and, if given, the plate of the vehicle.
// A node judges the same by corridor/domain/permits/verdict.py, whose words say the rule for keys.
import { sha256 } from "@noble/hashes/sha2.js";
import { dayAt, type Offsets } from "./days";
import { identifier } from "./typed";

/** The permit's fields, under their short names (a QR code holds about 700 bytes). */
export interface Permit {
  t: "permit";
  i: string; // issuing node
  k: string; // key
  n: string; // number
  y: string; // type
  p: string[]; // plates; none: any vehicle of the holder
  f: string; // first day, YYYY-MM-DD
  u: string; // last day, YYYY-MM-DD
  h: string; // holder
  d: string; // dossier
  c: string[]; // conditions
}

export interface TrustedKey {
  node: string;
  id: string;
  algorithm: string;
  public: string; // base64, 32 bytes
  valid_from: string; // instants, UTC
  valid_to: string | null;
  revoked_at: string | null;
}

export interface TrustList {
  version: number;
  issued: string;
  expires: string;
  keys: TrustedKey[];
  offsets: Offsets; // of the states of this list
  made?: string; // when the node gave it: a clock that shows less is wrong
  stopped?: Record<string, StoppedPermits>; // by issuing node, as it said last
}

/** Permits that were revoked or used up before their last day, by digests of their texts; of those in
    dispute, of their numbers. */
export interface StoppedPermits {
  at: string;
  revoked: string[];
  used_up: string[];
  is_cut: boolean;
  disputed?: string[];
}

export type Word = "valid" | "invalid" | "check";

/** Codes of reasons; their texts stand on the page in its language. */
export type Reason =
  | "unreadable" | "altered" | "expired" | "not_yet" | "unknown_issuer" | "other_plate"
  | "stale_list" | "no_list" | "key_revoked" | "key_not_yet" | "key_ran_out" | "any_plate"
  | "revoked" | "used_up" | "disputed" | "clock_behind"
  | "signature_good"
  | "plate_matches" | "plate_alike" | "plate_not_asked";

export interface Verdict {
  word: Word;
  reasons: Reason[];
  permit: Permit | null;
}

export interface Asked {
  text: string;
  plate: string;
  now: Date;
  where: string; // the post: its days count
  trust: TrustList | null;
  verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

const CLOCKS_DIFFER_MS = 5 * 60_000; // as corridor/node/trust_words.py has it
const DIGEST_BYTES = 9; // as corridor/domain/permits/stopped.py has it
const SHAPE = /^DTC1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Judges a credential. The worst finding gives the word: invalid, then check, then valid. */
export async function judge(asked: Asked): Promise<Verdict> {
  // 1. The text has the shape of a credential and its JSON the fields of a permit.
  const text = asked.text.replace(/\s+/g, "");
  const permit = readPermit(text);
  if (!permit) return { word: "invalid", reasons: ["unreadable"], permit: null };
  // 2. The trust list knows the issuer's key.
  if (!asked.trust) return { word: "check", reasons: ["no_list"], permit };
  const stale = Date.parse(asked.trust.expires) <= asked.now.getTime();
  const key = asked.trust.keys.find((k) => k.node === permit.i && k.id === permit.k);
  if (!key || key.algorithm !== "ed25519") {
    return { word: stale ? "check" : "invalid", reasons: [stale ? "stale_list" : "unknown_issuer"], permit };
  }
  // 3. The signature covers exactly these bytes.
  if (!(await isSigned(text, key, asked.verify))) {
    return { word: "invalid", reasons: ["altered"], permit };
  }
  // 4. The key was not revoked: else its signature proves nothing, whenever it was made.
  if (key.revoked_at && Date.parse(key.revoked_at) <= asked.now.getTime()) {
    return { word: "invalid", reasons: ["key_revoked"], permit };
  }
  // 5. Days at the post, vehicle, whether the key was in force, and the list's age.
  const { offsets } = asked.trust;
  const day = dayAt(asked.now, asked.where, offsets);
  const behind = isBehind(asked.trust, asked.now);
  const against = [
    ...daysAgainst(permit, day, behind), ...plateAgainst(permit, asked.plate), ...stoppedAgainst(text, permit, asked.trust),
  ];
  const doubts = [
    ...(behind ? ["clock_behind" as const] : listDoubts(asked.trust, asked.now)),
    ...keyDoubts(key, permit, asked.now, offsets, behind),
    ...numberDoubts(permit, asked.trust), ...plateDoubts(permit, asked.plate),
  ];
  const word = against.length > 0 ? "invalid" : doubts.length > 0 ? "check" : "valid";
  const rest = word === "invalid" ? [] : notes(permit, asked);
  return { word, reasons: [...against, ...doubts, "signature_good", ...rest], permit };
}

/** The permit inside a credential's text, or null where it is not one. */
export function readPermit(text: string): Permit | null {
  const parts = SHAPE.exec(text);
  if (!parts) return null;
  try {
    const bytes = fromBase64(parts[1] ?? "");
    const permit = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
    return isPermit(permit) ? permit : null;
  } catch {
    return null;
  }
}

function isPermit(value: unknown): value is Permit {
  if (typeof value !== "object" || value === null) return false;
  const it = value as Record<string, unknown>;
  const texts = ["i", "k", "n", "y", "f", "u", "h", "d"].every((k) => typeof it[k] === "string");
  const lists = ["p", "c"].every((k) => isTextList(it[k]));
  return it.t === "permit" && texts && lists && DAY.test(String(it.f)) && DAY.test(String(it.u));
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

async function isSigned(text: string, key: TrustedKey, verify: Asked["verify"]): Promise<boolean> {
  const [head, body, signature] = text.split(".");
  const message = new TextEncoder().encode(`${head}.${body}`);
  try {
    return await verify(fromBase64(key.public), message, fromBase64(signature ?? ""));
  } catch {
    return false;
  }
}

// By a clock that is behind, what seems to begin later may have begun already.
function daysAgainst(permit: Permit, day: string, behind: boolean): Reason[] {
  if (day < permit.f) return behind ? [] : ["not_yet"];
  return day > permit.u ? ["expired"] : [];
}

function plateAgainst(permit: Permit, plate: string): Reason[] {
  return isNamed(permit, plate) || isNamed(permit, plate, alike) ? [] : ["other_plate"];
}

// A letter O for a zero is for an officer's eyes.
function plateDoubts(permit: Permit, plate: string): Reason[] {
  return !isNamed(permit, plate) && isNamed(permit, plate, alike) ? ["plate_alike"] : [];
}

// Whether the permit is for each vehicle that stands there, truck and trailer parted by a comma; or
// for any, or nobody said which one it is.
function isNamed(permit: Permit, plates: string, form = identifier): boolean {
  if (permit.p.length === 0) return true;
  const shown = plates.split(/[,;|\n\t]/).filter((one) => identifier(one) !== "");
  return shown.every((plate) => permit.p.some((one) => form(one) === form(plate)));
}

function alike(plate: string): string {
  return identifier(plate).replace(/0/g, "O").replace(/1/g, "I");
}

// What the issuer had said when this device was last given its list.
function stoppedAgainst(text: string, permit: Permit, trust: TrustList): Reason[] {
  const listed = trust.stopped?.[permit.i];
  if (!listed) return [];
  const name = digestOf(text);
  if (listed.revoked.includes(name)) return ["revoked"];
  return listed.used_up.includes(name) ? ["used_up"] : [];
}

// A number that one of two ministries could not verify, whichever of them says so.
function numberDoubts(permit: Permit, trust: TrustList): Reason[] {
  const name = digestOf(permit.n);
  return Object.values(trust.stopped ?? {}).some((one) => one.disputed?.includes(name)) ? ["disputed"] : [];
}

/** The name of a permit's text in a list: base64url of the first bytes of its SHA-256. */
export function digestOf(text: string): string {
  const bytes = sha256(new TextEncoder().encode(text)).slice(0, DIGEST_BYTES);
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}

// Whether a clock shows less than when the list was given.
function isBehind(trust: TrustList, now: Date): boolean {
  return now.getTime() + CLOCKS_DIFFER_MS < Date.parse(trust.made || trust.issued);
}

function listDoubts(trust: TrustList, now: Date): Reason[] {
  return Date.parse(trust.expires) <= now.getTime() ? ["stale_list"] : [];
}

// A key that ran out is judged at the day of issue, which is the permit's first day or before it.
function keyDoubts(key: TrustedKey, permit: Permit, now: Date, offsets: Offsets, behind: boolean): Reason[] {
  if (Date.parse(key.valid_from) > now.getTime()) return behind ? [] : ["key_not_yet"];
  const ends = key.valid_to ? new Date(key.valid_to) : null;
  if (!ends || ends > now) return [];
  return permit.f <= dayAt(ends, permit.i, offsets) ? [] : ["key_ran_out"];
}

function notes(permit: Permit, asked: Asked): Reason[] {
  if (permit.p.length === 0) return ["any_plate"];
  if (identifier(asked.plate) === "") return ["plate_not_asked"];
  return isNamed(permit, asked.plate) ? ["plate_matches"] : [];
}

/** Bytes of base64 or base64url, padded or not. Throws where it is neither. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
