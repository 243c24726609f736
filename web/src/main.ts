import "./style.css";
import { arcsView } from "./arcs";
import { askView } from "./ask";
import { billing, billingView } from "./billing";
import { cardView } from "./card";
import { network, without } from "./bonds";
import { correctView } from "./correct";
import { isServed, load } from "./data";
import { el, percent, short } from "./dom";
import { tableView } from "./export";
import { verdictView } from "./face";
import { lanes } from "./lanes";
import { quoteView } from "./quotes";
import { reader } from "./reader";
import { scenesView } from "./scenes";
import { ask, bytes, whenRead, type Reading } from "./server";
import { shelfView } from "./shelf";
import type { Report } from "./contract";
import { Story } from "./story";
import { storyline } from "./storyline";

function section(id: string, title: string, ...children: (Node | string | false)[]): HTMLElement {
  return el("section", { id, "aria-labelledby": `${id}-h` }, el("h2", { id: `${id}-h` }, title), ...children);
}

function header(story: Story, served: Reading | null): Node[] {
  const s = story.report.source;
  return [
    el("p", { class: "kicker" }, served ? el("a", { href: "/" }, "← All stories") : "A reading by whose"),
    el("h1", {}, short(story.title, 160)),
    el("p", { class: "byline" }, s.author ? `by ${short(s.author, 120)}` : "", el("span", {}, `${s.kind} (${s.format}), ${story.size()}`)),
    served ? el("p", { class: "hint" }, "Nothing leaves this machine. ", el("a", { href: `/story/${served.id}/report.html`, download: "" }, "Save this page as one file"), " to keep or to send.")
      : el("p", { class: "hint" }, "This page holds the whole text. It needs no network and sends nothing."),
  ];
}

function cast(story: Story, go: (at: number) => void): HTMLElement {
  const fate = (i: number): string => {
    const f = story.report.characters[i]?.fate;
    return f?.state === "dies" ? `dies${f.cause === null ? "" : `, by ${story.name(f.cause)}`}` : f?.state ?? "";
  };
  return tableView("people", {
    caption: "Their names, the size of their parts and their fate, as far as the text tells it; a name leads to its first place",
    head: ["name", "also called", "pronoun", "scenes", "speeches", "words", "mentions", "fate told"],
    go: (row) => go(story.people[row]?.introduced?.start ?? story.people[row]?.first ?? 0),
    rows: story.people.map((p) => [p.name, p.aliases.filter((a) => a.text !== p.name).slice(0, 5).map((a) => a.text).join(", "), p.pronouns ?? "unknown", p.scenes, p.speeches, p.words, p.mentions, fate(p.id)]),
  }, false);
}

function doubts(story: Story, go: (at: number) => void): HTMLElement {
  const r = story.report;
  const unsure = r.speeches.filter((s) => s.speaker !== null && s.sure < 0.6).sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, 12);
  const unknown = r.speeches.filter((s) => s.speaker === null).length;
  const list = [
    ...(r.doubts ?? []).map((d) => el("li", {}, el("a", { href: `#at-${d.start}`, onclick: (e: Event) => { e.preventDefault(); go(d.start); } }, d.where ?? "in the text"), ` ${d.text}`)),
    ...unsure.map((s) => el("li", {}, el("a", { href: `#at-${s.start}`, onclick: (e: Event) => { e.preventDefault(); go(s.start); } }, `“${short(story.slice(s.start, s.end), 70)}”`), ` may be ${story.name(s.speaker)}’s (${Math.round(100 * s.sure)} %)`)),
  ];
  return section("doubts", "Doubts",
    el("p", {}, unknown ? `${unknown.toLocaleString("en")} of ${r.speeches.length.toLocaleString("en")} speeches have no speaker that is known.` : "Every speech has a speaker."),
    list.length > 0 && el("ul", {}, ...list));
}

function turning(story: Story, go: (at: number) => void): HTMLElement | false {
  const turns = story.report.turns ?? [];
  if (turns.length === 0) return false;
  return section("turns", "Where it may turn", el("ol", { class: "turns" }, ...turns.map((t) =>
    el("li", {}, el("p", {}, el("span", { class: "when" }, `${Math.round(100 * t.at)} %`), el("strong", {}, `${t.what.charAt(0).toUpperCase()}${t.what.slice(1)}`)), ...t.quotes.slice(0, 1).map((q) => quoteView(story, q, go))))));
}

function draw(story: Story, served: Reading | null): void {
  document.title = `${short(story.title, 80)}: whose story is it?`;
  document.getElementById("top")?.replaceChildren(...header(story, served));
  const read = reader(story);
  const later = (id: string, title: string, draw: () => Node): HTMLElement => {
    const place = section(id, title);
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((s) => s.isIntersecting)) return;
      watch.disconnect();
      if (place.childElementCount === 1) place.append(draw());
    }, { rootMargin: "600px" });
    watch.observe(place);
    addEventListener("beforeprint", () => { if (place.childElementCount === 1) { watch.disconnect(); place.append(draw()); } });
    place.classList.add("later");
    return place;
  };
  const sections = [
    verdictView(story, read.go),
    section("picture", "The story as a picture", lanes(story, read.go)),
    story.meeting().length > 1 && later("threads", "Who meets", () => storyline(story)),
    turning(story, read.go),
    (story.report.arcs ?? []).some((a) => a.points.length > 1) && later("fortune", "Joy and grief", () => arcsView(story, read.go)),
    story.meeting().length > 1 && later("bonds", "Bonds", () => network(story, read.go)),
    story.meeting().length > 1 && later("without", "Without them", () => without(story, read.go)),
    billing(story).length > 3 && later("billing", "Billing", () => billingView(story)),
    later("scenes", story.scenes[0]?.kind === "chapter" ? "Chapter by chapter" : "Scene by scene", () => scenesView(story, read.go)),
    later("people", "The people", () => cast(story, read.go)),
    served && correctView(story, served),
    doubts(story, read.go),
    later("card", "A card to share", () => cardView(story)),
    read.view,
  ].filter((s): s is HTMLElement => s !== false && s !== null);
  if (served) {
    read.view.classList.add("beside");
    read.view.append(askView(story, served.id, read.go));
  }
  document.getElementById("main")?.replaceChildren(...sections);
  document.getElementById("contents")?.replaceChildren(el("ul", {}, ...sections.map((s) => el("li", {}, el("a", { href: `#${s.id}` }, s.querySelector("h2")?.textContent ?? "")))));
  const landing = (): void => {
    const at = /^#at-(\d+)$/.exec(location.hash);
    if (at) read.go(Number(at[1]));
  };
  addEventListener("hashchange", landing);
  landing();
}

/* A story of the server's, or the first view. */
async function serve(): Promise<void> {
  const main = document.getElementById("main");
  const id = Number(new URLSearchParams(location.search).get("story"));
  if (!id) {
    document.getElementById("top")?.replaceChildren(el("h1", {}, "Whose story is it?"),
      el("p", { class: "hint" }, `Nothing leaves this machine: this page is answered by a program on it, at ${location.host}, and by nothing else.`));
    main?.replaceChildren(...await shelfView((read) => {
      history.pushState(null, "", `?story=${read}`);
      showStory(read).catch(fail);
    }));
    addEventListener("popstate", () => location.reload());
    return;
  }
  await showStory(id);
}

async function showStory(id: number): Promise<void> {
  const main = document.getElementById("main");
  const bar = el("progress", { max: 1, value: 0, "aria-label": "reading" });
  const now = await whenRead(id, 0, (r) => {
    if (r.state === "ready") return;
    if (!bar.isConnected) main?.replaceChildren(bar);
    bar.value = r.done;
    bar.title = `${r.stage}, ${percent(r.done)}`;
  });
  if (now.state === "failed" && !now.answer) throw new Error(now.message ?? "the story could not be read");
  const [report, text] = await Promise.all([ask<Report>(`/story/${id}/report.json`), bytes(`/story/${id}/text`)]);
  draw(new Story(report, text), now);
  main?.focus({ preventScroll: true }); // what had the focus is gone
  if (location.hash.length > 1 && !location.hash.startsWith("#at-")) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

async function start(): Promise<void> {
  if (isServed()) return serve();
  const { report, text } = await load();
  draw(new Story(report, text), null);
}

function fail(error: unknown): void {
  document.getElementById("main")?.replaceChildren(el("p", { role: "alert", class: "error" }, `This page cannot be shown: ${error instanceof Error ? error.message : String(error)}`));
}

start().catch(fail);
