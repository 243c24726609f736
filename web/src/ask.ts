/* What somebody says of the story, put to it: a claim, a remembered line, a whole post. */
import { el, percent, say } from "./dom";
import { quoteView } from "./quotes";
import { ask, type Answered, type Found } from "./server";
import type { Go } from "./lanes";
import type { Story } from "./story";
import type { Quote } from "./contract";

const VERDICTS: Record<string, string> = {
  supported: "The text supports it", contradicted: "The text contradicts it", contested: "The text is divided",
  "not-in-text": "The text does not say", opinion: "An opinion: not for the text to decide",
};

function side(story: Story, title: string, quotes: Quote[], go: Go): HTMLElement | false {
  const seen = new Set<number>();
  const once = quotes.filter((q) => !seen.has(q.start) && seen.add(q.start));
  return once.length > 0 && el("details", { open: once.length < 4 }, el("summary", {}, `${title}: ${once.length} ${once.length === 1 ? "passage" : "passages"}`), ...once.map((q) => quoteView(story, q, go)));
}

function answered(story: Story, one: Answered, go: Go): HTMLElement {
  const { claim, answer } = one;
  const leaning = (to: string): string => answer.measures.filter((m) => m.leans === to).map((m) => m.measure).join(", ");
  return el("article", { class: `answer ${answer.verdict}` },
    el("p", { class: "claim" }, `“${claim.text}”`),
    el("p", {}, el("strong", {}, VERDICTS[answer.verdict] ?? answer.verdict), answer.share === null || answer.verdict === "opinion" ? "" : `, ${percent(answer.share)}`, ` (${answer.looked} places looked at).`),
    leaning("for") && el("p", { class: "hint" }, `For: ${leaning("for")}.`), leaning("against") && el("p", { class: "hint" }, `Against: ${leaning("against")}.`),
    side(story, "For", answer.for, go), side(story, "Against", answer.against, go));
}

function found(story: Story, f: Found, go: Go): HTMLElement[] {
  if (f.passages.length === 0) return [el("p", {}, `Nothing like it is in the text (${f.looked} passages looked at).`)];
  return f.passages.map((p) => el("article", { class: "answer" }, el("p", { class: "hint" }, `${percent(p.close)} alike`),
    ...p.pieces.map((x) => el("div", {}, x.speaker !== null && el("p", { class: "claim" }, `${story.name(x.speaker)}${x.to === null ? "" : `, to ${story.name(x.to)}`}`), quoteView(story, x.quote, go)))));
}

export function askView(story: Story, id: number, go: Go): HTMLElement {
  const typed = el("textarea", { rows: 4, id: "typed", spellcheck: "true" });
  const place = el("div", { class: "answers" });
  const put = async (what: "claim" | "find" | "post"): Promise<void> => {
    if (!typed.value.trim()) return;
    place.replaceChildren(el("p", { class: "hint" }, "Looking…"));
    try {
      const answer = await ask<Answered | Answered[] | Found>(`/story/${id}/${what}`, typed.value);
      if ("passages" in answer) place.replaceChildren(...found(story, answer, go));
      else {
        const all = Array.isArray(answer) ? answer : [answer];
        place.replaceChildren(...(all.length > 0 ? all.map((a) => answered(story, a, go)) : [el("p", {}, "No claim about this story was found in it.")]));
      }
      say(place.textContent?.slice(0, 300) ?? "");
    } catch (e) {
      place.replaceChildren(el("p", { class: "error", role: "alert" }, e instanceof Error ? e.message : String(e)));
    }
  };
  const button = (what: "claim" | "find" | "post", words: string): HTMLElement => el("button", { type: what === "claim" ? "submit" : "button", onclick: what === "claim" ? undefined : () => void put(what) }, words);
  return el("aside", { class: "ask", id: "ask", "aria-labelledby": "ask-h" }, el("h3", { id: "ask-h" }, "Put it to the text"),
    el("form", { onsubmit: (e: Event) => { e.preventDefault(); void put("claim"); } },
      el("label", { for: "typed" }, "A claim, a line as you remember it, or a whole post"), typed,
      el("div", { class: "row" }, button("claim", "Test the claim"), button("find", "Find the line"), button("post", "Test the post"))),
    place);
}
