/* Scene by scene, or chapter by chapter: who speaks, who is there without a word, who is only named. */
import { tableView } from "./export";
import type { Go } from "./lanes";
import type { Story } from "./story";

export function scenesView(story: Story, go: Go): HTMLElement {
  const starts = story.scenes.map((s) => s.start);
  const kind = story.sceneKind();
  return tableView("scenes", {
    caption: `Who is where, ${kind} by ${kind}`, head: [kind, "speak", "there, silent", "only named", "words spoken"],
    rows: story.scenes.map((_, i) => {
      const there = story.people.filter((p) => story.cell(i, p.id));
      const names = (which: (id: number) => boolean): string => there.filter((p) => which(p.id)).map((p) => p.name).join(", ");
      const speaks = (id: number): boolean => { const c = story.cell(i, id); return c !== undefined && c.words + c.voice > 0; };
      return [story.sceneName(i), names(speaks), names((id) => !speaks(id) && story.isThere(i, id)), names((id) => !story.isThere(i, id)),
        story.spokenIn(i)];
    }),
    go: (row) => go(starts[row] ?? 0),
  }, false);
}
