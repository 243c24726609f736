/* The JSON contract of `whose read --json`, as far as the page reads it. */

export type Id = number;

export interface Quote { start: number; end: number; text: string; where: string; why: string }

export interface Character {
  id: Id; name: string; aliases: { text: string; count: number }[];
  pronouns: string | null; group: boolean; narrator: boolean;
  speeches: number; words: number; mentions: number; scenes: number; first: number; last: number;
  billed?: number | null; // place in the work's own list of its people
  introduced: Quote | null;
  fate?: { state: "dies" | "lives" | null; cause: Id | null; quotes: Quote[] };
}

export interface Segment {
  id: number; parent: number | null; kind: "part" | "act" | "chapter" | "scene";
  heading: string | null; number: string | null; start: number; end: number; because: string; sure: number;
}

export interface Level {
  id: number; parent: number | null; mode: string; teller: Id | null; to: Id | null;
  spans: [number, number][]; quotes: Quote[];
}

export interface Presence { character: Id; segment: number | null; how: string; start: number; end: number; sure: number }

export interface Speech {
  start: number; end: number; turn: number; level: number; speaker: Id | null; also: Id[]; to: Id[];
  how: string; voice: "on" | "off-screen" | "voice-over"; via: string | null; sure: number;
}

export interface Mention { start: number; end: number; character: Id | null; kind: string; sure: number }

export interface Bond { a: Id; b: Id; kinds: string[]; segments: number[]; begins: number | null; ends: number | null; quotes?: Quote[]; turns: Quote[] }

export interface Turn { start: number; end: number; at: number; what: string; characters: Id[]; quotes: Quote[] }

/* -1 grief alone, 1 joy alone; `low` to `high` is what so few words allow. */
export interface ArcPoint { at: number; value: number; low: number; high: number; words: [number, number][] }

export interface Arc { character: Id; points: ArcPoint[] }

export interface Value { character: Id; value: number | null; unit: string }

export interface Evidence {
  measure: string; reading: string; asks: string; favours: Id | null; weight: number;
  values: Value[]; quotes: Quote[];
}

export type Reading = "told_by" | "seen_through" | "driven_by" | "changed_in" | "occupied_by" | "felt_by";

/* How the shares come about: share ~ exp(sum of weight * score / temperature), mixed with `levelled` of everybody. */
export interface Weighing {
  temperature: number; levelled: number;
  terms: { name: string; reading: string; weight: number; scores: { character: Id; score: number }[] }[];
}

export interface Verdict {
  answer: "one" | "shared" | "contested" | "nobody"; because: string;
  ranking: { character: Id; share: number; low: number; high: number }[];
  apparent: Id | null; readings: Record<Reading, Id | null>; evidence: Evidence[];
  weighing?: Weighing; sentence?: string;
}

export interface Report {
  schema: number;
  source: { path: string; format: string; kind: string; title: string | null; author: string | null; bytes: number; sha256: string; encoding: string; language: string | null };
  model?: { name: string; version: string; sha256: string; licence: string } | null;
  counts: { bytes: number; tokens: number; sentences: number; scenes: number; speeches: number; characters: number };
  origin: { start: number; end: number; source: number; byte: number; line: number; page: number | null }[];
  characters: Character[]; segments: Segment[]; levels?: Level[]; presence: Presence[]; speeches: Speech[];
  mentions: Mention[];
  narration: { person: number | null; narrator: Id | null; frame?: { present: boolean; teller: Id | null; to: Id | null; quotes: Quote[] } | null;
    retrospect?: { present: boolean; teller: Id | null; quotes: Quote[] } | null };
  corrections?: { file: string; line: number; done: boolean; what: string }[];
  bonds?: Bond[]; turns?: Turn[]; arcs?: Arc[]; verdict: Verdict; doubts?: { start: number; end: number; text: string; where?: string }[];
}
