/* People joined, parted and renamed by hand: statements for the story's file of corrections,
 * after which the program reads it again. */
import { el, say, short } from "./dom";
import { ask, bytes, whenRead, type Reading } from "./server";
import type { Story } from "./story";

const quoted = (name: string): string => `"${name.replaceAll('"', " ").replace(/\s+/g, " ").trim()}"`;

export function correctView(story: Story, now: Reading): HTMLElement {
  const message = el("p", { role: "status" });
  const send = async (path: string, statement: string): Promise<void> => {
    try {
      message.className = "";
      message.textContent = "Written; the story is read again…";
      await ask<Reading>(`/story/${now.id}/${path}`, statement);
      const last = await whenRead(now.id, now.readings, () => undefined);
      if (last.state === "failed") throw new Error(last.message ?? "it could not be read again");
      location.hash = "correct";
      location.reload();
    } catch (e) {
      message.className = "error";
      message.textContent = e instanceof Error ? e.message : String(e);
      say(message.textContent);
    }
  };
  const people = story.people;
  const pick = (label: string, which: number): HTMLSelectElement => el("select", { "aria-label": label }, ...people.map((p, i) => el("option", { value: p.id, selected: i === which }, short(p.name, 40))));
  const chosen = (s: HTMLSelectElement): string => story.name(Number(s.value));
  const row = (does: () => void, ...children: (Node | string)[]): HTMLElement =>
    el("form", { class: "row", onsubmit: (e: Event) => { e.preventDefault(); does(); } }, ...children);

  const [a, b] = [pick("one name", 0), pick("another name", 1)];
  const whole = pick("a person who is two", 0);
  const part = el("select", { "aria-label": "the name that is somebody else" });
  const parts = (): void => part.replaceChildren(...(story.character(Number(whole.value))?.aliases ?? []).slice(1).map((x) => el("option", {}, short(x.text, 40))));
  whole.addEventListener("change", parts);
  parts();
  const old = pick("a person to rename", 0);
  const name = el("input", { type: "text", "aria-label": "the new name", maxlength: 80, required: true });
  const lines = el("ul", { class: "statements" });
  void bytes(`/story/${now.id}/corrections`).then((text) => {
    const said = story.report.corrections ?? [];
    const list = new TextDecoder().decode(text).split("\n").map((x, i) => ({ line: x.replace(/\r$/, ""), n: i + 1 })).filter((x) => x.line.trim());
    lines.replaceChildren(...list.map(({ line, n }) => el("li", {}, el("code", {}, line), " ",
      el("span", { class: "hint" }, said.filter((c) => c.line === n).map((c) => `${c.what}${c.done ? "" : " (not done)"}`).join("; ")), " ",
      el("button", { type: "button", class: "quiet", "aria-label": `take back: ${line}`, onclick: () => void send("corrections/away", line) }, "take back"))));
  }, () => undefined);
  return el("section", { id: "correct", "aria-labelledby": "correct-h" }, el("h2", { id: "correct-h" }, "Put the people right"),
    el("p", { class: "hint" }, `What you say is written to the file of corrections beside ${short(now.name, 60)}, and the story is read again at once.`),
    people.length > 1 && row(() => void send("corrections", `merge ${quoted(chosen(a))}, ${quoted(chosen(b))}`), a, " and ", b, " are one person ", el("button", { type: "submit" }, "Join")),
    row(() => { if (part.value) void send("corrections", `split ${quoted(chosen(whole))} from ${quoted(part.value)}`); }, whole, " is not ", part, el("button", { type: "submit" }, "Split")),
    row(() => { if (name.value.trim()) void send("corrections", `rename ${quoted(chosen(old))} to ${quoted(name.value)}`); }, old, " is called ", name, el("button", { type: "submit" }, "Rename")),
    message, lines);
}
