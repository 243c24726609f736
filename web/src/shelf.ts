/* The first view of a page that is served: drop stories, see them read, open or compare them. */
import { el, percent, say, short } from "./dom";
import { tableView } from "./export";
import { ask, whenRead, type Compared, type Reading, type Shelf } from "./server";

const STAGES = ["file", "sentences", "people", "story", "verdict"];

function outcome(r: Reading): string {
  if (r.answer === "nobody" || !r.owner) return "whose story it is cannot be said";
  const owner = short(r.owner, 60);
  if (r.answer === "contested") return `contested; likeliest ${owner}, ${percent(r.share ?? 0)}`;
  return `${owner}’s story${r.answer === "shared" ? ", shared" : ""}, ${percent(r.share ?? 0)}`;
}

interface Row { view: HTMLElement; show: (r: Reading) => void; fail: (why: string) => void }

function row(name: string): Row {
  const state = el("div", { class: "state" });
  const view = el("li", {}, el("strong", {}, short(name, 80)), state);
  let bar: HTMLProgressElement | null = null;
  let steps: HTMLOListElement | null = null;
  const show = (r: Reading): void => {
    if (r.state === "failed") fail(r.message ?? "it could not be read");
    else if (r.state === "ready") state.replaceChildren(el("a", { href: `?story=${r.id}` }, "Open"), ` ${outcome(r)}`);
    else {
      if (!bar || !steps) {
        bar = el("progress", { max: 1, value: 0, "aria-label": `reading ${short(name, 80)}` });
        steps = el("ol", { class: "stages" }, ...STAGES.map((s) => el("li", {}, s)));
        state.replaceChildren(bar, steps);
      }
      bar.value = r.done;
      STAGES.forEach((s, i) => {
        const at = STAGES.indexOf(r.stage);
        steps?.children[i]?.setAttribute("class", i < at ? "past" : s === r.stage ? "now" : "");
      });
    }
  };
  const fail = (why: string): void => {
    state.replaceChildren(el("span", { class: "error", role: "alert" }, why));
  };
  return { view, show, fail };
}

function comparison(shelf: Shelf): HTMLElement | false {
  const read = shelf.stories.filter((r) => r.answer);
  if (read.length < 2) return false;
  const pick = (label: string, which: number): HTMLSelectElement => el("select", { "aria-label": label },
    ...read.map((r, i) => el("option", { value: r.id, selected: i === which }, `${short(r.name, 50)}, ${r.id}`)));
  const [a, b] = [pick("first draft", 0), pick("second draft", 1)];
  const place = el("div", { role: "status" });
  const change = (two: (number | null)[], unit: (x: number) => string): string => `${two[0] == null ? "–" : unit(two[0])} → ${two[1] == null ? "–" : unit(two[1])}`;
  const run = async (): Promise<void> => {
    try {
      const c = await ask<Compared>(`/compare?name=${a.value}&other=${b.value}`);
      const owner = (side: "a" | "b"): string => c.characters.find((p) => p[side] !== null && p[side] === c[side].owner)?.name ?? "nobody";
      const kinds = new Map<string, number>();
      for (const s of c.scenes ?? []) kinds.set(s.fate, (kinds.get(s.fate) ?? 0) + 1);
      place.replaceChildren(
        el("p", {}, owner("a") === owner("b") && c.a.owner !== null ? `Both are ${owner("a")}’s story.` : `Whose story it is: in the first ${owner("a")}, in the second ${owner("b")}.`,
          kinds.size > 0 ? ` Scenes: ${[...kinds].map(([what, n]) => `${n} ${what}`).join(", ")}.` : " Hardly a scene of one stands in the other."),
        tableView("drafts", {
          caption: "From the first draft to the second", head: ["name", "share", "scenes", "speeches", "words"],
          rows: c.characters.map((p) => [p.name, change(p.share, percent), change(p.scenes, String), change(p.speeches, String), change(p.words, String)]),
        }, false));
    } catch (e) {
      place.replaceChildren(el("p", { class: "error", role: "alert" }, String(e instanceof Error ? e.message : e)));
    }
  };
  return el("section", { id: "compare", "aria-labelledby": "compare-h" }, el("h2", { id: "compare-h" }, "Compare two drafts"),
    el("form", { class: "row", onsubmit: (e: Event) => { e.preventDefault(); void run(); } }, a, " with ", b, el("button", { type: "submit" }, "Compare")), place);
}

export async function shelfView(show: (id: number) => void): Promise<HTMLElement[]> {
  const shelf = await ask<Shelf>("/stories");
  const list = el("ul", { class: "stories" });
  const compare = el("div", {}, comparison(shelf));
  const none = el("p", { class: "hint" }, "None yet.");
  const rows = new Map<number, Row>();
  const add = (name: string): Row => {
    none.remove();
    const r = row(name);
    list.prepend(r.view);
    return r;
  };
  const follow = async (id: number, r: Row, isAlone: boolean): Promise<void> => {
    rows.set(id, r);
    const last = await whenRead(id, 0, r.show);
    say(last.state === "ready" ? `${last.name}: ${outcome(last)}` : `${last.name}: ${last.message ?? "failed"}`);
    if (isAlone && last.state === "ready") show(id);
    else compare.replaceChildren(comparison(await ask<Shelf>("/stories")) || "");
  };
  const send = async (name: string, path: string, body: BodyInit, size: number, isAlone: boolean): Promise<void> => {
    const r = add(name);
    try {
      if (size > shelf.most_bytes) throw new Error(`this is larger than ${shelf.most_bytes / 1048576} MB, the most that this page takes; whose read takes up to 1 GiB`);
      r.show({ id: 0, name, bytes: size, state: "waiting", readings: 0, done: 0, stage: "file" });
      await follow((await ask<{ id: number }>(path, body)).id, r, isAlone);
    } catch (e) {
      r.fail(e instanceof Error ? e.message : String(e));
    }
  };
  const take = (files: FileList | null | undefined): void => {
    for (const file of files ?? [])
      void send(file.name, `/stories?name=${encodeURIComponent(file.name)}`, file, file.size, files?.length === 1);
  };
  const input = el("input", { type: "file", multiple: true, id: "files" });
  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  const zone = el("div", { class: "drop" }, el("label", { for: "files" }, "Drop stories here, or choose files: "), input,
    el("p", { class: "hint" }, "A screenplay (Fountain, Final Draft, plain text), a play (TEI, plain text) or a novel (plain text)."));
  addEventListener("dragover", (e) => { e.preventDefault(); zone.classList.add("over"); });
  addEventListener("dragleave", () => zone.classList.remove("over"));
  addEventListener("drop", (e) => { e.preventDefault(); zone.classList.remove("over"); take(e.dataTransfer?.files); });
  for (const r of shelf.stories) {
    const line = add(r.name);
    line.show(r);
    if (r.state === "waiting" || r.state === "reading") void follow(r.id, line, false);
  }
  const files = shelf.files.map((name) => el("li", {}, el("button", { type: "button", onclick: () => void send(name, `/open?name=${encodeURIComponent(name)}`, "", 0, true) }, short(name, 60))));
  return [
    el("section", { id: "stories", "aria-labelledby": "stories-h" }, el("h2", { id: "stories-h" }, "Read a story"), zone,
      files.length > 0 && el("h3", {}, "In the folder ", short(shelf.folder, 80)), files.length > 0 && el("ul", { class: "files" }, ...files)),
    el("section", { id: "read", "aria-labelledby": "read-h" }, el("h2", { id: "read-h" }, "Stories read so far"), shelf.stories.length === 0 && none, list),
    compare,
  ];
}
