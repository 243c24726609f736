/* The story as a picture: one lane a person over the whole length. */
import { scaleLinear } from "d3-scale";
import { el, svg, say, short, width } from "./dom";
import { figure, type Table } from "./export";
import type { Story } from "./story";
import type { Id } from "./contract";

export const WIDTH = 1000;
export const NAMES = 165;
export const NAME_LETTERS = 19;
const LANE = 24;
const TOP = 54;
const MOST_LINES = 24; // more scenes than this are not ruled off one by one

export interface Go { (at: number): void }

/* Acts, parts, chapters or scenes, with as many names as have room. */
export function axis(story: Story, x: (at: number) => number, height: number, y: number): SVGElement[] {
  const out: SVGElement[] = [];
  const big = story.report.segments.filter((s) => s.kind === "act" || s.kind === "part" || s.kind === "chapter");
  const acts = big.filter((s) => s.kind !== "chapter");
  const shown = acts.length > 0 ? acts : big.length > 1 ? big : story.scenes;
  let free = NAMES;
  shown.forEach((s, i) => {
    const at = x(s.start);
    const label = s.kind === "scene" ? String(i + 1) : short(s.heading || s.number || `${s.kind} ${i + 1}`, 24);
    const wide = width(label) * 6.6 + 12;
    const hasRoom = at >= free && at + wide <= WIDTH;
    if (hasRoom || shown.length <= MOST_LINES) out.push(svg("line", { x1: at, x2: at, y1: y + 4, y2: height, class: "boundary" }));
    if (!hasRoom) return;
    out.push(svg("text", { x: at + 3, y, class: "small" }, label));
    free = at + wide;
  });
  return out;
}

function levels(story: Story, x: (at: number) => number, height: number): SVGElement[] {
  const out: SVGElement[] = [];
  for (const level of story.report.levels ?? []) {
    if (level.mode === "shown" && level.parent === null) continue;
    for (const [start, end] of level.spans)
      out.push(svg("rect", { x: x(start), width: Math.max(1, x(end) - x(start)), y: 28, height: height - 28, class: `level ${level.mode}` },
        svg("title", {}, level.teller === null ? level.mode : `${level.mode} by ${story.name(level.teller)}`)));
  }
  return out;
}

function turns(story: Story, x: (at: number) => number): SVGElement[] {
  return (story.report.turns ?? []).map((t) => {
    const at = x(t.start);
    return svg("path", { d: `M${at - 5} 30h10l-5 9z`, class: "turn" }, svg("title", {}, `${t.what}, at ${Math.round(100 * t.at)} %`));
  });
}

function lane(story: Story, person: Id, y: number, x: (at: number) => number): SVGElement[] {
  let there = "";
  let named = "";
  const spoken: SVGElement[] = [];
  const colour = story.colour(person);
  let open = -1;
  const middle = y + LANE / 2;
  story.scenes.forEach((scene, i) => {
    const from = x(scene.start);
    const to = Math.max(from + 1, x(scene.end));
    const c = story.cell(i, person);
    const isThere = story.isThere(i, person);
    if (isThere && open < 0) open = from;
    if (!isThere && open >= 0) {
      there += `M${open.toFixed(1)} ${middle}H${from.toFixed(1)}`;
      open = -1;
    }
    if (!c) return;
    if (!isThere && c.named) named += `M${from.toFixed(1)} ${middle}H${to.toFixed(1)}`;
    const length = Math.max(1, scene.end - scene.start);
    for (const [amount, kind] of [[c.words, "spoken"], [c.voice, "over"]] as const) {
      if (amount === 0) continue;
      const high = 5 + (LANE - 9) * Math.sqrt(Math.min(1, (1.6 * amount) / length));
      spoken.push(svg("rect", { x: from, width: Math.max(1.5, to - from - 0.6), y: middle - high / 2, height: high, rx: 1, fill: kind === "over" ? `url(#hatch-${person})` : colour }));
    }
  });
  if (open >= 0) there += `M${open.toFixed(1)} ${middle}H${WIDTH}`;
  return [
    svg("path", { d: there, stroke: colour, "stroke-width": 2.2, fill: "none" }),
    svg("path", { d: named, stroke: colour, "stroke-width": 1.6, "stroke-dasharray": "1.5 4", fill: "none" }),
    ...spoken,
  ];
}

function hatch(id: Id, colour: string): SVGElement {
  return svg("pattern", { id: `hatch-${id}`, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 2.4, height: 5, fill: colour }));
}

/* What is said of a person in a scene. */
function cellWords(story: Story, scene: number, person: Id): string {
  const c = story.cell(scene, person);
  const name = story.name(person);
  if (!c) return `${name} is not in ${story.sceneName(scene)}`;
  const what = [c.words > 0 && "speaks", c.voice > 0 && "is heard in voice-over", c.acts && "acts", !c.words && !c.acts && c.seen && "is seen"].filter(Boolean).join(", ");
  return `${name} ${what || "is only named"} in ${story.sceneName(scene)}`;
}

export function lanes(story: Story, go: Go): HTMLElement {
  const place = el("div");
  let count = Math.min(12, story.people.length);
  const draw = (): void => {
    const people = story.people.slice(0, count);
    const height = TOP + people.length * LANE + 6;
    const x = scaleLinear([0, story.text.length], [NAMES, WIDTH]);
    const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `${story.title}: who is there, scene by scene`, class: "lanes" },
      svg("defs", {}, ...people.map((p) => hatch(p.id, story.colour(p.id)))),
      ...levels(story, x, height), ...axis(story, x, height, 22), ...turns(story, x));
    people.forEach((p, i) => {
      const y = TOP + i * LANE;
      chart.append(svg("line", { x1: NAMES, x2: WIDTH, y1: y + LANE, y2: y + LANE, class: "rule" }),
        svg("text", { x: NAMES - 8, y: y + LANE / 2 + 4, "text-anchor": "end", class: "name" }, short(p.name, NAME_LETTERS), svg("title", {}, p.name)),
        ...lane(story, p.id, y, x));
    });
    const cursor = svg("rect", { class: "cursor", width: 2, height: LANE, visibility: "hidden" });
    chart.append(cursor);
    const words = el("p", { class: "hint" }, "Point at a lane, or move with the arrow keys; Enter or a click goes to the text.");
    let scene = 0;
    let row = 0;
    const show = (): void => {
      const person = people[row];
      const s = story.scenes[scene];
      if (!person || !s) return;
      const from = x(s.start);
      for (const [k, v] of Object.entries({ x: from, y: TOP + row * LANE, width: Math.max(2, x(s.end) - from), visibility: "visible" })) cursor.setAttribute(k, String(v));
      words.textContent = cellWords(story, scene, person.id);
    };
    const land = (): void => {
      const person = people[row];
      go((person && story.cell(scene, person.id)?.first) ?? story.scenes[scene]?.start ?? 0);
    };
    chart.addEventListener("pointermove", (e) => {
      const box = chart.getBoundingClientRect();
      const px = ((e.clientX - box.left) / box.width) * WIDTH;
      row = Math.max(0, Math.min(people.length - 1, Math.floor((((e.clientY - box.top) / box.height) * height - TOP) / LANE)));
      scene = story.sceneAt(x.invert(Math.max(NAMES, px)));
      show();
    });
    chart.addEventListener("click", land);
    const keys = (e: KeyboardEvent): void => {
      const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[e.key];
      if (step) {
        scene = Math.max(0, Math.min(story.scenes.length - 1, scene + (step[0] ?? 0)));
        row = Math.max(0, Math.min(people.length - 1, row + (step[1] ?? 0)));
        show();
        say(words.textContent ?? "");
      } else if (e.key === "Enter") land();
      else return;
      e.preventDefault();
    };
    const table: Table = {
      caption: "Who is there, scene by scene",
      head: ["scene", ...people.map((p) => p.name)],
      rows: story.scenes.map((_, i) => [story.sceneName(i), ...people.map((p) => {
        const c = story.cell(i, p.id);
        return !c ? null : [c.words && "speaks", c.voice && "voice-over", c.acts && "acts", c.seen && "seen", !story.isThere(i, p.id) && c.named && "named"].filter(Boolean).join(", ");
      })]),
    };
    const more = story.people.length > 12 && el("button", { type: "button", onclick: () => { count = count > 12 ? 12 : Math.min(60, story.people.length); draw(); } },
      count > 12 ? "Only the twelve strongest" : `Show ${Math.min(60, story.people.length)} people`);
    const fig = figure("lanes", chart, table, words, more);
    const frame = fig.querySelector<HTMLElement>(".scroll");
    frame?.addEventListener("keydown", keys);
    place.replaceChildren(legend(story), fig);
  };
  draw();
  return place;
}

function legend(story: Story): HTMLElement {
  const told = [...new Set((story.report.levels ?? []).filter((l) => l.parent !== null && l.mode !== "shown").map((l) => l.mode))];
  const item = (shape: SVGElement, words: string): HTMLElement =>
    el("li", {}, svg("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true", class: "key" }, shape), words);
  return el("ul", { class: "legend" },
    item(svg("rect", { y: 1, width: 34, height: 12 }), "speaks"),
    item(svg("path", { d: "M0 7H34", class: "thin" }), "there, silent"),
    told.length > 0 && item(svg("rect", { width: 34, height: 14, class: "level" }), told.join(", ")),
    (story.report.turns ?? []).length > 0 && item(svg("path", { d: "M12 2h10l-5 9z", class: "turn" }), "turning point"),
    item(svg("path", { d: "M0 7H34", class: "dots" }), "only named"),
    story.report.speeches.some((s) => s.voice === "voice-over") && item(svg("path", { d: "M2 12l6-10M10 12l6-10M18 12l6-10M26 12l6-10", class: "thin" }), "voice-over"));
}
