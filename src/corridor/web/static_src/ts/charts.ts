// Charts whose values are read under the pointer. Without scripts the picture of the server stands,
// and the table under it has the same numbers; the picture stays for print and for screen readers.
import uPlot from "uplot";

interface Points {
  unit: string;
  bars: boolean;
  values: (number | null)[];
  labels: string[];
  said: string[];
  provisional: boolean[];
}

const HEIGHT = 300;
const ROOM_FOR_LABEL = 56;

for (const box of document.querySelectorAll<HTMLElement>("[data-chart]")) {
  const points = JSON.parse(box.dataset.chart ?? "null") as Points | null;
  if (points && points.values.length > 1) draw(box, points);
}

function draw(box: HTMLElement, points: Points): void {
  const said = document.createElement("p");
  said.className = "reads__said";
  const host = document.createElement("div");
  host.className = "reads";
  host.setAttribute("aria-hidden", "true");
  host.append(said);
  box.append(host);
  box.classList.add("chart-box--read");
  let chart = made(host, points, said);
  const again = (): void => {
    chart.destroy();
    chart = made(host, points, said);
  };
  new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: HEIGHT })).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

function made(host: HTMLElement, points: Points, said: HTMLElement): uPlot {
  const colour = (name: string): string => getComputedStyle(host).getPropertyValue(name).trim();
  const axis = { stroke: colour("--ink-quiet"), grid: { stroke: colour("--line"), width: 1 } };
  const places = points.values.map((_, number) => number);
  const options: uPlot.Options = {
    width: host.clientWidth || 320,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.5, places.length - 0.5] },
      y: { range: (_, low, high) => [Math.min(0, low), Math.max(0, high) * 1.08 || 1] },
    },
    axes: [
      { ...axis, space: ROOM_FOR_LABEL, incrs: [1, 2, 3, 6, 12, 24], values: (_, at) => at.map((one) => points.labels[one] ?? "") },
      { ...axis, size: ROOM_FOR_LABEL },
    ],
    series: [
      {},
      series(points, colour("--teal"), colour("--teal")),
      series(points, colour("--teal"), colour("--paper")),
    ],
    hooks: {
      setCursor: [
        (chart) => {
          said.textContent = chart.cursor.idx == null ? "" : (points.said[chart.cursor.idx] ?? "");
        },
      ],
    },
  };
  return new uPlot(options, [places, only(points, false), only(points, true)], host);
}

// What may still change is hollow.
function only(points: Points, provisional: boolean): (number | null)[] {
  return points.values.map((value, at) => (points.provisional[at] === provisional ? value : null));
}

function series(points: Points, colour: string, fill: string): uPlot.Series {
  const plain = { stroke: colour, width: 2 };
  const bars = uPlot.paths.bars;
  return points.bars && bars
    ? { ...plain, fill, points: { show: false }, paths: bars({ size: [0.7, 60] }) }
    : { ...plain, points: { show: true, size: 8, fill } };
}
