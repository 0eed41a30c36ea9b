// <form data-autosave="/address">: what is typed is saved as it is typed, and the page says so.
import { refreshLive } from "./live";
import { clockTime, pageText } from "./page";
import { signInHere } from "./signin";

const WAIT_MS = 600;
type Saved = "saved" | "offline" | "refused" | "meanwhile" | "signed-out";
const SAYS: Record<Exclude<Saved, "saved">, string> = {
  offline: "not-saved",
  refused: "not-taken",
  meanwhile: "changed-meanwhile",
  "signed-out": "signed-out",
};
const flushes: (() => Promise<boolean>)[] = [];

/** Saves each marked form after a pause in typing, and before the page is left. */
export function startAutosave(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
    watch(form);
  }
  document.addEventListener("click", flushBeforeLeaving);
}

function watch(form: HTMLFormElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dirty = false;
  let running: Promise<boolean> = Promise.resolve(true);
  // One after another: an older text never overtakes a newer one.
  const saveNow = (): Promise<boolean> => {
    clearTimeout(timer);
    running = running.then(async () => {
      if (!dirty) return true;
      dirty = false;
      const saved = await save(form, () => void saveNow());
      dirty ||= !saved;
      return saved;
    });
    return running;
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => void saveNow(), WAIT_MS);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void saveNow();
  });
  window.addEventListener("online", () => void saveNow());
  flushes.push(saveNow);
}

// A link leads on only after what was just typed is kept: the next page shows it, in any language.
// What cannot be kept holds the reader once; a second press leaves all the same.
let heldAt = "";

function flushBeforeLeaving(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  const elsewhere = !link || link.origin !== location.origin || link.target || link.download;
  if (elsewhere || event.defaultPrevented || flushes.length === 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || isInPage(link)) return;
  if (link.href === heldAt) return;
  event.preventDefault();
  void Promise.all(flushes.map((flush) => flush())).then((saved) => {
    if (saved.every(Boolean)) location.assign(link.href);
    else heldAt = link.href;
  });
}

function isInPage(link: HTMLAnchorElement): boolean {
  return link.hash !== "" && link.pathname === location.pathname && link.search === location.search;
}

async function save(form: HTMLFormElement, again: () => void): Promise<boolean> {
  say(form, pageText("saving"), false);
  const found = await send(form);
  if (found === "saved") {
    say(form, `${pageText("saved")} ${clockTime()}`, false);
    refreshLive("draft");
    return true;
  }
  say(form, pageText(SAYS[found]), true);
  if (found === "signed-out") void signInHere(again);
  return false;
}

async function send(form: HTMLFormElement): Promise<Saved> {
  const address = form.dataset.autosave ?? form.action;
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: fieldsOf(form),
      headers: { Accept: "application/json", "X-Requested-With": "autosave" },
      keepalive: true,
    });
    if (answer.status === 401) return "signed-out";
    if (answer.status === 409) return "meanwhile";
    return answer.ok ? "saved" : "refused";
  } catch {
    return "offline";
  }
}

/** The form's fields without its files: those go with the real sending only. */
export function fieldsOf(form: HTMLFormElement): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") fields.append(name, value);
  }
  return fields;
}

function say(form: HTMLFormElement, text: string, failed: boolean): void {
  const note = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  if (!note) return;
  note.textContent = text;
  note.classList.toggle("saved--failed", failed);
}
