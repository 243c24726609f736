/* The shares again, with weights that the reader moves: the same formula as the program's. */
import type { Id, Verdict } from "./contract";

export interface Term { name: string; reading: string; weight: number; score: Map<Id, number> }

export interface Weighing { temperature: number; levelled: number; terms: Term[]; people: Id[] }

export function weighingOf(verdict: Verdict): Weighing {
  const people = verdict.ranking.map((r) => r.character);
  const given = verdict.weighing;
  if (given)
    return {
      temperature: given.temperature, levelled: given.levelled, people,
      terms: given.terms.map((t) => ({ name: t.name, reading: t.reading, weight: t.weight, score: new Map(t.scores.map((s) => [s.character, s.score])) })),
    };
  const terms = verdict.evidence.filter((e) => e.weight > 0).map((e) => {
    const total = e.values.reduce((sum, v) => sum + (v.value ?? 0), 0);
    return { name: e.measure, reading: e.reading, weight: e.weight, score: new Map(e.values.map((v) => [v.character, total > 0 ? (v.value ?? 0) / total : 0])) };
  });
  return { temperature: 0.1, levelled: 0, terms, people };
}

/* `factor` of a reading: 1 leaves its weight as it is. */
export function sharesOf(w: Weighing, factor: (reading: string) => number): Map<Id, number> {
  const all = w.terms.reduce((sum, t) => sum + t.weight, 0);
  const used = w.terms.reduce((sum, t) => sum + t.weight * factor(t.reading), 0);
  const utility = w.people.map((id) => {
    const sum = w.terms.reduce((s, t) => s + t.weight * factor(t.reading) * (t.score.get(id) ?? 0), 0);
    return used > 0 ? (sum * all) / used / w.temperature : 0;
  });
  const most = Math.max(...utility);
  const raised = utility.map((u) => Math.exp(u - most));
  const total = raised.reduce((s, x) => s + x, 0);
  return new Map(w.people.map((id, i) => [id, ((1 - w.levelled) * (raised[i] ?? 0)) / total + w.levelled / w.people.length]));
}
