// What every module asks of the page: its language, its texts, the time as people read it.
import { minutesEast, zoneName, type Offsets } from "./days";

/** A text the server put on <body> as data-text-<name>, in the language of the page. */
export function pageText(name: string): string {
  return document.body.getAttribute(`data-text-${name}`) ?? "";
}

/** Hours and minutes where the reader's desk is, as everything else on the pages, with the zone. */
export function clockTime(now: Date = new Date()): string {
  const minutes = Number(document.body.dataset.minutesEast ?? -now.getTimezoneOffset());
  const local = new Date(now.getTime() + minutes * 60_000);
  return `${local.toISOString().slice(11, 16)} (${zoneName(minutes)})`;
}

/** A moment at a place as the pages of the server write it: 22.11.2026, 10:40 (UTC+5). */
export function momentAt(now: Date, where: string, offsets: Offsets): string {
  const minutes = minutesEast(now, where, offsets);
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const local = new Date(now.getTime() + minutes * 60_000);
  return `${dayFormat({ ...time, timeZone: "UTC" }).format(local)} (${zoneName(minutes)})`;
}

/** True where a key press belongs to a field and not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, select, textarea") ||
      target.closest("dialog[open]") !== null)
  );
}

/** A day as the pages of the server write it: 22.11.2026 in Russian, 22 Nov 2026 in English. */
export function dayFormat(options: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
  const isEnglish = document.documentElement.lang === "en";
  const month = isEnglish ? "short" : "2-digit";
  const day: Intl.DateTimeFormatOptions = { day: isEnglish ? "numeric" : "2-digit", month, year: "numeric" };
  return new Intl.DateTimeFormat(isEnglish ? "en-GB" : "ru", { ...day, ...options });
}
