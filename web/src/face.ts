/* The verdict, the weights under the reader's hand, and two people measure by measure. */
import { counted, el, say, percent } from "./dom";
import { quoteView } from "./quotes";
import { sharesOf, weighingOf } from "./weigh";
import type { Go } from "./lanes";
import type { Story } from "./story";
import type { Evidence, Id, Reading } from "./contract";

const READINGS: [Reading, string, string][] = [
  ["told_by", "told by", "who speaks"],
  ["seen_through", "seen through", "who perceives"],
  ["driven_by", "driven by", "who acts"],
  ["changed_in", "changed in", "who is another at the end"],
  ["occupied_by", "occupied by", "who fills it"],
  ["felt_by", "felt by", "whose feeling it shows"],
];

export function readingWords(reading: string): string {
  return READINGS.find(([key]) => key === reading)?.[1] ?? reading.replaceAll("_", " ");
}

export function sentence(story: Story, top: Id | null, share: number, isMoved = false): string {
  const v = story.report.verdict;
  if (v.answer === "nobody" || top === null) return "Whose story this is cannot be said.";
  const name = story.name(top);
  const own = /s$/i.test(name) ? `${name}’` : `${name}’s`;
  const second = v.ranking.find((r) => r.character !== top);
  if (!isMoved && v.answer === "shared" && second && v.ranking.slice(0, 2).some((r) => r.character === top)) return `${name} and ${story.name(second.character)} share it: ${percent(share)} and ${percent(second.share)}.`;
  if (isMoved ? share < 0.5 : v.answer === "contested") return `It is contested; ${name} is the likeliest owner, at ${percent(share)}.`;
  return `It is ${own} story, at ${percent(share)}.`;
}

function number(value: number | null, unit: string): string {
  if (value === null) return "cannot be said";
  if (unit === "share" || unit === "%") return percent(unit === "%" ? value / 100 : value);
  const shown = Math.abs(value) >= 10 ? Math.round(value).toLocaleString("en") : String(Math.abs(value) < 1 ? Number(value.toPrecision(1 + Number(Math.abs(value) >= 0.1))) : Math.round(value * 10) / 10);
  return `${shown} ${value === 1 ? unit.replace(/^(\p{L}+)s\b/u, "$1") : unit}`;
}

export function verdictView(story: Story, go: Go): HTMLElement {
  const v = story.report.verdict;
  const first = v.ranking[0];
  const headline = el("p", { class: "headline", id: "answer" }, sentence(story, first?.character ?? null, first?.share ?? 0));
  const out = el("section", { id: "verdict", "aria-labelledby": "verdict-h" }, el("h2", { id: "verdict-h" }, "Whose story is it?"), headline, el("p", {}, `${v.because.charAt(0).toUpperCase()}${v.because.slice(1)}.`));
  if (!first || v.answer === "nobody") return out;

  const weighing = weighingOf(v);
  const factor = new Map<string, number>();
  const bars = el("ol", { class: "shares" });
  const rest = el("p", { class: "hint" });
  const drawShares = (): void => {
    const moved = [...factor.values()].some((f) => f !== 1);
    const shares = moved ? sharesOf(weighing, (r) => factor.get(r) ?? 1) : new Map(v.ranking.map((r) => [r.character, r.share]));
    const sorted = [...shares].sort((a, b) => b[1] - a[1]);
    const order = sorted.filter(([, share], i) => i < 2 || (i < 5 && share >= 0.01));
    headline.textContent = sentence(story, order[0]?.[0] ?? null, order[0]?.[1] ?? 0, moved) + (moved ? " (with your weights)" : "");
    bars.replaceChildren(...order.map(([person, share]) => {
      const r = v.ranking.find((x) => x.character === person);
      const range = moved || !r || (r.low < 0.01 && r.high > 0.99) || percent(r.low) === percent(r.high) ? "" : `${percent(r.low)} to ${percent(r.high)} when scenes are drawn anew`;
      const fill = el("span", { class: "fill" });
      fill.style.width = `${100 * share}%`;
      fill.style.background = story.colour(person);
      const bar = el("span", { class: "bar", role: "img", "aria-label": `${story.name(person)}: ${percent(share)}` }, fill);
      return el("li", {}, el("span", { class: "who" }, story.name(person)), bar, el("span", { class: "much" }, percent(share)), el("span", { class: "range" }, range));
    }));
    const left = sorted.length - order.length;
    rest.textContent = left > 0 ? `${left === 1 ? "One more person has" : `${left} more people together have`} ${percent(sorted.filter((s) => !order.includes(s)).reduce((sum, s) => sum + s[1], 0))}.` : "";
  };
  const used = new Set(weighing.terms.map((t) => t.reading));
  const sliders = READINGS.filter(([key]) => used.has(key)).map(([key, words]) => {
    const input = el("input", { type: "range", min: 0, max: 3, step: 0.1, value: 1, "aria-label": `weight of ${words}` });
    const value = el("output", {}, "× 1");
    input.addEventListener("input", () => {
      factor.set(key, Number(input.value));
      value.textContent = `× ${Number(input.value)}`;
      drawShares();
    });
    input.addEventListener("change", () => say(headline.textContent ?? ""));
    return { input, value, row: el("label", {}, el("span", {}, words), input, value) };
  });
  const reset = el("button", { type: "button", onclick: () => {
    factor.clear();
    for (const s of sliders) {
      s.input.value = "1";
      s.value.textContent = "× 1";
    }
    drawShares();
    say(headline.textContent ?? "");
  } }, "Reset");
  drawShares();
  out.append(bars, rest, el("details", { class: "how" }, el("summary", {}, "How was this computed?"),
    el("p", {}, `${counted(weighing.terms.length, "question", "questions")} below ${weighing.terms.length === 1 ? "gives" : "give"} each of the ${weighing.people.length} most present people a score. The scores are weighed as works whose owner is known teach it, and added up; the sums become shares of one hundred per cent, in which a lead counts more than it would in plain proportion (softmax, temperature ${weighing.temperature}). ${percent(weighing.levelled)} is kept back and shared evenly: for what may have been misread, and for what does not tell these people apart. The range comes from drawing the scenes anew by lot and weighing again.`)));
  if (v.apparent !== null && v.apparent !== first.character)
    out.append(el("p", { class: "apparent" }, `A head count would say ${story.name(v.apparent)}: ${story.report.source.kind === "novel" ? "most mentions by name" : "most speeches"}.`));
  out.append(
    el("h3", {}, "Ways in which a story is somebody’s"),
    el("dl", { class: "readings" }, ...READINGS.map(([key, words, asks]) =>
      el("div", {}, el("dt", {}, words, el("small", {}, ` (${asks})`)), v.readings[key] === undefined || v.readings[key] === null ? el("dd", { class: "unsaid" }, "nobody stands out") : el("dd", {}, story.name(v.readings[key]))))),
    el("details", {}, el("summary", {}, "Weigh it otherwise"), el("p", {}, "Each reading counts as much as the works with a known owner say. Move a weight and see the verdict turn."),
      el("div", { class: "sliders" }, ...sliders.map((s) => s.row)), reset),
    v.ranking.length > 1 ? facing(story, go) : "");
  return out;
}

function facing(story: Story, go: Go): HTMLElement {
  const v = story.report.verdict;
  const place = el("div");
  let [a, b] = [v.ranking[0]?.character ?? 0, (v.apparent !== null && v.apparent !== v.ranking[0]?.character ? v.apparent : v.ranking[1]?.character) ?? 0];
  const pick = (label: string, value: Id, set: (id: Id) => void): HTMLElement => {
    const select = el("select", { "aria-label": label }, ...v.ranking.map((r) => el("option", { value: r.character, selected: r.character === value }, story.name(r.character))));
    select.addEventListener("change", () => { set(Number(select.value)); draw(); });
    return select;
  };
  const row = (e: Evidence): HTMLElement => {
    const of = (id: Id): number | null => e.values.find((x) => x.character === id)?.value ?? null;
    const unit = e.values[0]?.unit ?? "";
    const [left, right] = [of(a), of(b)];
    const sum = (left ?? 0) + (right ?? 0);
    const half = (value: number | null, side: string): HTMLElement => {
      const bar = el("span", { class: "fill" });
      bar.style.width = `${sum > 0 ? (100 * (value ?? 0)) / sum : 0}%`;
      return el("span", { class: `half ${side}` }, bar, el("span", { class: "value" }, number(value, unit)));
    };
    const total = e.values.reduce((s, x) => s + (x.value ?? 0), 0);
    return el("details", { class: "measure" },
      el("summary", {}, el("span", { class: "asks" }, e.asks || e.measure), half(left, "left"), half(right, "right")),
      ...e.quotes.map((q) => quoteView(story, q, go)),
      el("p", { class: "how" }, `How was this computed: ${e.measure}, counted for each of the ${e.values.length} most present people; a person’s share of the ${total > 0 ? number(total, unit) : "sum"} enters with weight ${Math.round(1000 * e.weight) / 1000} under “${readingWords(e.reading)}”.`));
  };
  const isSaid = (e: Evidence): boolean => e.values.some((x) => (x.character === a || x.character === b) && x.value !== null);
  const draw = (): void => {
    const unsaid = v.evidence.filter((e) => !isSaid(e));
    place.replaceChildren(...[
      el("p", { class: "printed" }, `${story.name(a)} against ${story.name(b)}`),
      el("div", { class: "pair columns-of-two" }, el("span", {}), pick("first person", a, (id) => { a = id; }), pick("second person", b, (id) => { b = id; })),
      ...READINGS.map(([key, words]) => {
        const rows = v.evidence.filter((e) => e.reading === key && isSaid(e));
        return rows.length > 0 && el("div", {}, el("h4", {}, words), ...rows.map(row));
      }),
      unsaid.length > 0 && el("details", { class: "unasked" }, el("summary", {}, `${unsaid.length} more ${unsaid.length === 1 ? "question" : "questions"} that this text does not answer for these two`), el("ul", {}, ...unsaid.map((e) => el("li", {}, e.asks || e.measure)))),
    ].filter((x): x is Exclude<typeof x, false> => x !== false));
  };
  draw();
  return el("section", { id: "face", "aria-labelledby": "face-h" }, el("h3", { id: "face-h" }, "Face to face"), el("p", { class: "hint screen" }, "Question by question, the two strongest. Open a line for the passages behind it."), place);
}
