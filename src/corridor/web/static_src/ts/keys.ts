// Keys of a work list: j and k (or the arrows) walk along the rows, x selects one, / goes to the
// filters, ? shows the keys.
// Physical keys are read, so that they work in any keyboard layout.
import { isTyping } from "./page";
import { pickRow } from "./pick";

/** Listens on pages that have a list with rows; elsewhere the keys stay free. */
export function startKeys(): void {
  if (!document.querySelector("[data-rows]")) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (act(event)) event.preventDefault();
  });
}

function act(event: KeyboardEvent): boolean {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return showHelp();
  if (event.code === "KeyJ") return step(1);
  if (event.code === "KeyK") return step(-1);
  const row = (event.target as Element | null)?.closest("[data-row]");
  if (event.code === "ArrowDown" && row) return step(1);
  if (event.code === "ArrowUp" && row) return step(-1);
  if (event.code === "KeyX" && row) return pickRow(row);
  if (event.code === "Slash" || event.key === "/") return toFilters();
  return false;
}

/** The place to go to from `current` (-1: none yet) among `count` rows; it stops at the ends. */
export function nextRow(current: number, direction: 1 | -1, count: number): number {
  if (current < 0) return direction > 0 ? 0 : count - 1;
  return Math.min(Math.max(current + direction, 0), count - 1);
}

function step(direction: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-rows] [data-row]")];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[nextRow(current, direction, rows.length)];
  row?.querySelector<HTMLElement>("a[href], button")?.focus();
  return row !== undefined;
}

function toFilters(): boolean {
  const field = document.querySelector<HTMLElement>("[data-filters] input:not([type=hidden])");
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
  return field !== null;
}

function showHelp(): boolean {
  const help = document.querySelector<HTMLDialogElement>("dialog[data-keys]");
  help?.showModal();
  return help !== null;
}
