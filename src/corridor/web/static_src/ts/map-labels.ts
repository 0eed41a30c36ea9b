// Lays the names of the shown places side by side: what the build placed for all places of the
// reference data is placed anew for those on this page, at its letters' present size.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Anchor = "start" | "middle" | "end";
const SIDES: readonly (readonly [number, number, Anchor])[] = [
  [1, 0, "start"], [-1, 0, "end"], [0, -1, "middle"], [0, 1, "middle"],
  [0.7, -0.7, "start"], [0.7, 0.7, "start"], [-0.7, -0.7, "end"], [-0.7, 0.7, "end"],
];
const GAP = 0.7; // of a letter's height, from the place's sign to its name

/** Where a label of this size goes beside the sign: the first free side, or null. */
export function freeSide(
  sign: Box, label: { width: number; height: number }, taken: readonly Box[], frame: Box,
): { box: Box; anchor: Anchor } | null {
  for (const [dx, dy, anchor] of SIDES) {
    const box = beside(sign, label, dx, dy, anchor);
    if (within(box, frame) && !taken.some((other) => overlaps(box, other))) return { box, anchor };
  }
  return null;
}

function beside(
  sign: Box, label: { width: number; height: number }, dx: number, dy: number, anchor: Anchor,
): Box {
  const gap = GAP * label.height;
  const across = sign.x + sign.width / 2 + dx * (sign.width / 2 + gap / 2);
  const down = sign.y + sign.height / 2 + dy * (sign.height / 2 + gap);
  const x = across - { start: 0, middle: label.width / 2, end: label.width }[anchor];
  return { x, y: down - label.height / 2, width: label.width, height: label.height };
}

function within(box: Box, frame: Box): boolean {
  return box.x >= frame.x && box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height;
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Places every name of the drawing, checkpoints with a known wait first. */
export function placeLabels(drawing: SVGSVGElement): void {
  const all = [...drawing.querySelectorAll<SVGGraphicsElement>(".map__place")];
  const busy = (place: Element): number => (place.querySelector(".map__wait") ? 1 : 0);
  const places = all.sort((a, b) => busy(b) - busy(a));
  const dots = [...drawing.querySelectorAll<SVGGraphicsElement>(".map__movement circle")];
  const written = [...drawing.querySelectorAll<SVGGraphicsElement>(".map__country, .map__seaname")];
  const taken = [...[...dots, ...written].map((one) => one.getBBox()), ...places.map((place) => signOf(place))];
  for (const place of places) layOne(place, taken, drawing.viewBox.baseVal);
}

function signOf(place: Element): Box {
  return place.querySelector<SVGGraphicsElement>(".map__sign")?.getBBox() ?? new DOMRect();
}

function layOne(place: Element, taken: Box[], frame: Box): void {
  const label = place.querySelector<SVGTextElement>(".map__name");
  if (!label) return;
  label.classList.remove("map__name--crowded");
  const size = label.getBBox();
  const drop = Number(label.getAttribute("y")) - size.y;
  const free = freeSide(signOf(place), size, taken, frame);
  label.classList.toggle("map__name--crowded", free === null);
  if (!free) return;
  const { box, anchor } = free;
  const x = box.x + { start: 0, middle: box.width / 2, end: box.width }[anchor];
  label.setAttribute("x", x.toFixed(1));
  label.setAttribute("y", (box.y + drop).toFixed(1));
  label.setAttribute("text-anchor", anchor);
  taken.push(box);
}
