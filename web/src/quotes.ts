/* A cited passage: its words, where it stands, a way there, and a reference to paste. */
import { el, quoted, say } from "./dom";
import type { Quote } from "./contract";
import type { Go } from "./lanes";
import type { Story } from "./story";

export function quoteView(story: Story, quote: Quote, go: Go): HTMLElement {
  const reference = `${quoted(quote.text)} (${story.title}, ${quote.where})`;
  return el("blockquote", {},
    el("p", {}, quote.text),
    el("footer", {},
      el("a", { href: `#at-${quote.start}`, onclick: (e: Event) => { e.preventDefault(); go(quote.start); } }, quote.where || "in the text"),
      quote.why ? `, ${quote.why} ` : " ",
      el("button", { type: "button", class: "quiet", "aria-label": `Copy with reference: ${quote.where}`, onclick: () => {
        void navigator.clipboard?.writeText(reference).then(() => say("copied"), () => say("the clipboard cannot be used here"));
      } }, "copy")));
}
