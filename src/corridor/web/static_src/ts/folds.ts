// Who always reads the parties opens them once: the next page of the kind has them open too.
const KEY = "open-folds";
const KEPT = "details.fold[data-kept]";

/** Opens what was left open in this browser, and notes down what is opened and closed. */
export function startFolds(): void {
  const open = new Set(stored());
  for (const fold of document.querySelectorAll<HTMLDetailsElement>(KEPT)) {
    if (open.has(fold.id)) fold.open = true;
  }
  document.addEventListener("click", (event) => {
    const summary = (event.target as Element).closest("summary");
    const fold = summary?.parentElement;
    if (fold instanceof HTMLDetailsElement && fold.matches(KEPT)) keep(fold.id, !fold.open);
    leaveContents(event.target as Element);
  });
  addEventListener("hashchange", openLinked);
  openLinked();
}

/** A link to what stands in a fold opens it, also where the browser does not do so by itself. */
function openLinked(): void {
  let fold = document.querySelector(":target")?.closest("details");
  for (; fold; fold = fold.parentElement?.closest("details")) fold.open = true;
}

/** Where the contents of a guide cover what they lead to, they close once something is chosen. */
function leaveContents(target: Element): void {
  const contents = target.closest("a")?.closest<HTMLDetailsElement>("details[data-contents]");
  if (contents) contents.open = false;
}

function keep(id: string, isOpen: boolean): void {
  const others = stored().filter((one) => one !== id);
  try {
    localStorage.setItem(KEY, [...others, ...(isOpen ? [id] : [])].join(" "));
  } catch {
    // A browser that keeps nothing shows the page as it comes.
  }
}

function stored(): string[] {
  try {
    return (localStorage.getItem(KEY) ?? "").split(" ").filter(Boolean);
  } catch {
    return [];
  }
}
