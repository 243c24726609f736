#!/usr/bin/env python3
"""Compares scenes, speeches and speakers of screenplays with lists made by hand.

  fountain_scenes.py WHOSE SCRIPTS [SCENES.tsv TOTALS.tsv]

WHOSE is the program, SCRIPTS the folder with <script>.fountain.  Prints every difference, then lines
"row<TAB>what<TAB>right<TAB>of".  Names are compared through the aliases that the program reports: a name of the list may
be joined with another one only when they share a word.
"""
import json
import os
import re
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def key(name):
    name = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c if c.isalnum() else "" if c in "'\u2019." else " " for c in name).lower().split())


def table(path):
    """Rows as dictionaries; the names of the columns stand in the last comment."""
    head, rows = [], []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# ") and "\t" in line:
                head = line[2:].split("\t")
            elif line and not line.startswith("#"):
                rows.append(dict(zip(head, line.split("\t"))))
    return rows


def listed(cell):
    return [] if cell in ("-", "") else cell.split(",")


class Script:
    def __init__(self, program, path):
        run = subprocess.run([program, "read", "--json", path], capture_output=True)
        if run.returncode not in (0, 1):
            sys.exit(f"{path}: {run.stderr.decode('utf-8', 'replace')}")
        self.data = json.loads(run.stdout)
        text = subprocess.run([program, "text", path], capture_output=True, check=True).stdout
        self.line_ends = [m.start() for m in re.finditer(b"\n", text)]
        self.text = text
        self.tags = [row.split("\t") for row in subprocess.run(
            [program, "lines", path], capture_output=True, check=True).stdout.decode("utf-8").splitlines()]
        scenes = [s for s in self.data["segments"] if s["kind"] == "scene" and s["because"] == "heading"]
        self.scenes = sorted(scenes, key=lambda s: s["start"])
        self.name = {c["id"]: c["name"] for c in self.data["characters"]}
        self.group = {c["id"] for c in self.data["characters"] if c["group"]}
        self.ids = {}
        for c in self.data["characters"]:
            for form in [c["name"]] + [a["text"] for a in c["aliases"]]:
                self.ids.setdefault(key(form), c["id"])
        self.turns = {}
        for piece in self.data["speeches"]:
            turn = self.turns.setdefault(piece["turn"], piece)
            if piece["start"] < turn["start"]:
                self.turns[piece["turn"]] = piece

    def line_of(self, off):
        return self.text.count(b"\n", 0, off) + 1

    def who(self, name):
        """The characters that a cue of the list stands for."""
        if key(name) in self.ids:
            return [self.ids[key(name)]]
        parts = re.split(r" AND | & |/", name)
        if len(parts) > 1 and all(key(part) in self.ids for part in parts):
            return [self.ids[key(part)] for part in parts]
        return []

    def bounds(self, ordinal):
        starts = [s["start"] for s in self.scenes] + [len(self.text)]
        return (0 if ordinal == 0 else starts[ordinal - 1], starts[ordinal])

    def cue_names(self):
        lines = self.text.decode("utf-8").split("\n")
        names = set()
        for number, tag in self.tags:
            if tag == "C":
                name = re.sub(r"\(.*?\)|\^|^\s*@", "", lines[int(number) - 1])
                names.add(key(name))
        return names


def without_twins(ids):
    return list(dict.fromkeys(ids))


def compare(script, row, count):
    differences = []

    def right(what, is_right, said):
        count[what][0] += is_right
        count[what][1] += 1
        if not is_right:
            differences.append(f"{row['script']} scene {row['scene']} (line {row['line']}): {what}: {said}")

    ordinal = int(row["scene"])
    if ordinal > len(script.scenes):
        right("scenes at their line", False, f"only {len(script.scenes)} scenes")
        return differences
    start, end = script.bounds(ordinal)
    if ordinal:
        line = script.line_of(start)
        right("scenes at their line", line == int(row["line"]), f"begins at line {line}")
    turns = sorted((t for t in script.turns.values() if start <= t["start"] < end), key=lambda t: t["start"])
    right("speeches a scene", len(turns) == int(row["n_speeches"]), f"{len(turns)} instead of {row['n_speeches']}")
    want = []
    for name in listed(row["speakers"]):
        ids = script.who(name)
        if not ids:
            right("speakers a scene", False, f"nobody is called {name}")
            return differences
        joined = {id_: script.name[id_] for id_ in ids if id_ in want}
        for id_, as_name in joined.items():
            if not set(key(as_name).split()) & set(key(name).split()):
                right("speakers a scene", False, f"{name} is joined with {as_name}")
        want += ids
    got = []
    for turn in turns:
        got += [turn["speaker"]] + list(turn["also"])
    want, got = without_twins(want), without_twins(got)
    right("speakers a scene", sorted(want, key=str) == sorted(got, key=str),
          f"{[script.name.get(i) for i in got]} instead of {listed(row['speakers'])}")
    voices = {(id_, voice) for name, voice in (v.rsplit(":", 1) for v in listed(row["voices"])) for id_ in script.who(name)}
    got_voices = {(t["speaker"], t["voice"]) for t in turns if t["voice"] != "on"}
    right("voices a scene", voices == got_voices, f"{got_voices} instead of {row['voices']}")
    if ordinal:
        segment = script.scenes[ordinal - 1]["id"]
        seen = {p["character"] for p in script.data["presence"] if p["segment"] == segment and p["how"] in ("acts", "seen")}
        seen -= set(got) | script.group
        silent = {name: script.who(name) for name in listed(row["silent"])}
        found = {name for name, ids in silent.items() if set(ids) & seen}
        wanted = {id_ for ids in silent.values() for id_ in ids}
        count["silent people found"][0] += len(found)
        count["silent people found"][1] += len(silent)
        count["silent people told rightly"][0] += len(seen & wanted)
        count["silent people told rightly"][1] += len(seen)
        for name in silent.keys() - found:
            differences.append(f"{row['script']} scene {ordinal}: {name} is there in silence, and was not found")
        for id_ in seen - wanted:
            differences.append(f"{row['script']} scene {ordinal}: {script.name[id_]} is told to be there")
    return differences


def main():
    if len(sys.argv) not in (3, 5):
        sys.exit(__doc__)
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    scenes, totals = sys.argv[3:5] or [os.path.join(HERE, "tests", "accuracy", f"fountain_{n}.tsv") for n in ("scenes", "totals")]
    whats = ["scenes at their line", "speeches a scene", "speakers a scene", "voices a scene", "totals of a script",
             "silent people found", "silent people told rightly"]
    count = {what: [0, 0] for what in whats}
    scripts = {}
    for row in table(scenes):
        name = row["script"]
        if name not in scripts:
            scripts[name] = Script(program, os.path.join(folder, name + ".fountain"))
        for difference in compare(scripts[name], row, count):
            print(difference)
    for row in table(totals):
        script = scripts.get(row["script"]) or Script(program, os.path.join(folder, row["script"] + ".fountain"))
        got = {"n_scenes": len(script.scenes), "n_speeches": len(script.turns), "distinct_speakers": len(script.cue_names())}
        for what, n in got.items():
            count["totals of a script"][0] += n == int(row[what])
            count["totals of a script"][1] += 1
            if n != int(row[what]):
                print(f"{row['script']}: {what}: {n} instead of {row[what]}")
    for what, (right, of) in count.items():
        print(f"row\t{what}\t{right}\t{of}")


if __name__ == "__main__":
    main()
