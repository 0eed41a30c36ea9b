// A form is sent once; the error summary is read first.
import { pageText } from "./page";

const PATIENCE_MS = 2000;
const sent = new WeakSet<HTMLFormElement>();

/** Refuses the second press while the first is on its way. A page that comes back starts afresh. */
export function guardDoubleSubmit(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    sent.add(form);
    markSending(form, event.submitter);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

// After this tick: a button disabled now would not send its own name and value.
function markSending(form: HTMLFormElement, button: HTMLElement | null): void {
  setTimeout(() => {
    form.setAttribute("aria-busy", "true");
    setTimeout(() => showWork(form), PATIENCE_MS);
    if (!(button instanceof HTMLButtonElement)) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = pageText("sending") || button.textContent;
  });
}

// A table of 2,000 rows is read, judged and sent for seconds: that it goes on is seen, and how long.
function showWork(form: HTMLFormElement): void {
  const line = document.createElement("p");
  const bar = document.createElement("progress");
  const seconds = document.createElement("span");
  const begun = performance.now() - PATIENCE_MS;
  const tell = (): void => {
    seconds.textContent = ` ${Math.round((performance.now() - begun) / 1000)}`;
  };
  line.className = "quiet";
  line.setAttribute("role", "status");
  seconds.setAttribute("aria-hidden", "true");
  bar.setAttribute("aria-label", pageText("working"));
  line.append(bar, ` ${pageText("working")}`, seconds);
  form.append(line);
  setInterval(tell, 1000);
}

/** A table is kept by its buttons alone: whoever leaves what was typed into it is asked first. */
export function askBeforeLeaving(): void {
  addEventListener("beforeunload", (event) => {
    const cells = document.querySelectorAll<HTMLInputElement>(".table--typed .input");
    const isLeft = ({ form, value, defaultValue }: HTMLInputElement): boolean =>
      value !== defaultValue && form !== null && !sent.has(form);
    if ([...cells].some(isLeft)) event.preventDefault();
  });
}

/** A page that came back with errors begins at their list. */
export function focusErrors(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
