// <form data-uploads="/uploads">: files go piece by piece (tus 1.0), with progress, and go on where
// they stopped: after a cut line, a sign-in, or a page that was opened anew. Without scripts the form
// sends them itself.
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
      void sendAll(form, files);
    });
  }
}

async function sendAll(form: HTMLFormElement, files: File[]): Promise<void> {
  const button = form.querySelector("button");
  const list = form.querySelector("[data-uploads-list]");
  if (!button || !list || form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  list.replaceChildren();
  let wrong = 0;
  for (const [place, line] of files.map((file) => lineOf(list, file)).entries()) {
    wrong += (await sendOne(form, files[place] as File, line)) ? 0 : 1;
  }
  form.removeAttribute("aria-busy");
  if (wrong === 0) location.reload();
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

async function sendOne(form: HTMLFormElement, file: File, tell: Tell): Promise<boolean> {
  try {
    await new Sending(form, file, tell).run();
    return true;
  } catch (error) {
    tell(error instanceof Refused ? error.message : (form.dataset.textFailed ?? ""), undefined, true);
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
  private readonly key: string;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly file: File,
    private readonly tell: Tell,
  ) {
    this.key = rememberedAs(form.dataset.draft ?? "", file);
  }

  async run(): Promise<void> {
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
    this.tell(this.form.dataset.textWaits ?? "");
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
    const paper = this.form.querySelector<HTMLSelectElement>("select[name=paper]")?.value ?? "other";
    const told = { filename: this.file.name, draft: this.form.dataset.draft ?? "", paper };
    const answer = await this.ask(this.form.dataset.uploads ?? "", "POST", {
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
    this.tell(isLast ? (this.form.dataset.textLooked ?? "") : this.sent(offset), offset);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
    const answer = await this.ask(this.address, "PATCH", headers, part);
    return Number(answer.headers.get("Upload-Offset"));
  }

  private sent(offset: number): string {
    const one = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const shown = (size: number): string =>
      (size / 1024 / 1024).toLocaleString(document.documentElement.lang, one);
    const text = this.form.dataset.textSent ?? "";
    return text.replace("{done}", shown(offset)).replace("{total}", shown(this.file.size));
  }

  private async ask(address: string, method: string, more: Record<string, string>, body?: Blob): Promise<Response> {
    const token = this.form.querySelector<HTMLInputElement>("[name=_csrf_token]")?.value ?? "";
    const headers = { ...VERSION, "X-CSRFToken": token, Accept: "application/json", ...more };
    const answer = await fetch(address, { method, headers, body: body ?? null });
    if (answer.ok) return answer;
    if (answer.status === 401) {
      this.tell(this.form.dataset.textSignedOut ?? "");
      await new Promise<void>((resolve) => void signInHere(resolve));
      throw new Error("signed out");
    }
    if (answer.status >= 500 || answer.status === 409) throw new Error(String(answer.status));
    const told = (await answer.json().catch(() => ({}))) as { title?: string };
    throw new Refused(told.title ?? this.form.dataset.textFailed ?? "");
  }
}
