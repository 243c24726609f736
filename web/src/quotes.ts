/* A cited passage: its words, where it stands, a way there, and a reference to paste. */
import { el, quoted, say } from "./dom";
import type { Quote } from "./contract";
import type { Go } from "./lanes";
import type { Story } from "./story";

export function quoteView(story: Story, quote: Quote, go: Go): HTMLElement {
  const reference = `${quoted(quote.text)} (${story.title}, ${quote.where})`;
  const copy: HTMLElement = el("button", { type: "button", class: "quiet", "aria-label": `Copy with reference: ${quote.where}`, onclick: () => {
    const done = (words: string): void => { copy.textContent = words; say(words); };
    if (navigator.clipboard) void navigator.clipboard.writeText(reference).then(() => done("copied"), () => done("the clipboard cannot be used here"));
    else done("the clipboard cannot be used here");
  } }, "copy with reference");
  return el("blockquote", {},
    el("p", { dir: "auto" }, story.report.source.kind === "novel" ? quote.text.replace(/\s+/g, " ") : quote.text),
    el("footer", {},
      el("a", { href: `#at-${quote.start}`, onclick: (e: Event) => { e.preventDefault(); go(quote.start); } }, quote.where || "in the text"),
      quote.why ? `, ${quote.why} ` : " ",
      copy));
}
