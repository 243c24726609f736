/* Who stands lower in the work's own list of its people than the work itself puts them. */
import { el, svg, short } from "./dom";
import { figure } from "./export";
import type { Story } from "./story";
import type { Character } from "./contract";

const WIDTH = 640;
const ROW = 26;
const TOP = 40;
const MOST = 14;
const LEFT = 215;
const RIGHT = WIDTH - 215;

export interface Place { person: Character; billed: number; worked: number }

/* Of those who speak most: their order in the list, and by the words that each speaks. */
export function billing(story: Story): Place[] {
  const people = story.people.filter((p) => p.billed != null && !p.group && p.words > 0)
    .sort((a, b) => b.words - a.words || a.id - b.id).slice(0, MOST);
  const byBill = [...people].sort((a, b) => (a.billed ?? 0) - (b.billed ?? 0) || a.id - b.id);
  const byWork = [...people].sort((a, b) => b.words - a.words || a.id - b.id);
  return byBill.map((person, i) => ({ person, billed: i + 1, worked: byWork.indexOf(person) + 1 }));
}

export function billingView(story: Story): HTMLElement {
  const places = billing(story);
  const shown = [...places].sort((a, b) => a.worked - b.worked);
  const up = shown.filter((p) => p.billed - p.worked >= 2).sort((a, b) => b.billed - b.worked - a.billed + a.worked);
  const height = TOP + shown.length * ROW;
  const y = (i: number): number => TOP + (i + 0.5) * ROW;
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", class: "slope", "aria-label": `${story.title}: the list of people against the words that they speak` },
    svg("text", { x: LEFT, y: 22, "text-anchor": "end", class: "small" }, "in the list of people"),
    svg("text", { x: RIGHT, y: 22, class: "small" }, "by words spoken"));
  shown.forEach((p, i) => {
    const from = y(p.billed - 1);
    const isUp = p.billed - p.worked >= 2;
    chart.append(
      svg("line", { x1: LEFT + 8, x2: RIGHT - 8, y1: from, y2: y(i), class: isUp ? "climb" : "steady" }),
      svg("text", { x: LEFT, y: from + 4, "text-anchor": "end" }, `${short(p.person.name, 22)}  ${p.billed}`),
      svg("text", { x: RIGHT, y: y(i) + 4, class: isUp ? "strong" : undefined }, `${p.worked}  ${short(p.person.name, 22)}`));
  });
  const first = up[0];
  return el("div", {},
    el("p", { class: "lead-in" }, first
      ? `Of the ${shown.length} who speak most, the list of people undersells ${up.slice(0, 3).map((p) => `${p.person.name} (${ordinal(p.billed)} of them in the list, ${ordinal(p.worked)} by words)`).join("; ")}.`
      : "Nobody stands two places lower in the list than the words spoken would put them."),
    figure("billing", chart, {
      caption: "The list of people against what they speak", head: ["name", "place in the list", "place by words", "words"],
      rows: places.map((p) => [p.person.name, p.billed, p.worked, p.person.words]),
    }));
}

function ordinal(n: number): string {
  const end = n % 100 > 10 && n % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th";
  return `${n}${end}`;
}
