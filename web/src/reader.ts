/* The text itself, whole: people coloured, speeches attributed, evidence underlined; search.
 * Paragraphs are built when they come near the window, a stretch at a time. */
import { el, say, short } from "./dom";
import { upper, type Story } from "./story";

const STRETCH = 10_000; // bytes, about

interface Mark { start: number; end: number; kind: "mention" | "speech" | "evidence"; person: number; title: string }

function marksOf(story: Story): Mark[] {
  const out: Mark[] = [];
  for (const s of story.report.speeches)
    out.push({ start: s.start, end: s.end, kind: "speech", person: s.speaker ?? -1,
      title: s.speaker === null ? "speaker not known" : `${story.name(s.speaker)}${s.sure < 0.75 ? ` (${Math.round(100 * s.sure)} %)` : ""}${s.voice === "on" ? "" : `, ${s.voice}`}` });
  for (const m of story.report.mentions)
    if (m.character !== null) out.push({ start: m.start, end: m.end, kind: "mention", person: m.character, title: story.name(m.character) });
  for (const { quote, about } of story.quotes()) out.push({ start: quote.start, end: quote.end, kind: "evidence", person: -1, title: about });
  return out.sort((a, b) => a.start - b.start || b.end - a.end);
}

/* One paragraph: cut at every mark's ends, each piece with all marks that cover it. */
function paragraph(story: Story, start: number, end: number, marks: Mark[]): HTMLElement {
  const p = el("p", { "data-at": start, dir: "auto" });
  if (story.report.source.kind === "novel") { // in the margin: whose speech it is; a script says it itself
    const speakers = [...new Set(marks.filter((m) => m.kind === "speech" && m.person >= 0).map((m) => story.name(m.person)))];
    if (speakers.length > 0) p.dataset.who = speakers.map((s) => short(s, 22)).join(", ");
  }
  const cuts = new Set([start, end]);
  for (const m of marks) {
    cuts.add(Math.max(start, m.start));
    cuts.add(Math.min(end, m.end));
  }
  const at = [...cuts].sort((a, b) => a - b);
  for (let i = 0; i + 1 < at.length; i++) {
    const [from, to] = [at[i] ?? 0, at[i + 1] ?? 0];
    const over = marks.filter((m) => m.start <= from && m.end >= to);
    const words = story.slice(from, to);
    if (over.length === 0) {
      p.append(words);
      continue;
    }
    const span = el("span", { class: over.map((m) => m.kind).join(" "), title: [...new Set(over.map((m) => m.title))].join("; ") }, words);
    const coloured = over.findLast((m) => m.kind === "mention") ?? over.find((m) => m.kind === "speech" && m.person >= 0);
    if (coloured) span.style.setProperty("--who", story.colour(coloured.person));
    p.append(span);
  }
  return p;
}

export interface Reader { view: HTMLElement; go: (at: number) => void }

export function reader(story: Story): Reader {
  const marks = marksOf(story);
  const starts = marks.map((m) => m.start);
  const longest = marks.reduce((most, m) => Math.max(most, m.end - m.start), 0);
  const bytes = story.text;
  const cuts: number[] = [0];
  for (let at = STRETCH; at < bytes.length; at += STRETCH) {
    let end = bytes.indexOf(10, at);
    if (end < 0) break;
    while (end + 1 < bytes.length && bytes[end + 1] === 10) end++;
    if (end + 1 > (cuts.at(-1) ?? 0)) cuts.push(end + 1);
    at = Math.max(at, end + 1);
  }

  const heads = new Set(story.report.segments.filter((s) => s.heading !== null).map((s) => s.start));
  const isScript = story.report.source.kind !== "novel";

  /* What a paragraph looks like: a heading, or, in a script, a speech. */
  const dress = (start: number, end: number, near: Mark[]): string[] => {
    if (heads.has(start)) return ["heading"];
    return isScript && near.some((m) => m.kind === "speech" && m.start < end && m.end > start) ? ["said"] : [];
  };

  const build = (section: HTMLElement): void => {
    if (section.dataset.built) return;
    section.dataset.built = "yes";
    section.style.minHeight = "";
    const i = Number(section.dataset.stretch);
    const [from, to] = [cuts[i] ?? 0, cuts[i + 1] ?? bytes.length];
    let before: HTMLElement | null = null;
    for (let at = from; at < to;) {
      let end = bytes.indexOf(10, at);
      if (end < 0 || end > to) end = to;
      let next = end + 1;
      if (next < to && bytes[next] !== 10 && story.report.source.kind === "novel") { // wrapped lines are one paragraph
        while (next < to && bytes[next] !== 10 && bytes[next] !== 13) {
          end = bytes.indexOf(10, next);
          if (end < 0 || end > to) end = to;
          next = end + 1;
        }
      }
      if (end > at) {
        let m = upper(starts, at - longest - 1);
        const near: Mark[] = [];
        for (; m < marks.length && (marks[m]?.start ?? 0) < end; m++) {
          const mark = marks[m];
          if (mark && mark.end > at) near.push(mark);
        }
        const p = paragraph(story, at, end, near);
        if (p.textContent?.trim()) {
          p.classList.add(...dress(at, end, near));
          if (p.matches(".said") && before && !before.matches(".said, .heading") && (before.textContent ?? "").length < 60) before.classList.add("cue");
          before = p;
          section.append(p);
        }
      }
      at = next;
    }
  };

  const stretches = cuts.map((from, i) => {
    const section = el("div", { class: "stretch", "data-stretch": i });
    section.style.minHeight = `${Math.round((((cuts[i + 1] ?? bytes.length) - from) / 75) * 27)}px`;
    return section;
  });
  const body = el("div", { class: isScript ? "text" : "text with-margin", tabindex: 0, role: "region", "aria-label": "The whole text, paragraph by paragraph" }, ...stretches);
  const watch = new IntersectionObserver((seen) => {
    for (const s of seen) if (s.isIntersecting) build(s.target as HTMLElement);
  }, { rootMargin: "1200px" });
  stretches.forEach((s) => watch.observe(s));
  addEventListener("beforeprint", () => stretches.forEach(build));

  const go = (at: number): void => {
    const section = stretches[Math.max(0, upper(cuts, at) - 1)];
    if (!section) return;
    build(section);
    let found: HTMLElement | null = null;
    for (const p of section.querySelectorAll<HTMLElement>("p[data-at]")) {
      if (Number(p.dataset.at) > at) break;
      found = p;
    }
    const target = found ?? section;
    document.querySelector(".landed")?.classList.remove("landed");
    target.classList.add("landed");
    target.setAttribute("tabindex", "-1");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    history.replaceState(null, "", `#at-${at}`);
  };

  const field = el("input", { type: "search", "aria-label": "Search the text", placeholder: "Search the text" });
  const hits = el("ol", { class: "hits" });
  const whole = { text: "", lower: "" };
  const search = (): void => {
    const wanted = field.value.trim().toLowerCase();
    hits.replaceChildren();
    if (wanted.length < 2) return;
    if (!whole.text) {
      whole.text = story.slice(0, bytes.length);
      whole.lower = whole.text.toLowerCase();
      if (whole.lower.length !== whole.text.length) whole.lower = whole.text; // a letter whose small form is longer: search as written
    }
    const encoder = new TextEncoder();
    let n = 0;
    let byte = 0;
    let counted = 0;
    for (let i = whole.lower.indexOf(wanted); i >= 0; i = whole.lower.indexOf(wanted, i + wanted.length)) {
      if (++n > 100) continue;
      byte += encoder.encode(whole.text.slice(counted, i)).length;
      counted = i;
      const at = byte;
      hits.append(el("li", {}, el("a", { href: `#at-${at}`, onclick: (e: Event) => { e.preventDefault(); go(at); } }, short(whole.text.slice(Math.max(0, i - 40), i + 60), 100)),
        ` ${short(story.sceneName(story.sceneAt(at)), 40)}`));
    }
    const words = n === 0 ? "not found" : n > 100 ? `${n} places, the first 100 shown` : `${n} ${n === 1 ? "place" : "places"}`;
    hits.prepend(el("li", { class: "count" }, words));
    say(words);
  };
  field.addEventListener("change", search);
  const view = el("section", { id: "text", "aria-labelledby": "text-h" }, el("h2", { id: "text-h" }, "The text"),
    el("form", { role: "search", onsubmit: (e: Event) => { e.preventDefault(); search(); } }, field, el("button", { type: "submit" }, "Search")), hits, body);
  return { view, go };
}
