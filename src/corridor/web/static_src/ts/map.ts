// The map: two buttons make it larger and smaller inside its own frame, which scrolls.

const STEPS = ["1", "2", "3"];

/** Wakes the zoom buttons, which stay hidden where no script runs. */
export function startMaps(): void {
  for (const box of document.querySelectorAll<HTMLElement>("[data-map]")) wake(box);
}

function wake(box: HTMLElement): void {
  const frame = box.querySelector<HTMLElement>("[data-map-frame]");
  if (!frame) return;
  for (const button of box.querySelectorAll<HTMLButtonElement>("[data-zoom]")) {
    button.hidden = false;
    button.addEventListener("click", () => zoom(frame, Number(button.dataset.zoom)));
  }
}

function zoom(frame: HTMLElement, change: number): void {
  const now = STEPS.indexOf(frame.dataset.scale ?? "1");
  const next = Math.min(Math.max(now + change, 0), STEPS.length - 1);
  const across = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
  const down = (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight;
  frame.dataset.scale = STEPS[next];
  frame.scrollLeft = across * frame.scrollWidth - frame.clientWidth / 2;
  frame.scrollTop = down * frame.scrollHeight - frame.clientHeight / 2;
}
