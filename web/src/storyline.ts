/* People as threads that meet: who shares a scene runs together. */
import { line, curveMonotoneX } from "d3-shape";
import { svg, short } from "./dom";
import { figure } from "./export";
import { NAMES, NAME_LETTERS, WIDTH } from "./lanes";
import type { Story } from "./story";
import type { Id } from "./contract";

const ROW = 22;
const TOP = 34;
const MOST_SCENES = 120;

/* In each scene those who are there stand side by side around their common middle; the
 * others keep their row. */
function rows(groups: Id[][], people: Id[]): Map<Id, number>[] {
  let order = [...people];
  return groups.map((group) => {
    if (group.length > 1) {
      const middle = group.reduce((s, p) => s + order.indexOf(p), 0) / group.length;
      const together = order.filter((p) => group.includes(p));
      const rest = order.filter((p) => !group.includes(p));
      const at = Math.max(0, Math.min(rest.length, Math.round(middle - (together.length - 1) / 2)));
      order = [...rest.slice(0, at), ...together, ...rest.slice(at)];
    }
    return new Map(order.map((p, i) => [p, i]));
  });
}

export function storyline(story: Story): HTMLElement {
  const people = story.meeting().slice(0, story.scenes.length > 40 ? 8 : 12);
  const n = story.scenes.length;
  const step = Math.max(1, Math.ceil(n / MOST_SCENES)); // neighbouring scenes drawn as one
  const groups: Id[][] = [];
  for (let s = 0; s < n; s += step)
    groups.push(people.filter((p) => Array.from({ length: step }, (_, k) => s + k).some((i) => i < n && story.isThere(i, p.id))).map((p) => p.id));
  const place = rows(groups, people.map((p) => p.id));
  const x = (i: number): number => NAMES + 10 + ((WIDTH - NAMES - 20) * i) / Math.max(1, groups.length - 1);
  const y = (i: number, id: Id): number => TOP + ROW * ((place[i]?.get(id) ?? 0) + 0.5);
  const height = TOP + 10 + ROW * people.length;
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${story.title}: people as threads that meet` });
  const every = Math.max(1, Math.ceil(groups.length / 20));
  groups.forEach((group, i) => {
    if (i % every === 0) chart.append(svg("text", { x: x(i), y: 16, "text-anchor": "middle", class: "small" }, String(i * step + 1)));
    const at = group.map((id) => y(i, id));
    if (at.length > 1) chart.append(svg("line", { x1: x(i), x2: x(i), y1: Math.min(...at), y2: Math.max(...at), class: "meeting" }));
  });
  for (const p of people) {
    const points = groups.map((_, i): [number, number] => [x(i), y(i, p.id)]);
    const there = groups.map((g) => g.includes(p.id));
    const first = there.indexOf(true);
    const last = there.lastIndexOf(true);
    if (first < 0) continue;
    const path = line<[number, number]>().curve(curveMonotoneX);
    if (first > 0) chart.append(svg("path", { d: path([[NAMES, y(0, p.id)], ...points.slice(0, first + 1)]) ?? "", fill: "none", stroke: story.colour(p.id), class: "lead", opacity: 0.6 }));
    chart.append(svg("path", { d: path(points.slice(first, last + 1)) ?? "", fill: "none", stroke: story.colour(p.id), "stroke-width": 1.4, opacity: 0.55 }));
    points.forEach(([px, py], i) => there[i] && chart.append(svg("circle", { cx: px, cy: py, r: 3.2, fill: story.colour(p.id) }, svg("title", {}, `${p.name}, ${story.sceneName(i * step)}`))));
    chart.append(svg("text", { x: NAMES - 8, y: y(0, p.id) + 4, "text-anchor": "end", class: "name" }, short(p.name, NAME_LETTERS)));
  }
  return figure("storyline", chart, {
    caption: "Who meets in each scene", head: ["scene", "people"],
    rows: groups.map((g, i) => [story.sceneName(i * step), g.map((id) => story.name(id)).join(", ")]),
  }, `Numbers: ${story.sceneKind()}s${step > 1 ? `, ${step} neighbours drawn as one` : ""}. A bar joins those who are there together.`);
}
