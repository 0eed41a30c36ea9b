// What is offered while a code is typed, and which key leads to which row: the part of `codes.ts`
// that needs no page.

/** A code of a list, as `/codes/…` sends it. `lang`: of `more`, where it is not the reader's. */
export interface Offer {
  value: string;
  label: string;
  more?: string;
  lang?: string;
}

/** An option of a select. */
export interface Own {
  value: string;
  text: string;
}

const SHOWN_MAX = 15;
const LAST = /[^,;\n]*$/;

/** Of a field that takes several, parted by commas, the one that is being typed. */
export function lastOf(typed: string): string {
  return (LAST.exec(typed)?.[0] ?? "").trim();
}

/** The same field with that one become a code. */
export function withLast(typed: string, code: string): string {
  const before = typed.replace(LAST, "").trimEnd();
  return before ? `${before} ${code}` : code;
}

/** What is shown of an answer; of a select, its own options alone (`own`). */
export function shownOf(offers: readonly Offer[], own?: readonly Own[]): Offer[] {
  const known = own && new Set(own.map((one) => one.value));
  return offers.filter((one) => !known || known.has(one.value)).slice(0, SHOWN_MAX);
}

/** All that a select has, to be looked through when nothing is typed. */
export function offersOf(own: readonly Own[]): Offer[] {
  return own.filter((one) => one.value).map((one) => ({ value: one.value, label: one.text.trim() }));
}

/** The option that was typed to its end, by code or by name; nothing typed means the empty one. */
export function meantOf<T extends Own>(own: readonly T[], typed: string): T | undefined {
  const said = typed.trim().toLowerCase();
  return own.find(
    (one) => one.value.toLowerCase() === said || (said !== "" && one.text.trim().toLowerCase() === said),
  );
}

/** The row that a key leads to, of `count`; null where it leads to none. */
export function rowOf(key: string, at: number, count: number): number | null {
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return at > 0 ? at - 1 : count - 1;
  return null;
}
