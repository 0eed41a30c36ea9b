// Draws the base map of the corridor once: static/map.svg (land, states and borders, each an element
// to be shown with <use>) and static/map.json (where every place of the reference data and every
// country's name falls on it, so that the server needs no projection). Boundaries: Natural Earth,
// public domain; they carry no opinion on any territory.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoConicConformal, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import { placeLabels } from "./map-labels.mjs";
import { readCsv } from "./read-csv.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const reference = join(here, "../src/corridor/domain/reference");
const target = join(here, "../src/corridor/web/static");

const WIDTH = 1200;
const HEIGHT = 520;
const MARGIN = 12;
// What must be seen, in degrees: from the Black Sea ports to the passes into China.
const WINDOW = { west: 38.5, east: 81.5, south: 36.8, north: 48.6 };
// ISO 3166 numeric -> code of the states that have a node in the demonstration.
const STATES = { 417: "KG", 398: "KZ", 860: "UZ", 795: "TM", "031": "AZ", 268: "GE" };
const SEAS = { caspian: [51.6, 38.3], black: [39.6, 43.1] };
// Where a country's name stands: in its middle, or where the corridors leave it room.
const COUNTRIES = {
  KG: [76, 41.6], KZ: [67.6, 46.6], UZ: [65.3, 41.7], TM: [58.9, 39.75], AZ: [47.8, 39.1], GE: [43.2, 42.75],
  RU: [45, 46.4], CN: [80.6, 40.6], TJ: [70.8, 38.8], AF: [66, 36.2], IR: [54.6, 36.2], TR: [41.6, 39.7], AM: [45, 40.3],
};
const LEAST_AREA = 0.004;
const COUNTRY_LETTER = 9; // mean width, in units of the map

const atlas = simplified(JSON.parse(await readFile(require.resolve("world-atlas/countries-50m.json"))));
const projection = fitted();
const path = geoPath(projection).digits(1);
const places = await readCsv(join(reference, "places.csv"));
const names = await readCsv(join(reference, "countries.csv"));

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
    part("land", path(merge(atlas, countries.geometries))),
    part("states", path(merge(atlas, ours))),
    part("borders", path(mesh(atlas, countries, (a, b) => a !== b))),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">\n${parts.join("\n")}\n</svg>\n`;
}

function part(id, d) {
  return `<path id="${id}" d="${d ?? ""}"/>`;
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
  const countries = Object.entries(COUNTRIES).map(([code, at]) => [code, project(at)]);
  const labels = placeLabels(shown, countries.map(countryBox), WIDTH, HEIGHT);
  const byId = shown.map((place) => [place.id, { x: place.at[0], y: place.at[1], ...labels[place.id] }]);
  const seas = Object.entries(SEAS).map(([name, at]) => [name, project(at)]);
  return {
    width: WIDTH,
    height: HEIGHT,
    places: Object.fromEntries(byId.sort()),
    seas: Object.fromEntries(seas),
    countries: Object.fromEntries(countries),
  };
}

// What a country's name covers, in the language in which it is longer.
function countryBox([code, [x, y]]) {
  const { name_en, name_ru } = names.find((one) => one.code === code);
  const w = Math.max(name_en.length, name_ru.length) * COUNTRY_LETTER;
  return { x: x - w / 2, y: y - 13, w, h: 17 };
}
