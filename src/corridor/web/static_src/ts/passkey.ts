// Passkeys: the browser asks the device, and what it answers goes as one field of an ordinary form.

/** A form with data-passkey is sent once the device has answered. */
export function startPasskeys(): void {
  document.addEventListener("submit", hold, true);
}

function hold(event: Event): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset["passkey"]) return;
  const field = form.elements.namedItem("passkey") as HTMLInputElement;
  if (field.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void ask(form, field);
}

async function ask(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const fault = whyNot(form);
  say(form, fault);
  if (fault) return;
  try {
    const found = await answerOf(form);
    if (!found) return say(form, text(form, "stopped"));
    field.value = JSON.stringify(found.toJSON());
  } catch (error) {
    const isKnown = error instanceof DOMException && error.name === "InvalidStateError";
    return say(form, text(form, isKnown ? "known" : "stopped"));
  }
  form.requestSubmit();
}

function whyNot(form: HTMLFormElement): string {
  if (location.origin !== form.dataset["origin"]) return text(form, "elsewhere");
  const knows = typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
  return knows ? "" : text(form, "old");
}

async function answerOf(form: HTMLFormElement): Promise<PublicKeyCredential | null> {
  const options = JSON.parse(form.dataset["options"] ?? "{}");
  const asked = form.dataset["passkey"] === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return (await asked) as PublicKeyCredential | null;
}

function say(form: HTMLFormElement, words: string): void {
  const place = form.querySelector("[data-said]");
  if (place) place.textContent = words;
}

function text(form: HTMLFormElement, name: string): string {
  return form.getAttribute(`data-text-${name}`) ?? "";
}
