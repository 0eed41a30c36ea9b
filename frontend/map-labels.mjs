// Finds a free side for each place's label, the most important places first. A label that finds
// none is shown only on focus, or when the map is made larger. On the page the script does the same
// again for the places really shown (static_src/ts/map-labels.ts).

const LETTER = 7; // mean width of a letter, in units of the map
const LINE = 14;
const WAIT = 76; // room for a checkpoint's wait after its name
const DOT = 9; // radius of the dot with a number of movements
const KIND_WEIGHT = { port: 6, bcp: 6, hub: 3, dryport: 1, station: 0 };
const STATES = new Set(["KG", "KZ", "UZ", "TM", "AZ", "GE"]);
// Side -> how far the label's anchor stands from the place, and which part of it is anchored.
const SIDES = {
  e: { dx: 9, dy: 4, anchor: "start" },
  w: { dx: -9, dy: 4, anchor: "end" },
  n: { dx: 0, dy: -10, anchor: "middle" },
  s: { dx: 0, dy: 19, anchor: "middle" },
  ne: { dx: 6, dy: -6, anchor: "start" },
  se: { dx: 6, dy: 16, anchor: "start" },
  nw: { dx: -6, dy: -6, anchor: "end" },
  sw: { dx: -6, dy: 16, anchor: "end" },
};

/** Place id -> {dot: [x, y] for a dot of movements, dx, dy, anchor: "start" | "middle" | "end", free: bool}. `written`: boxes of other names. */
export function placeLabels(places, written, width, height) {
  const taken = [...written, ...places.filter((place) => weight(place) > 6).map((place) => dot(place.at))];
  const labels = {};
  for (const place of [...places].sort((a, b) => weight(b) - weight(a))) {
    const fits = (box) =>
      inside(box, width, height) && !taken.some((other) => overlap(box, other, place.at));
    const free = Object.values(SIDES).find((side) => fits(labelBox(place, side)));
    labels[place.id] = { ...(free ?? SIDES.e), free: free !== undefined };
    if (free) taken.push(labelBox(place, free));
  }
  for (const place of places) labels[place.id].dot = freeDot(place.at, taken);
  return labels;
}

// Beside the place, where it covers no label and no other place; above it if there is no such spot.
function freeDot([x, y], taken) {
  const spots = [-90, -60, -120, -30, -150, 0, 180, 90, 60, 120].map((angle) => [
    Math.round(x + 17 * Math.cos((angle * Math.PI) / 180)),
    Math.round(y + 17 * Math.sin((angle * Math.PI) / 180)),
  ]);
  const free = spots.find(([a, b]) => {
    const box = { x: a - DOT, y: b - DOT, w: 2 * DOT, h: 2 * DOT };
    return !taken.some((other) => overlap(box, other, [x, y]));
  });
  return free ?? spots[0];
}

function weight(place) {
  const corridors = place.corridors ? place.corridors.split("|").length : 0;
  return corridors + (KIND_WEIGHT[place.kind] ?? 0) + (STATES.has(place.country) ? 4 : 0);
}

function dot([x, y]) {
  return { x: x - 4, y: y - 4, w: 8, h: 8, at: `${x} ${y}` };
}

function labelBox(place, side) {
  const wait = place.kind === "bcp" || place.kind === "port" ? WAIT : 0;
  const w = Math.max(place.name_ru.length, place.name_en.length) * LETTER + wait;
  const x = place.at[0] + side.dx - { start: 0, middle: w / 2, end: w }[side.anchor];
  return { x, y: place.at[1] + side.dy - LINE + 3, w, h: LINE };
}

function inside(box, width, height) {
  return box.x >= 2 && box.y >= 2 && box.x + box.w <= width - 2 && box.y + box.h <= height - 2;
}

function overlap(a, b, at) {
  if (b.at === `${at[0]} ${at[1]}`) return false;
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
