// Shows a verdict as the server would: a big word, why, and what the permit says.
import { dayFormat } from "./page";
import type { Permit, Word } from "./credential";

/** The page's texts, in its language: <script type="application/json" id="verify-texts">. */
export interface Texts {
  words: Record<string, string>;
  reasons: Record<string, string>;
  fields: Record<string, string>;
  types: Record<string, string>;
  issuers: Record<string, string>;
  camera_refused: string;
  no_code: string;
  list_of: string;
  list_none: string;
  unchecked: string;
  unchecked_unlisted: string;
  unchecked_crowd: string;
}

/** A verdict as it is shown: reasons in words, and what could not be found out, as large as the word. */
export interface Shown {
  word: Word;
  beside: string;
  reasons: string[];
  permit: Permit | null;
  rows?: { label: string; value: string }[]; // what the node says of one that this device cannot read
}

/** What a node says of the same text. */
export type NodeVerdict = Omit<Shown, "permit">;

const GRAVITY: Record<Word, number> = { valid: 0, check: 1, invalid: 2 };

/** The node's verdict, since it could ask; this device's where that is the worse of the two. */
export function worseOf(own: Shown, node: NodeVerdict): Shown {
  if (own.word === node.word) {
    return { ...node, permit: own.permit, reasons: [...new Set([...node.reasons, ...own.reasons])] };
  }
  if (GRAVITY[own.word] < GRAVITY[node.word]) return { ...node, permit: own.permit };
  return { ...own, beside: node.beside, reasons: [...new Set([...own.reasons, ...node.reasons])] };
}

const SIGNS: Record<string, string> = { valid: "check", invalid: "stopped", check: "attention" };

/** Replaces what stands in `place` by the verdict and moves the reader's attention to it. */
export function showVerdict(place: HTMLElement, verdict: Shown, texts: Texts): void {
  const box = element("section", `verdict verdict--${verdict.word}`);
  const word = element("h2", "verdict__word", texts.words[verdict.word]);
  word.prepend(sign(place.dataset.icons ?? "", SIGNS[verdict.word] ?? "info"));
  const why = element("ul", "verdict__why");
  why.append(...verdict.reasons.map((reason) => element("li", "", reason)));
  box.append(word, ...beside(place, verdict.beside), why);
  if (verdict.permit) box.append(details(verdict.permit, texts));
  else if (verdict.rows?.length) box.append(summary(verdict.rows.map((row) => [row.label, row.value])));
  box.tabIndex = -1;
  place.replaceChildren(box);
  box.focus();
  box.scrollIntoView({ block: "start" }); // the word first, on a telephone too
}

function beside(place: HTMLElement, text: string): HTMLElement[] {
  if (!text) return [];
  const line = element("p", "verdict__beside", text);
  line.prepend(sign(place.dataset.icons ?? "", "attention"));
  return [line];
}

function details(permit: Permit, texts: Texts): HTMLElement {
  const rows: [string, string][] = [
    ["number", permit.n],
    ["type", texts.types[permit.y] ?? permit.y],
    ["issuer", texts.issuers[permit.i] ?? permit.i],
    ["holder", permit.h],
    ["plates", permit.p.join(", ") || "—"],
    ["days", `${shownDay(permit.f)} – ${shownDay(permit.u)}`],
    ["dossier", permit.d],
    ["conditions", permit.c.join("; ")],
  ];
  return summary(rows.map(([name, value]) => [texts.fields[name] ?? name, value]));
}

function summary(rows: [string, string][]): HTMLElement {
  const list = element("dl", "summary");
  for (const [label, value] of rows) {
    if (!value) continue;
    const row = element("div", "");
    row.append(element("dt", "", label), element("dd", "", value));
    list.append(row);
  }
  return list;
}

function shownDay(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return dayFormat({ timeZone: "UTC" }).format(Date.UTC(year ?? 0, (month ?? 1) - 1, date));
}

function element(name: string, classes: string, text?: string): HTMLElement {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text !== undefined) made.textContent = text;
  return made;
}

function sign(address: string, name: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${address}#${name}`);
  svg.append(use);
  return svg;
}
