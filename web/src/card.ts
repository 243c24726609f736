/* The verdict on a card of 1200 by 630: a sentence, the strongest two, a passage of each. */
import { el, percent, quoted, short, svg } from "./dom";
import { saveSvg, savePng } from "./export";
import { sentence } from "./face";
import type { Story } from "./story";
import type { Id, Quote } from "./contract";

const WIDTH = 1200;
const HEIGHT = 630;

/* Lines of at most `most` letters, the last cut where there are more than `n`. */
function lines(text: string, most: number, n: number): string[] {
  const out: string[] = [];
  let rest = text.replace(/\s+/g, " ").trim();
  while (rest && out.length < n) {
    const line = out.length === n - 1 ? short(rest, most) : short(rest, most).replace(/…$/, "").trimEnd();
    out.push(line);
    rest = rest.slice(line.length).trim();
  }
  return out;
}

function passage(story: Story, person: Id): Quote | undefined {
  const own = story.report.speeches.filter((s) => s.speaker === person);
  return story.report.verdict.evidence.flatMap((e) => e.quotes).find((q) => own.some((s) => s.start <= q.start && q.end <= s.end))
    ?? story.report.verdict.evidence.find((e) => e.favours === person && e.quotes.length > 0)?.quotes[0];
}

function draw(story: Story): SVGSVGElement {
  const v = story.report.verdict;
  const two = v.answer === "nobody" ? [] : v.ranking.slice(0, 2);
  const says = sentence(story, two[0]?.character ?? null, two[0]?.share ?? 0);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "card", "aria-label": `${story.title}: ${says}` });
  chart.append(svg("rect", { width: 14, height: HEIGHT, fill: two[0] ? story.colour(two[0].character) : "#767676" }));
  let y = 86;
  const put = (text: string, cls: string, x = 70): void => { chart.append(svg("text", { x, y, class: cls }, text)); };
  put(short(story.title, 70), "card-title");
  y += 75;
  const isLong = says.length > 33;
  for (const line of lines(says, isLong ? 42 : 33, 2)) {
    put(line, isLong ? "card-says long" : "card-says");
    y += 60;
  }
  y += 10;
  for (const r of two) {
    put(short(story.name(r.character), 26), "card-name");
    chart.append(svg("rect", { x: 450, y: y - 22, width: 560, height: 26, class: "card-ground" }),
      svg("rect", { x: 450, y: y - 22, width: Math.max(2, 560 * r.share), height: 26, fill: story.colour(r.character) }));
    put(percent(r.share), "card-name", 1030);
    y += 46;
  }
  y += 24;
  for (const r of two) {
    const q = passage(story, r.character);
    if (!q) continue;
    for (const line of lines(quoted(q.text), 84, 2)) {
      put(line, "card-quote");
      y += 32;
    }
    put(`${short(story.name(r.character), 40)}, ${q.where}`, "card-where");
    y += 46;
  }
  y = HEIGHT - 34;
  put(`Read from the text itself: ${story.size()}`, "card-where");
  return chart;
}

export function cardView(story: Story): HTMLElement {
  const chart = draw(story);
  return el("figure", { class: "figure narrow" }, el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "The card" }, chart),
    el("figcaption", {}, el("span", { class: "buttons" },
      el("button", { type: "button", onclick: () => saveSvg(chart, "card") }, "SVG"),
      el("button", { type: "button", onclick: () => savePng(chart, "card") }, "PNG"))));
}
