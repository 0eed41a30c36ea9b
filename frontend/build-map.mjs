// Draws the base map of the corridor once: static/map.svg (land, states, borders and the network of
// links, each an element to be shown with <use>) and static/map.json (where every place of the
// reference data falls on it, so that the server needs no projection). Boundaries: Natural Earth,
// public domain; they carry no opinion on any territory.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoConicConformal, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import { placeLabels } from "./map-labels.mjs";
import { readCsv } from "./read-csv.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const reference = join(here, "../src/corridor/domain/reference");
const target = join(here, "../src/corridor/web/static");

const WIDTH = 1200;
const HEIGHT = 600;
const MARGIN = 12;
// What must be seen, in degrees: from the Black Sea ports to the passes into China.
const WINDOW = { west: 37, east: 83, south: 36.5, north: 49.5 };
// ISO 3166 numeric -> code of the states that have a node in the demonstration.
const STATES = { 417: "KG", 398: "KZ", 860: "UZ", 795: "TM", "031": "AZ", 268: "GE" };
const SEAS = { caspian: [51.6, 38.3], black: [38.6, 43.3] };
const LEAST_AREA = 0.004;

const atlas = simplified(JSON.parse(await readFile(require.resolve("world-atlas/countries-50m.json"))));
const projection = fitted();
const path = geoPath(projection).digits(1);
const places = await readCsv(join(reference, "places.csv"));
const links = await readCsv(join(reference, "links.csv"));

await writeFile(join(target, "map.svg"), drawing());
await writeFile(join(target, "map.json"), JSON.stringify(positions()) + "\n");

function simplified(topology) {
  return simplify(presimplify(topology), LEAST_AREA);
}

function fitted() {
  const { west, east, south, north } = WINDOW;
  const corners = [[west, south], [east, south], [east, north], [west, north], [60, south], [60, north]];
  const extent = [[MARGIN, MARGIN], [WIDTH - MARGIN, HEIGHT - MARGIN]];
  return geoConicConformal()
    .parallels([38, 49])
    .rotate([-(west + east) / 2, 0])
    .fitExtent(extent, { type: "MultiPoint", coordinates: corners })
    .clipExtent([[0, 0], [WIDTH, HEIGHT]]);
}

function drawing() {
  const countries = atlas.objects.countries;
  const ours = countries.geometries.filter((one) => one.id in STATES);
  const parts = [
    part("land", path(feature(atlas, { type: "GeometryCollection", geometries: countries.geometries }))),
    part("states", path(feature(atlas, { type: "GeometryCollection", geometries: ours }))),
    part("borders", path(mesh(atlas, countries, (a, b) => a !== b))),
    ...["road", "rail", "sea", "planned"].map((kind) => part(kind, network(kind))),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">\n${parts.join("\n")}\n</svg>\n`;
}

function part(id, d) {
  return `<path id="${id}" d="${d ?? ""}"/>`;
}

// Only links between places that are both seen: a line that runs off the drawing tells nothing.
function network(kind) {
  const lines = links
    .filter((link) => kindOf(link) === kind)
    .map((link) => [pointOf(link.start), pointOf(link.end)])
    .filter(([start, end]) => start && end && isInside(start) && isInside(end));
  return [...new Set(lines.map(([a, b]) => `M${a[0]} ${a[1]}L${b[0]} ${b[1]}`))].join("");
}

function kindOf(link) {
  if (link.status === "closed") return "closed";
  return link.status === "open" ? link.mode : "planned";
}

// Whole units of the map; null for an unknown place.
function pointOf(id) {
  const place = places.find((one) => one.id === id);
  return place ? project([Number(place.lon), Number(place.lat)]) : null;
}

function project(coordinates) {
  return projection(coordinates).map(Math.round);
}

function isInside([x, y]) {
  return x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
}

function positions() {
  const shown = places
    .map((place) => ({ ...place, at: pointOf(place.id) }))
    .filter((place) => isInside(place.at));
  const labels = placeLabels(shown, WIDTH, HEIGHT);
  const byId = shown.map((place) => [place.id, { x: place.at[0], y: place.at[1], ...labels[place.id] }]);
  const seas = Object.entries(SEAS).map(([name, at]) => [name, project(at)]);
  return {
    width: WIDTH,
    height: HEIGHT,
    places: Object.fromEntries(byId.sort()),
    seas: Object.fromEntries(seas),
  };
}
