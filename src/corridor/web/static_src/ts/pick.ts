// Rows that are selected: how many, all of a page at once, and the button that prints.

/** Listens on pages that have a list with rows to select, or a button that prints. */
export function startPick(): void {
  startPrint();
  if (!document.querySelector("[data-filters]")) return;
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if (box.matches("[data-pick-all]")) for (const one of boxes()) one.checked = box.checked;
    show();
  });
  document.addEventListener("htmx:after:swap", show);
  show();
}

function startPrint(): void {
  for (const button of document.querySelectorAll("[data-print]")) button.removeAttribute("hidden");
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
}

/** Selects the row, or no longer. */
export function pickRow(row: Element): boolean {
  const box = row.querySelector<HTMLInputElement>("input[name=row]");
  box?.click();
  return box !== null;
}

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[name=row]")];
}

function show(): void {
  const count = boxes().filter((box) => box.checked).length;
  for (const useful of document.querySelectorAll("[data-pick-all], [data-print]")) {
    useful.removeAttribute("hidden");
  }
  document.querySelector("[data-picked-none]")?.toggleAttribute("hidden", count > 0);
  document.querySelector("[data-picked-some]")?.toggleAttribute("hidden", count === 0);
  const shown = document.querySelector("[data-picked-count]");
  if (shown) shown.textContent = String(count);
}
