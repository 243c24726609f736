/* Fortune: for each person whose feelings are told often enough, the balance of joy and grief over
 * the story, its band, and the very words behind each point. */
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { el, svg, short, say } from "./dom";
import { figure } from "./export";
import { axis, NAMES, NAME_LETTERS, WIDTH, type Go } from "./lanes";
import type { Arc, ArcPoint } from "./contract";
import type { Story } from "./story";

const TALL = 76;
const TOP = 34;
const SHOWN = 6;
const AROUND = 60; // bytes of the text on either side of a word

const mood = (p: ArcPoint): string => p.value > 0.2 ? "more joy than grief" : p.value < -0.2 ? "more grief than joy" : "as much joy as grief";

/* A word in the line that it stands in. */
function inContext(story: Story, start: number, end: number, go: Go): HTMLElement {
  const isLetter = (b: number | undefined): boolean => b !== undefined && b !== 32 && b !== 10;
  const bytes = story.text;
  let from = Math.max(0, start - AROUND);
  let to = Math.min(bytes.length, end + AROUND);
  while (from > 0 && isLetter(bytes[from - 1])) from--;
  while (to < bytes.length && isLetter(bytes[to])) to++;
  return el("li", {}, el("bdi", {}, `…${story.slice(from, start)}`.replace(/\s+/g, " "), el("mark", {}, story.slice(start, end)), `${story.slice(end, to)}…`.replace(/\s+/g, " ")), " ",
    el("a", { href: `#at-${start}`, onclick: (e: Event) => { e.preventDefault(); go(start); } }, short(story.sceneName(story.sceneAt(start)), 50)));
}

export function arcsView(story: Story, go: Go): HTMLElement {
  const all = (story.report.arcs ?? []).filter((a) => a.points.length > 1)
    .sort((a, b) => story.people.findIndex((p) => p.id === a.character) - story.people.findIndex((p) => p.id === b.character));
  const shown = all.slice(0, SHOWN);
  const height = TOP + shown.length * TALL + 6;
  const x = scaleLinear([0, 1], [NAMES, WIDTH - 8]);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", class: "arcs", "aria-label": `${story.title}: joy and grief of ${shown.map((a) => story.name(a.character)).join(", ")}` });
  chart.append(...axis(story, (at) => x(at / Math.max(1, story.text.length)), height - 6, 22));
  const words = el("div", { class: "words", role: "status" }, el("p", { class: "hint" }, "Choose a point to see the words that it rests on."));
  const show = (arc: Arc, p: ArcPoint): void => {
    words.replaceChildren(
      el("h3", {}, `${story.name(arc.character)}, ${Math.round(100 * p.at)} % into the story: ${mood(p)}`),
      el("ul", {}, ...p.words.map(([start, end]) => inContext(story, start, end, go))));
  };
  shown.forEach((arc, i) => {
    const y = scaleLinear([-1, 1], [TOP + (i + 1) * TALL - 9, TOP + i * TALL + 9]);
    const colour = story.colour(arc.character);
    chart.append(
      svg("line", { x1: NAMES, x2: WIDTH - 8, y1: y(0), y2: y(0), class: "boundary" }),
      svg("text", { x: NAMES - 8, y: y(0) + 4, "text-anchor": "end", class: "name" }, short(story.name(arc.character), NAME_LETTERS)),
      svg("path", { d: area<ArcPoint>().x((p) => x(p.at)).y0((p) => y(p.low)).y1((p) => y(p.high))(arc.points) ?? "", fill: colour, opacity: 0.16 }),
      svg("path", { d: line<ArcPoint>().x((p) => x(p.at)).y((p) => y(p.value))(arc.points) ?? "", fill: "none", stroke: colour, "stroke-width": 2 }));
    for (const p of arc.points) {
      const title = `${story.name(arc.character)}, ${Math.round(100 * p.at)} %: ${mood(p)}, ${p.words.length} ${p.words.length === 1 ? "word" : "words"}`;
      const choose = (): void => { show(arc, p); say(title); };
      chart.append(svg("circle", { cx: x(p.at), cy: y(p.value), r: 5, fill: colour, class: "point", tabindex: 0, role: "button", "aria-label": title, onclick: choose,
        onkeydown: (e: KeyboardEvent) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(); } } }, svg("title", {}, title)));
    }
  });
  chart.setAttribute("role", "group"); // its points can be chosen
  const fig = figure("fortune", chart, {
    caption: "The words of feeling said of each person", head: ["person", "at", "balance", "least", "most", "words"],
    rows: all.flatMap((a) => a.points.map((p) => [story.name(a.character), `${Math.round(100 * p.at)} %`, p.value, p.low, p.high, p.words.map(([s, e]) => story.slice(s, e)).join(", ")])),
  }, el("span", {}, "Above the line: joy. Below: grief."));
  return el("div", {},
    el("p", { class: "lead-in" }, "Where the text says that somebody is glad or grieved, the thread rises or falls. The pale band is how far the few words allow it to be otherwise: a wide band says little."),
    fig, words);
}
