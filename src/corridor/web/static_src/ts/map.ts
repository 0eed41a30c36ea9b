// The map: two buttons make it larger and smaller inside its own frame, which scrolls.
import { placeLabels } from "./map-labels";

const STEPS = ["1", "2", "3"];

/** Wakes the maps of the page, and again those that a live update has changed. */
export function startMaps(): void {
  void document.fonts.ready.then(wakeAll);
  document.addEventListener("htmx:after:swap", wakeAll);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-zoom]");
    const frame = button?.closest("[data-map]")?.querySelector<HTMLElement>("[data-map-frame]");
    if (button && frame) zoom(frame, Number(button.dataset.zoom));
  });
}

// The zoom buttons stay hidden where no script runs.
function wakeAll(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-zoom]")) button.hidden = false;
  for (const map of document.querySelectorAll<SVGSVGElement>("svg.map")) placeLabels(map);
}

function zoom(frame: HTMLElement, change: number): void {
  const now = STEPS.indexOf(frame.dataset.scale ?? "1");
  const next = Math.min(Math.max(now + change, 0), STEPS.length - 1);
  const across = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
  const down = (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight;
  frame.dataset.scale = STEPS[next];
  const drawing = frame.querySelector<SVGSVGElement>("svg.map");
  if (drawing) placeLabels(drawing);
  frame.scrollLeft = across * frame.scrollWidth - frame.clientWidth / 2;
  frame.scrollTop = down * frame.scrollHeight - frame.clientHeight / 2;
}
