// <input data-codes="/codes/goods">: the codes that fit what is typed, by words or digits, are
// offered below it. A combobox as ARIA 1.2 describes it; without this the field takes the code.

import { type Offer, lastOf, meantOf, offersOf, rowOf, shownOf, withLast } from "./offers";

const WAIT_MS = 150;

/** Offers codes at every field that names where they are found. */
export function startCodes(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-codes]")) {
    new Codes(field, (value) => {
      field.value = isMany(field) ? withLast(field.value, value) : value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  // After the fields of the page: each select gets one more, which is started there.
  for (const select of document.querySelectorAll<HTMLSelectElement>("select[data-codes]")) {
    startSelect(select);
  }
}

/** `data-codes-many`: the field takes several codes, and the last is the one being typed. */
function isMany(field: HTMLInputElement): boolean {
  return "codesMany" in field.dataset;
}

/**
 * A select is chosen from by typing; it stays what is sent, and keeps what the list does not know.
 * Its own options are offered, with `data-beyond` whatever the list has.
 */
function startSelect(select: HTMLSelectElement): void {
  const field = document.createElement("input");
  field.className = "input";
  field.type = "text";
  field.dataset.codes = select.dataset.codes ?? "";
  field.id = select.id;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    const value = select.getAttribute(name);
    if (value) field.setAttribute(name, value);
  }
  delete select.dataset.codes;
  select.id = `${field.id}-value`;
  select.hidden = true;
  select.before(field);
  const show = (): void => {
    const name = select.selectedOptions[0]?.text ?? "";
    if (document.activeElement !== field) field.value = select.value ? name : "";
  };
  const own = "beyond" in select.dataset ? undefined : (): HTMLOptionElement[] => [...select.options];
  const take = (value: string, label: string): void => {
    if (![...select.options].some((one) => one.value === value)) select.add(new Option(label, value));
    select.value = value;
    field.value = select.selectedOptions[0]?.text ?? value;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  new Codes(field, take, own);
  field.addEventListener("focus", () => field.select());
  field.addEventListener("change", () => {
    const meant = meantOf([...select.options], field.value);
    if (!meant || select.value === meant.value) return;
    select.value = meant.value;
    select.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("blur", () => setTimeout(show));
  // The firm's books fill selects too, and say so to the form.
  select.form?.addEventListener("input", show);
  show();
}

class Codes {
  private readonly list = document.createElement("ul");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = "";
  private at = -1;
  private isTaking = false;

  constructor(
    private readonly field: HTMLInputElement,
    private readonly take: (value: string, label: string) => void,
    private readonly own?: () => HTMLOptionElement[],
  ) {
    const box = document.createElement("div");
    box.className = "codes";
    field.replaceWith(box);
    this.list.id = `${field.id}-codes`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    box.append(field, this.list);
    this.list.setAttribute("aria-label", field.labels?.[0]?.textContent?.trim() ?? "");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.list.id);
    field.autocomplete = "off";
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("li") : null;
      if (row) this.choose(row);
    });
  }

  private wait(): void {
    if (this.isTaking) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const asked = (this.asked = this.typed());
    if (asked.length < 2) return this.close();
    const address = `${this.field.dataset.codes ?? ""}?q=${encodeURIComponent(asked)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || this.asked !== asked || document.activeElement !== this.field) return;
    const { options } = (await answer.json()) as { options: Offer[] };
    this.show(shownOf(options, this.own?.()));
  }

  private typed(): string {
    return isMany(this.field) ? lastOf(this.field.value) : this.field.value.trim();
  }

  /** Opened by an arrow: all that a select has, where what it shows was not typed over. */
  private look(): void {
    const own = this.own?.();
    if (own && meantOf(own, this.field.value)) this.show(offersOf(own));
    else void this.ask();
  }

  private show(options: Offer[]): void {
    const isMeant = options.length === 1 && options[0]?.value === this.asked;
    this.list.replaceChildren(...options.map((one, index) => this.row(one, index)));
    this.open(options.length > 0 && !isMeant);
  }

  private row(option: Offer, index: number): HTMLLIElement {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${index}`;
    row.dataset.value = option.value;
    row.dataset.label = option.label || option.value;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const code = document.createElement("b");
    code.textContent = option.value;
    row.append(code, ` ${option.label}`);
    if (option.more) {
      const more = document.createElement("span");
      if (option.lang) more.lang = option.lang;
      more.textContent = ` ${option.more}`;
      row.append(more);
    }
    return row;
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) {
      if (event.key === "ArrowDown") this.look();
      return;
    }
    const rows = this.list.children;
    const current = rows[this.at];
    const to = rowOf(event.key, this.at, rows.length);
    if (to !== null) this.mark(to);
    else if (event.key === "Enter" && current) this.choose(current);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  private mark(at: number): void {
    this.at = at;
    [...this.list.children].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === this.at));
    });
    const row = this.list.children[this.at];
    if (!row) return;
    this.field.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  private choose(row: Element): void {
    this.isTaking = true;
    if (row instanceof HTMLElement) this.take(row.dataset.value ?? "", row.dataset.label ?? "");
    this.isTaking = false;
    this.close();
  }

  private open(isOpen: boolean): void {
    this.at = -1;
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    this.field.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asked = "";
    this.open(false);
  }
}
