/* The report, its text, and what the views ask of both. */
import { counted } from "./dom";
import type { Id, Report, Segment, Character, Quote } from "./contract";

const decoder = new TextDecoder();

/* Okabe and Ito's colours, told apart by all kinds of eyes; then grey. */
const ON_LIGHT = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07d00", "#3d9dd3", "#7a6a00", "#6a4c93"];
const ON_DARK = ["#4aa3dd", "#f08a45", "#2fc79b", "#e09bc2", "#d9a520", "#8ecbf2", "#b8a63a", "#a58bd0"];

export interface Cell {
  scene: number; person: Id;
  words: number;      // characters of speech, on stage or off screen
  voice: number;      // characters of voice-over
  acts: boolean; seen: boolean; named: boolean;
  first: number;      // byte offset of the first thing that shows the person
}

export class Story {
  readonly text: Uint8Array;
  readonly report: Report;
  readonly scenes: Segment[];
  readonly cells = new Map<number, Cell>(); // scene * people + person
  readonly people: Character[];             // strongest first
  readonly shareOf = new Map<Id, number>();
  readonly title: string;
  private readonly colours = matchMedia("(prefers-color-scheme: dark)").matches ? ON_DARK : ON_LIGHT;
  private readonly starts: number[];           // of the scenes
  private readonly rank = new Map<Id, number>();
  private readonly spoken: number[];           // words of speech in each scene

  constructor(report: Report, text: Uint8Array) {
    this.report = report;
    this.text = text;
    this.title = report.source.title || report.source.path.replace(/^.*\//, "").replace(/(.)\.[^.]*$/, "$1").replaceAll("_", " ") || "A story";
    const parents = new Set(report.segments.map((s) => s.parent));
    this.scenes = report.segments.filter((s) => !parents.has(s.id)).sort((a, b) => a.start - b.start);
    if (this.scenes.length === 0)
      this.scenes.push({ id: -1, parent: null, kind: "scene", heading: null, number: null, start: 0, end: text.length, because: "whole text", sure: 1 });
    this.starts = this.scenes.map((s) => s.start);
    this.spoken = this.scenes.map(() => 0);
    for (const r of report.verdict.ranking) this.shareOf.set(r.character, r.share);
    const share = (c: Character): number => { // what everybody gets orders nobody
      const own = this.shareOf.get(c.id) ?? 0;
      return own < 0.01 ? 0 : own;
    };
    this.people = [...report.characters].sort((a, b) =>
      share(b) - share(a) || Number(a.group) - Number(b.group) || b.scenes - a.scenes || b.mentions + b.words - a.mentions - a.words || a.id - b.id);
    this.people.forEach((p, i) => this.rank.set(p.id, i));
    this.fillCells();
  }

  private fillCells(): void {
    const cell = (at: number, person: Id): Cell => {
      const s = this.sceneAt(at);
      const key = s * this.report.characters.length + person;
      let c = this.cells.get(key);
      if (!c) this.cells.set(key, (c = { scene: s, person, words: 0, voice: 0, acts: false, seen: false, named: false, first: at }));
      c.first = Math.min(c.first, at);
      return c;
    };
    for (const s of this.report.speeches) {
      const i = this.sceneAt(s.start);
      this.spoken[i] = (this.spoken[i] ?? 0) + countWords(this.text, s.start, s.end);
      for (const who of s.speaker === null ? [] : [s.speaker, ...s.also]) {
        const c = cell(s.start, who);
        if (s.voice === "voice-over") c.voice += s.end - s.start;
        else c.words += s.end - s.start;
      }
    }
    for (const p of this.report.presence) {
      if (p.how === "acts") cell(p.start, p.character).acts = true;
      else if (p.how === "seen") cell(p.start, p.character).seen = true;
      else if (p.how === "named" || p.how === "addressed") cell(p.start, p.character).named = true;
    }
  }

  sceneAt(at: number): number { return Math.max(0, upper(this.starts, at) - 1); }

  spokenIn(scene: number): number { return this.spoken[scene] ?? 0; }

  sceneKind(): string { return this.scenes[0]?.kind ?? "scene"; }

  /* "20 scenes, 1,138 speeches, 42 people". */
  size(): string {
    const c = this.report.counts;
    const kind = this.sceneKind();
    return [counted(c.scenes, kind, `${kind}s`), counted(c.speeches, "speech", "speeches"), counted(c.characters, "person", "people")].join(", ");
  }

  /* Those who can meet: of a novel only who says something, since among its silent names are
   * places and things. */
  meeting(): Character[] {
    return this.people.filter((p) => p.scenes > 0 && !p.group && (p.speeches > 0 || this.report.source.kind !== "novel"));
  }

  cell(scene: number, person: Id): Cell | undefined { return this.cells.get(scene * this.report.characters.length + person); }

  /* There in body or heard. */
  isThere(scene: number, person: Id): boolean {
    const c = this.cell(scene, person);
    return c !== undefined && (c.words > 0 || c.voice > 0 || c.acts || c.seen);
  }

  character(id: Id): Character | undefined { return this.report.characters[id]; }
  name(id: Id | null): string { return id === null ? "nobody" : this.character(id)?.name ?? "?"; }

  colour(id: Id): string {
    return this.colours[this.rank.get(id) ?? this.colours.length] ?? "#808080";
  }

  slice(start: number, end: number): string { return decoder.decode(this.text.subarray(start, end)); }

  sceneName(i: number): string {
    const s = this.scenes[i];
    if (!s) return "";
    const above = this.report.segments[s.parent ?? -1];
    const within = above && above.heading ? `${named(above)}, ` : "";
    const heading = (s.heading ?? "").replace(/\s+/g, " ").trim();
    if (isNumber(heading)) return within + named(s);
    return heading ? `${s.kind} ${i + 1}: ${heading}` : `${s.kind} ${i + 1}`;
  }

  /* Every passage that the report cites, once, in text order. */
  quotes(): { quote: Quote; about: string }[] {
    const seen = new Map<string, { quote: Quote; about: string }>();
    const add = (quote: Quote, about: string): void => {
      const key = `${quote.start}-${quote.end}`;
      if (!seen.has(key)) seen.set(key, { quote, about });
    };
    const r = this.report;
    for (const e of r.verdict.evidence) for (const q of e.quotes) add(q, e.measure);
    for (const c of r.characters) for (const q of c.fate?.quotes ?? []) add(q, `${c.name}: ${c.fate?.state ?? "fate"}`);
    for (const t of r.turns ?? []) for (const q of t.quotes) add(q, t.what);
    for (const b of r.bonds ?? []) for (const q of b.turns) add(q, b.kinds.join(", "));
    return [...seen.values()].sort((a, b) => a.quote.start - b.quote.start);
  }
}

/* A heading that is a number: "IV", "Chapter 4", "ACT II". */
function isNumber(heading: string): boolean {
  return /^(\p{L}+ )?(\d+|[IVXLC]+)\.?$/iu.test(heading);
}

/* "Chapter 4", "part II"; what has a name of its own keeps it. */
function named(s: Segment): string {
  const heading = (s.heading ?? "").replace(/\s+/g, " ").trim();
  return /^(\d+|[IVXLC]+)\.?$/i.test(heading) ? `${s.kind} ${heading}` : heading;
}

function countWords(bytes: Uint8Array, start: number, end: number): number {
  let n = 0;
  for (let i = start, isIn = false; i < end; i++) {
    const isSpace = (bytes[i] ?? 32) <= 32;
    if (!isSpace && !isIn) n++;
    isIn = !isSpace;
  }
  return n;
}

/* How many of the sorted numbers are not above `x`. */
export function upper(sorted: number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
