// <form data-autosave="/address">: what is typed is saved as it is typed, and the page says so.
import { refreshLive } from "./live";
import { clockTime, pageText } from "./page";

const WAIT_MS = 600;

/** Saves each marked form after a pause in typing, and when the page is left. */
export function startAutosave(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
    watch(form);
  }
}

function watch(form: HTMLFormElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dirty = false;
  const saveNow = (): void => {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    void save(form).then((saved) => {
      dirty ||= !saved;
    });
  };
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(saveNow, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveNow();
  });
  window.addEventListener("online", saveNow);
}

async function save(form: HTMLFormElement): Promise<boolean> {
  const address = form.dataset.autosave ?? form.action;
  say(form, pageText("saving"), false);
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: fieldsOf(form),
      headers: { Accept: "application/json", "X-Requested-With": "autosave" },
      keepalive: true,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    say(form, `${pageText("saved")} ${clockTime()}`, false);
    refreshLive("draft");
    return true;
  } catch {
    say(form, pageText("not-saved"), true);
    return false;
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
