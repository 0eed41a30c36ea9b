// <input data-slot="vehicle" list="…">: what was chosen from the firm's books fills what is empty.

interface Filling {
  values: Record<string, string>;
  facts: string[];
}

/** Asks the books when something was chosen from their list, or typed to its end. */
export function startBooks(): void {
  document.addEventListener("input", (event) => {
    const field = slotOf(event);
    if (field && [...(field.list?.options ?? [])].some((one) => one.value === field.value)) {
      void fill(field);
    }
  });
  document.addEventListener("change", (event) => {
    const field = slotOf(event);
    if (field?.value) void fill(field);
  });
}

function slotOf(event: Event): HTMLInputElement | null {
  const field = event.target;
  return field instanceof HTMLInputElement && field.dataset.slot ? field : null;
}

async function fill(field: HTMLInputElement): Promise<void> {
  if (field.dataset.asked === field.value) return;
  field.dataset.asked = field.value;
  const address = `/carrier/offers/${field.dataset.slot ?? ""}?value=${encodeURIComponent(field.value)}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !field.form) return;
  const found = (await answer.json()) as Filling;
  const names = Object.entries(found.values).filter(([name, value]) => put(field, name, value));
  const ticks = found.facts.filter((fact) => tick(field, "facts", fact));
  if (names.length + ticks.length === 0) return;
  say(field.form);
  field.form.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Fills a field that is empty, or that still holds what the books filled in before. */
function put(from: HTMLInputElement, name: string, value: string): boolean {
  const field = from.form?.elements.namedItem(name);
  if (field === from) return false;
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    return tick(from, name, value);
  }
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return false;
  if (field.value === value || (field.value && field.value !== field.dataset.filled)) return false;
  field.value = value;
  field.dataset.filled = value;
  return true;
}

function tick(from: HTMLInputElement, name: string, value: string): boolean {
  const boxes = from.form?.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`);
  const box = [...(boxes ?? [])].find((one) => one.value === value && !one.checked);
  if (box) box.checked = true;
  return box !== undefined;
}

function say(form: HTMLFormElement): void {
  const note = form.querySelector<HTMLElement>("[data-fills]");
  if (note) note.textContent = note.dataset.fills ?? "";
}
