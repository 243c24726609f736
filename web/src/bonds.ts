/* Who is there with whom, over time; two people's scenes; the story without one of them. */
import { forceCenter, forceLink, forceManyBody, forceSimulation, forceCollide, type SimulationNodeDatum } from "d3-force";
import { scaleLinear } from "d3-scale";
import { el, svg, inWords, short, percent, width } from "./dom";
import { figure, tableView } from "./export";
import { quoteView } from "./quotes";
import type { Go } from "./lanes";
import type { Story } from "./story";
import type { Bond, Character, Id, Quote } from "./contract";

const WIDTH = 720;
const HEIGHT = 520;
const MOST_KNOTS = 14;
const MOST_TIES = 24;

interface Knot extends SimulationNodeDatum { id: Id; name: string }
interface Tie { a: number; b: number; scenes: number[] }

function ties(story: Story, people: Id[]): Tie[] {
  const out = new Map<string, Tie>();
  story.scenes.forEach((_, s) => {
    const there = people.map((_p, i) => i).filter((i) => story.isThere(s, people[i] ?? -1));
    there.forEach((a, k) => there.slice(k + 1).forEach((b) => {
      const key = `${a} ${b}`;
      const tie = out.get(key) ?? { a, b, scenes: [] };
      tie.scenes.push(s);
      out.set(key, tie);
    }));
  });
  return [...out.values()];
}

/* Of a dense story only what carries it: for each person the strongest ties, and the strongest of all. */
function strongest(all: Tie[], n: number): Tie[] {
  const sorted = [...all].sort((x, y) => y.scenes.length - x.scenes.length || x.a - y.a || x.b - y.b);
  const own = Array.from({ length: n }, () => 0);
  return sorted.filter((t, i) => {
    const isOwn = Math.min(own[t.a] ?? 0, own[t.b] ?? 0) < 2;
    if (isOwn || i < MOST_TIES) {
      own[t.a] = (own[t.a] ?? 0) + 1;
      own[t.b] = (own[t.b] ?? 0) + 1;
    }
    return isOwn || i < MOST_TIES;
  });
}

/* Spread over the whole picture. */
function spread(knots: Knot[]): void {
  const fit = (values: number[], from: number, to: number): ((v: number) => number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high - low < 1 ? () => (from + to) / 2 : (v) => from + ((v - low) / (high - low)) * (to - from);
  };
  const across = fit(knots.map((k) => k.x ?? 0), 80, WIDTH - 80);
  const down = fit(knots.map((k) => k.y ?? 0), 30, HEIGHT - 40);
  for (const k of knots) {
    k.x = across(k.x ?? 0);
    k.y = down(k.y ?? 0);
  }
}

/* Push knots apart until no circle or name lies over another. */
function part(knots: Knot[]): void {
  const wide = (k: Knot): number => Math.max(36, 8 * width(short(k.name, 18)) + 12) / 2;
  const tall = 25;
  const hold = (k: Knot): void => {
    k.x = Math.max(wide(k) + 2, Math.min(WIDTH - wide(k) - 2, k.x ?? 0));
    k.y = Math.max(18, Math.min(HEIGHT - 36, k.y ?? 0));
  };
  knots.forEach(hold);
  for (let round = 0, moved = true; moved && round < 400; round++) {
    moved = false;
    knots.forEach((a, i) => knots.slice(i + 1).forEach((b) => {
      const dx = (b.x ?? 0) - (a.x ?? 0);
      const dy = (b.y ?? 0) - (a.y ?? 0);
      const overX = wide(a) + wide(b) - Math.abs(dx);
      const overY = 2 * tall - Math.abs(dy);
      if (overX <= 0 || overY <= 0) return;
      moved = true;
      if (overY <= overX) {
        const step = (overY / 2 + 0.5) * (dy < 0 ? -1 : 1);
        a.y = (a.y ?? 0) - step;
        b.y = (b.y ?? 0) + step;
      } else {
        const step = (overX / 2 + 0.5) * (dx < 0 ? -1 : 1);
        a.x = (a.x ?? 0) - step;
        b.x = (b.x ?? 0) + step;
      }
      hold(a);
      hold(b);
    }));
  }
}

export function network(story: Story, go: Go): HTMLElement {
  const people = story.meeting().slice(0, MOST_KNOTS);
  const every = ties(story, people.map((p) => p.id));
  const all = strongest(every, people.length);
  const knots: Knot[] = people.map((p) => ({ id: p.id, name: p.name }));
  forceSimulation(knots)
    .force("link", forceLink(all.map((t) => ({ source: t.a, target: t.b, n: t.scenes.length }))).strength((l) => Math.min(1, 0.05 + l.n / story.scenes.length)).distance(110))
    .force("charge", forceManyBody().strength(-420)).force("center", forceCenter(WIDTH / 2, HEIGHT / 2)).force("apart", forceCollide(30))
    .stop().tick(260);
  spread(knots);
  part(knots);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${story.title}: who is there with whom`, class: "network" });
  const edges = all.map((t) => {
    const [a, b] = [knots[t.a], knots[t.b]];
    const edge = svg("line", { x1: a?.x ?? 0, y1: a?.y ?? 0, x2: b?.x ?? 0, y2: b?.y ?? 0, class: "tie" }, svg("title", {}, `${a?.name} and ${b?.name}: ${t.scenes.length} scenes`));
    chart.append(edge);
    return edge;
  });
  const most = Math.max(1, ...people.map((p) => p.scenes));
  for (const k of knots) {
    const p = story.character(k.id);
    chart.append(svg("circle", { cx: k.x, cy: k.y, r: 5 + 9 * Math.sqrt((p?.scenes ?? 0) / most), fill: story.colour(k.id) }, svg("title", {}, k.name)),
      svg("text", { x: k.x, y: (k.y ?? 0) + 26, "text-anchor": "middle", class: "name halo" }, short(k.name, 18)));
  }
  const last = story.scenes.length - 1;
  const slider = el("input", { type: "range", min: 0, max: last, value: last, "aria-label": "up to which scene" });
  const label = el("output", {});
  const show = (): void => {
    const until = Number(slider.value);
    label.textContent = until === last ? "whole story" : `up to ${short(story.sceneName(until), 50)}`;
    all.forEach((t, i) => {
      const n = t.scenes.filter((s) => s <= until).length;
      edges[i]?.setAttribute("stroke-width", String(n ? 0.6 + 5 * Math.sqrt(n / story.scenes.length) : 0));
    });
  };
  slider.addEventListener("input", show);
  show();
  return el("div", {},
    el("label", { class: "time" }, "Over time ", slider, label),
    figure("bonds", chart, {
      caption: "Scenes shared by two people", head: ["one", "other", "scenes", "first", "last"],
      rows: [...every].sort((a, b) => b.scenes.length - a.scenes.length).map((t) => [knots[t.a]?.name ?? "", knots[t.b]?.name ?? "", t.scenes.length, story.sceneName(t.scenes[0] ?? 0), story.sceneName(t.scenes.at(-1) ?? 0)]),
    }, all.length < every.length || people.length < story.meeting().length
      ? `Drawn: ${people.length} of ${story.people.length} people, ${all.length} of their ${every.length} ties, the strongest.` : undefined),
    pairView(story, people.map((p) => p.id), every, go), said(story, go));
}

const BONDS: Record<string, string> = {
  care: "care for each other", harm: "one harms the other", desire: "love or desire", kin: "family", command: "one commands the other", depend: "one depends on the other", marriage: "marriage",
};

const between = (bond: Bond): string => bond.kinds.map((k) => BONDS[k] ?? k).join(", ");

/* The bonds that the text states, in its own words; a name alone is no statement. */
function said(story: Story, go: Go): HTMLElement | false {
  const stated = (b: Bond): Quote[] => (b.quotes ?? []).filter((q) => q.text.trim().split(/\s+/).length > 3);
  const bonds = (story.report.bonds ?? []).filter((b) => stated(b).length > 0);
  return bonds.length > 0 && el("details", {}, el("summary", {}, `What may bind them, in the text’s words (${bonds.length})`),
    el("div", { class: "bonds" }, ...bonds.slice(0, 12).map((b) =>
      el("div", {}, el("h3", {}, `${story.name(b.a)} and ${story.name(b.b)}: ${between(b)}`), ...stated(b).slice(0, 1).map((q) => quoteView(story, { ...q, why: "" }, go))))));
}

function pairView(story: Story, people: Id[], all: Tie[], go: Go): HTMLElement {
  let [a, b] = [people[0] ?? 0, people[1] ?? 0];
  const place = el("div");
  const pick = (label: string, value: Id, set: (id: Id) => void): HTMLElement => {
    const select = el("select", { "aria-label": label }, ...people.map((id) => el("option", { value: id, selected: id === value }, story.name(id))));
    select.addEventListener("change", () => { set(Number(select.value)); draw(); });
    return select;
  };
  const draw = (): void => {
    const tie = all.find((t) => (people[t.a] === a && people[t.b] === b) || (people[t.a] === b && people[t.b] === a));
    const bond = (story.report.bonds ?? []).find((x) => (x.a === a && x.b === b) || (x.a === b && x.b === a));
    const scenes = tie?.scenes ?? [];
    place.replaceChildren(
      el("p", {}, scenes.length === 0 ? "They share no scene." : `They share ${scenes.length} of ${story.scenes.length} scenes.`, bond ? ` Between them: ${between(bond)}.` : ""),
      ...[...(bond?.quotes ?? []), ...(bond?.turns ?? [])].map((q) => quoteView(story, q, go)),
      el("ul", { class: "columns" }, ...scenes.slice(0, 60).map((s) => sceneLink(story, s, go))));
  };
  draw();
  return people.length < 2 ? el("p", {}, "There are no two people to compare.") :
    el("details", {}, el("summary", {}, "Two people"), el("p", { class: "pair" }, pick("one", a, (id) => { a = id; }), " and ", pick("the other", b, (id) => { b = id; })), place);
}

/* What is left when a person is taken out. */
interface Loss { person: Character; meetings: number; empty: number[]; words: number; alone: string[] }

function losses(story: Story): Loss[] {
  const people = story.meeting().slice(0, 24);
  const ids = people.map((p) => p.id);
  const all = ties(story, ids);
  const meetings = all.reduce((s, t) => s + t.scenes.length, 0);
  const words = story.report.characters.reduce((s, p) => s + p.words, 0);
  return people.slice(0, 12).map((person, i) => {
    const has = (t: Tie, k: number): boolean => t.a === k || t.b === k;
    return {
      person, meetings: meetings ? all.filter((t) => has(t, i)).reduce((s, t) => s + t.scenes.length, 0) / meetings : 0,
      empty: story.scenes.map((_, s) => s).filter((s) => story.isThere(s, person.id) && !story.people.some((o) => o.id !== person.id && story.isThere(s, o.id))),
      words: words ? person.words / words : 0,
      alone: people.filter((_o, k) => k !== i && all.some((t) => has(t, k)) && !all.some((t) => has(t, k) && !has(t, i))).map((o) => o.name),
    };
  });
}

/* Every scene as a tick: theirs alone, shared with others, without them. */
function strip(story: Story, loss: Loss): SVGSVGElement {
  const x = scaleLinear([0, story.text.length], [0, 1000]);
  const chart = svg("svg", { viewBox: "0 0 1000 40", role: "img", class: "strip", "aria-label": `The scenes without ${loss.person.name}: ${loss.empty.length} stand empty` });
  story.scenes.forEach((s, i) => {
    const isOwn = story.isThere(i, loss.person.id);
    const isEmpty = loss.empty.includes(i);
    const from = x(s.start);
    chart.append(svg("rect", { x: from, width: Math.max(1, x(s.end) - from - 0.8), y: isEmpty ? 0 : isOwn ? 10 : 16, height: isEmpty ? 40 : isOwn ? 20 : 8, rx: 1,
      fill: isOwn ? story.colour(loss.person.id) : "currentColor", opacity: isEmpty ? 1 : isOwn ? 0.4 : 0.18 }, svg("title", {}, story.sceneName(i))));
  });
  return chart;
}

export function without(story: Story, go: Go): HTMLElement {
  const all = losses(story);
  const place = el("div", { role: "status" });
  const kind = story.sceneKind();
  const draw = (loss: Loss): void => {
    const n = loss.empty.length;
    place.replaceChildren(
      el("p", { class: "finding" }, `Take ${loss.person.name} out, and ${percent(loss.meetings)} of all meetings and ${percent(loss.words)} of the spoken words are gone; ${n === 0 ? `no ${kind} is left empty` : `${n} of ${story.scenes.length} ${kind}s ${n === 1 ? "stands" : "stand"} empty`}${loss.alone.length > 0 ? `; ${inWords(loss.alone)} ${loss.alone.length === 1 ? "meets" : "meet"} nobody any more` : ""}.`),
      el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "The scenes, picture" }, strip(story, loss)),
      el("p", { class: "hint" }, `Tall: ${kind}s with ${loss.person.name} alone. Middle: shared with others. Low: without ${loss.person.name}.`),
      n > 0 ? el("details", {}, el("summary", {}, `The ${kind}s that stand empty`), el("ul", { class: "columns" }, ...loss.empty.slice(0, 60).map((s) => sceneLink(story, s, go)))) : "");
  };
  const select = el("select", { "aria-label": "the person to take out" }, ...all.map((l, i) => el("option", { value: i }, l.person.name)));
  select.addEventListener("change", () => { const l = all[Number(select.value)]; if (l) draw(l); });
  if (all[0]) draw(all[0]);
  return el("div", {}, all.length > 0 && el("label", { class: "time" }, "Take out ", select), place,
    tableView("without", {
      caption: "What falls apart without a person", head: ["taken out", "meetings lost", `${kind}s left empty`, "spoken words lost", "who then meets nobody"],
      rows: all.map((l) => [l.person.name, percent(l.meetings), l.empty.length, percent(l.words), l.alone.join(", ") || "nobody"]),
    }, true));
}

function sceneLink(story: Story, scene: number, go: Go): HTMLElement {
  const at = story.scenes[scene]?.start ?? 0;
  return el("li", {}, el("a", { href: `#at-${at}`, onclick: (e: Event) => { e.preventDefault(); go(at); } }, short(story.sceneName(scene), 60)));
}
