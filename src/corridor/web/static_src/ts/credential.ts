// A permit as a signed text: DTC1.<base64url JSON>.<base64url signature>. Reading and judging it
// needs nothing but the text, the trust list, the day and, if given, the plate of the vehicle.

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
}

export type Word = "valid" | "invalid" | "check";

/** Codes of reasons; their texts stand on the page in its language. */
export type Reason =
  | "unreadable" | "altered" | "expired" | "not_yet" | "unknown_issuer" | "other_plate"
  | "stale_list" | "no_list" | "key_revoked" | "key_not_yet" | "any_plate" | "signature_good"
  | "plate_matches" | "plate_not_asked";

export interface Verdict {
  word: Word;
  reasons: Reason[];
  permit: Permit | null;
}

export interface Asked {
  text: string;
  plate: string;
  now: Date;
  trust: TrustList | null;
  verify: (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

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
  const stale = Date.parse(asked.trust.expires) < asked.now.getTime();
  const key = asked.trust.keys.find((k) => k.node === permit.i && k.id === permit.k);
  if (!key || key.algorithm !== "ed25519") {
    const reasons: Reason[] = stale ? ["unknown_issuer", "stale_list"] : ["unknown_issuer"];
    return { word: stale ? "check" : "invalid", reasons, permit };
  }
  // 3. The signature covers exactly these bytes.
  if (!(await isSigned(text, key, asked.verify))) {
    return { word: "invalid", reasons: ["altered"], permit };
  }
  // 4. Days, vehicle, the key's own standing and the list's age.
  const against = [...daysAgainst(permit, asked.now), ...plateAgainst(permit, asked.plate)];
  const doubts = [...keyDoubts(key, asked.now), ...(stale ? (["stale_list"] as const) : [])];
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

/** The local day of this device as YYYY-MM-DD: days of a permit are days of its place of use. */
export function localDay(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function daysAgainst(permit: Permit, now: Date): Reason[] {
  const day = localDay(now);
  if (day < permit.f) return ["not_yet"];
  return day > permit.u ? ["expired"] : [];
}

function plateAgainst(permit: Permit, plate: string): Reason[] {
  if (plainPlate(plate) === "" || permit.p.length === 0) return [];
  const named = permit.p.some((one) => plainPlate(one) === plainPlate(plate));
  return named ? [] : ["other_plate"];
}

function keyDoubts(key: TrustedKey, now: Date): Reason[] {
  if (key.revoked_at) return ["key_revoked"];
  return Date.parse(key.valid_from) > now.getTime() ? ["key_not_yet"] : [];
}

function notes(permit: Permit, asked: Asked): Reason[] {
  if (permit.p.length === 0) return ["any_plate"];
  if (plainPlate(asked.plate) === "") return ["plate_not_asked"];
  return plateAgainst(permit, asked.plate).length === 0 ? ["plate_matches"] : [];
}

const LOOKALIKES: Record<string, string> = {
  А: "A", В: "B", Е: "E", К: "K", М: "M", Н: "H", О: "O", Р: "P", С: "C", Т: "T", У: "Y", Х: "X",
};

/** A plate without blanks and dashes, capitals, Cyrillic letters that look Latin as Latin. */
export function plainPlate(plate: string): string {
  const letters = plate.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  return [...letters].map((letter) => LOOKALIKES[letter] ?? letter).join("");
}

/** Bytes of base64 or base64url, padded or not. Throws where it is neither. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
