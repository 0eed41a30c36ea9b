// Definitions that opened over the text close by Escape, or by a press elsewhere.

/** Closes open terms; the element itself opens them without scripts. */
export function startTerms(): void {
  document.addEventListener("click", (event) => closeAll(event.target as Node));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeAll(null);
  });
}

function closeAll(except: Node | null): void {
  for (const term of document.querySelectorAll<HTMLDetailsElement>("details.term[open]")) {
    if (!except || !term.contains(except)) term.open = false;
  }
}
