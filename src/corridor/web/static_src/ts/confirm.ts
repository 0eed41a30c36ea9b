// An irreversible act is confirmed with its consequence. The link leads to a page that does it;
// with scripts the same block of that page opens in a dialog.

import { startTrays } from "./upload";

/** Opens [data-confirm-link] in a dialog; whatever fails, the link's own page is shown instead. */
export function startConfirm(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-confirm-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void confirmation(link.href).then(
      (block) => (block ? show(block, link) : location.assign(link.href)),
      () => location.assign(link.href),
    );
  });
}

async function confirmation(address: string): Promise<Element | null> {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main [data-confirm]");
}

function show(block: Element, link: HTMLAnchorElement): void {
  const dialog = document.createElement("dialog");
  const heading = block.querySelector("h1, h2, h3");
  dialog.setAttribute("aria-label", heading?.textContent ?? link.textContent ?? "");
  dialog.append(document.importNode(block, true));
  dialog.querySelector("[data-cancel]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  startTrays(dialog);
  dialog.showModal();
  focusSafely(dialog);
}

// Enter must not do what cannot be undone: the first field, else the heading, has the focus.
function focusSafely(dialog: HTMLDialogElement): void {
  const field = dialog.querySelector<HTMLElement>(
    "input:not([type=hidden]), textarea, select",
  );
  const heading = dialog.querySelector<HTMLElement>("h1, h2, h3");
  heading?.setAttribute("tabindex", "-1");
  (field ?? heading)?.focus();
  if (dialog.scrollTop === 0) return;
  // The field is far down: what the act means is read first.
  heading?.focus();
  dialog.scrollTop = 0;
}
