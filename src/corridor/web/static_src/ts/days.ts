// The calendar day of an instant at a place, by the zone tables of the product and not of the device:
// the same as corridor/domain/days.py, held to the same table of cases.

/** Per state: [instant in milliseconds, minutes east of UTC from it on], the oldest first. */
export type Offsets = Record<string, [number, number][]>;

const MINUTE_MS = 60_000;

/** Minutes east of UTC at a country, place or office; 0 where nothing is known of its state. */
export function minutesEast(now: Date, where: string, offsets: Offsets): number {
  const known = offsets[where.slice(0, 2)] ?? [];
  return known.filter(([since]) => since <= now.getTime()).at(-1)?.[1] ?? 0;
}

/** The day as YYYY-MM-DD. */
export function dayAt(now: Date, where: string, offsets: Offsets): string {
  return local(now, where, offsets).slice(0, 10);
}

/** The zone as people write it: UTC+5, UTC+4:30. */
export function zoneName(minutes: number): string {
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${minutes < 0 ? "-" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

function local(now: Date, where: string, offsets: Offsets): string {
  return new Date(now.getTime() + minutesEast(now, where, offsets) * MINUTE_MS).toISOString();
}
