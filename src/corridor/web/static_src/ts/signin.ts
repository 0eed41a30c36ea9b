// The session ended while somebody typed: the sign-in opens over the page, and typing goes on.
import { pageText } from "./page";

let open: HTMLDialogElement | undefined;

/** Opens the sign-in in a dialog; `then` is done after it. Without an answer nothing opens. */
export async function signInHere(then: () => void): Promise<void> {
  if (open) return;
  const main = await mainOf(fetch("/sign-in", { headers: { Accept: "text/html" } }));
  if (!main || open) return;
  const dialog = document.createElement("dialog");
  open = dialog;
  dialog.setAttribute("aria-label", pageText("signed-out"));
  const why = document.createElement("p");
  why.textContent = pageText("signed-out");
  dialog.append(why, ...main.childNodes);
  dialog.addEventListener("submit", (event) => void submit(event, dialog, then));
  dialog.addEventListener("close", () => {
    open = undefined;
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

async function submit(event: Event, dialog: HTMLDialogElement, then: () => void): Promise<void> {
  const form = event.target as HTMLFormElement;
  event.preventDefault();
  event.stopPropagation();
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  const answer = await fetch(form.action, { method: "POST", body: fields });
  if (answer.ok) {
    dialog.close();
    then();
    return;
  }
  const main = await mainOf(Promise.resolve(answer));
  if (main) dialog.replaceChildren(...main.childNodes);
}

async function mainOf(asked: Promise<Response>): Promise<Element | null> {
  try {
    const page = new DOMParser().parseFromString(await (await asked).text(), "text/html");
    return page.querySelector("main");
  } catch {
    return null;
  }
}

/** After a sign-in without the page it came from, the kept form goes on by itself. */
export function resumeForms(): void {
  document.querySelector<HTMLFormElement>("form[data-resume]")?.requestSubmit();
}
