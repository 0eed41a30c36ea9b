// <form data-uploads="/uploads">: files go piece by piece (tus 1.0), with progress, and go on where
// they stopped: after a cut line, a sign-in, or a page that was opened anew. Without scripts the form
// sends them itself. <fieldset data-tray="/uploads"> in another form takes files that go with what it
// says: each becomes a box that is marked.
import { signInHere } from "./signin";

const PIECE_BYTES = 512 * 1024;
const RESTS_MS = [1000, 2000, 4000, 8000, 16000, 30000];
const VERSION = { "Tus-Resumable": "1.0.0" };
type Tell = (text: string, done?: number, isWrong?: boolean) => void;

/** The server's own word on why a file is not taken. */
class Refused extends Error {}

/** Takes over the forms that are marked. */
export function startUploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-uploads]")) {
    form.addEventListener("submit", (event) => {
      const files = [...(form.querySelector<HTMLInputElement>("input[type=file]")?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void sendAll(form, files).then((wrong) => wrong === 0 && location.reload());
    });
  }
  startTrays(document);
}

/** Opens the trays of a page, or of a dialog that has come. */
export function startTrays(root: ParentNode): void {
  for (const tray of root.querySelectorAll<HTMLElement>("[data-tray]")) {
    const add = tray.querySelector<HTMLElement>("[data-tray-add]");
    const input = add?.querySelector<HTMLInputElement>("input[type=file]");
    if (!add || !input) continue;
    add.hidden = false;
    tray.querySelector("[data-tray-link]")?.remove();
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      void sendAll(tray, files, (file, sha256) => mark(tray, file, sha256)).then((wrong) => {
        input.value = "";
        if (wrong === 0) tray.querySelector("[data-uploads-list]")?.replaceChildren();
      });
    });
  }
}

function mark(tray: HTMLElement, file: File, sha256: string): void {
  const list = tray.querySelector("[data-tray-list]");
  if (!list || list.querySelector(`input[value="${sha256}"]`)) return;
  const [choice, box, label] = ["div", "input", "label"].map((name) => document.createElement(name)) as [
    HTMLDivElement,
    HTMLInputElement,
    HTMLLabelElement,
  ];
  choice.className = "choice";
  Object.assign(box, { type: "checkbox", name: "files", value: sha256, checked: true, id: `f-file-${sha256}` });
  Object.assign(label, { htmlFor: box.id, textContent: file.name });
  choice.append(box, label);
  list.append(choice);
}

// How many did not succeed. While they are on their way, the form they stand in cannot be sent.
async function sendAll(
  host: HTMLElement,
  files: File[],
  done: (file: File, sha256: string) => void = () => undefined,
): Promise<number> {
  const form = host.closest("form") ?? host;
  const list = host.querySelector("[data-uploads-list]");
  if (!list || form.getAttribute("aria-busy") === "true") return files.length;
  const buttons = [...form.querySelectorAll<HTMLButtonElement>("button:not([disabled])")];
  form.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
  list.replaceChildren();
  let wrong = 0;
  for (const [place, line] of files.map((file) => lineOf(list, file)).entries()) {
    wrong += (await sendOne(host, files[place] as File, line, done)) ? 0 : 1;
  }
  for (const button of buttons) button.disabled = false;
  form.removeAttribute("aria-busy");
  return wrong;
}

function lineOf(list: Element, file: File): Tell {
  const item = document.createElement("li");
  const text = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = file.size;
  bar.setAttribute("aria-label", file.name);
  item.append(`${file.name} `, text, bar);
  list.append(item);
  return (said, done, isWrong = false) => {
    text.textContent = said;
    text.className = isWrong ? "is-stop" : "";
    bar.hidden = isWrong;
    if (done !== undefined) bar.value = done;
  };
}

async function sendOne(
  host: HTMLElement,
  file: File,
  tell: Tell,
  done: (file: File, sha256: string) => void,
): Promise<boolean> {
  try {
    done(file, await new Sending(host, file, tell).run());
    return true;
  } catch (error) {
    tell(error instanceof Refused ? error.message : (host.dataset.textFailed ?? ""), undefined, true);
    return false;
  }
}

/** The name under which a browser remembers where a file goes on. */
export function rememberedAs(draft: string, file: { name: string; size: number; lastModified: number }): string {
  return ["upload", draft, file.name, file.size, file.lastModified].join("|");
}

/** `name base64` pairs, as tus has them. */
export function metadataOf(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`)
    .join(",");
}

class Sending {
  private address = "";
  private failures = 0;
  private sha256 = "";
  private readonly key: string;

  constructor(
    private readonly host: HTMLElement,
    private readonly file: File,
    private readonly tell: Tell,
  ) {
    this.key = rememberedAs(host.dataset.draft ?? "", file);
  }

  // The name of the file from now on.
  async run(): Promise<string> {
    let offset = await this.patiently(() => this.begin());
    do {
      offset = await this.patiently(() => this.piece(offset), async () => {
        offset = await this.where();
        return offset;
      });
      this.failures = 0;
    } while (offset < this.file.size);
    localStorage.removeItem(this.key);
    this.tell("✓", this.file.size);
    return this.sha256;
  }

  // Again after a rest while the line is cut; first asked where it goes on, since a piece may have come.
  private async patiently(
    act: () => Promise<number>,
    first: () => Promise<number> = () => Promise.resolve(0),
  ): Promise<number> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (attempt > 0) await first();
        return await act();
      } catch (error) {
        if (error instanceof Refused) throw error;
        await this.rest();
      }
    }
  }

  private async rest(): Promise<void> {
    const rest = RESTS_MS[Math.min(this.failures, RESTS_MS.length - 1)] as number;
    this.failures += 1;
    this.tell(this.host.dataset.textWaits ?? "");
    await new Promise((resolve) => setTimeout(resolve, rest));
  }

  private async begin(): Promise<number> {
    this.address = localStorage.getItem(this.key) ?? "";
    if (this.address) {
      try {
        return await this.where();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        localStorage.removeItem(this.key);
      }
    }
    const choice = this.host.querySelector<HTMLSelectElement>("select[name=paper], select[data-paper]");
    const paper = choice?.value ?? "other";
    const told = { filename: this.file.name, draft: this.host.dataset.draft ?? "", paper };
    const answer = await this.ask(this.host.dataset.uploads ?? this.host.dataset.tray ?? "", "POST", {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": metadataOf(told),
    });
    this.address = answer.headers.get("Location") ?? "";
    localStorage.setItem(this.key, this.address);
    return 0;
  }

  private async where(): Promise<number> {
    const answer = await this.ask(this.address, "HEAD", {});
    return Number(answer.headers.get("Upload-Offset"));
  }

  private async piece(offset: number): Promise<number> {
    const part = this.file.slice(offset, offset + PIECE_BYTES);
    const isLast = offset + part.size >= this.file.size;
    this.tell(isLast ? (this.host.dataset.textLooked ?? "") : this.sent(offset), offset);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
    const answer = await this.ask(this.address, "PATCH", headers, part);
    this.sha256 = answer.headers.get("X-File-Sha256") ?? "";
    return Number(answer.headers.get("Upload-Offset"));
  }

  private sent(offset: number): string {
    const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const shown = (size: number): string =>
      (size / 1024 / 1024).toLocaleString(document.documentElement.lang, one);
    const text = this.host.dataset.textSent ?? "";
    return text.replace("{done}", shown(offset)).replace("{total}", shown(this.file.size));
  }

  private async ask(address: string, method: string, more: Record<string, string>, body?: Blob): Promise<Response> {
    const form = this.host.closest("form");
    const token = form?.querySelector<HTMLInputElement>("[name=_csrf_token]")?.value ?? "";
    const headers = { ...VERSION, "X-CSRFToken": token, Accept: "application/json", ...more };
    const answer = await fetch(address, { method, headers, body: body ?? null });
    if (answer.ok) return answer;
    if (answer.status === 401) {
      this.tell(this.host.dataset.textSignedOut ?? "");
      await new Promise<void>((resolve) => void signInHere(resolve));
      throw new Error("signed out");
    }
    if (answer.status >= 500 || answer.status === 409) throw new Error(String(answer.status));
    const told = (await answer.json().catch(() => ({}))) as { title?: string };
    throw new Refused(told.title ?? this.host.dataset.textFailed ?? "");
  }
}
