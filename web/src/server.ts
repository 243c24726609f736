/* The program behind a page that is served: what it is asked, and what it answers. */
import type { Quote, Id } from "./contract";

export interface Reading {
  id: number; name: string; bytes: number; state: "waiting" | "reading" | "ready" | "failed"; readings: number;
  done: number; stage: string; message?: string; answer?: "one" | "shared" | "contested" | "nobody"; owner?: string | null; share?: number;
}

export interface Shelf { folder: string; most_bytes: number; stories: Reading[]; files: string[] }

export interface Answered {
  claim: { text: string; kind: string; subject: Id | null; object: Id | null };
  answer: { verdict: string; share: number | null; looked: number; for: Quote[]; against: Quote[];
    measures: { measure: string; subject: number | null; object: number | null; leans: string; weight: number }[] };
}

export interface Found {
  looked: number;
  passages: { close: number; pieces: { part: number; close: number; in: string; speaker: Id | null; to: Id | null; quote: Quote }[] }[];
}

export interface Compared {
  a: { path: string; scenes: number; answer: string; owner: Id | null }; b: { path: string; scenes: number; answer: string; owner: Id | null };
  characters: { a: Id | null; b: Id | null; name: string; share: (number | null)[]; speeches: (number | null)[]; words: (number | null)[]; scenes: (number | null)[] }[];
  scenes: { a: number | null; b: number | null; fate: string; like: number }[] | null; // null: they cannot be set against each other
}

async function answer(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Error("the program does not answer: it has been ended, or the connection was cut");
  }
  if (response.ok) return response;
  const why = await response.json().catch(() => null) as { error?: string } | null;
  throw new Error(why?.error ?? `the program answers ${response.status}`);
}

export async function ask<T>(path: string, body?: BodyInit): Promise<T> {
  return await (await answer(path, body === undefined ? undefined : { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } })).json() as T;
}

export async function bytes(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await answer(path)).arrayBuffer());
}

/* The story when it has been read; `told` hears how far it is. */
export async function whenRead(id: number, readings: number, told: (r: Reading) => void): Promise<Reading> {
  for (let n = 0; ; n++) {
    const r = await ask<Reading>(`/story/${id}`);
    told(r);
    if (r.state === "failed" || (r.state === "ready" && r.readings > readings)) return r;
    await new Promise((go) => setTimeout(go, n < 60 ? 25 : 250));
  }
}
