#!/usr/bin/env python3
"""Who speaks each speech of a novel of PDNC, in the names that the program has for its people.

usage: speaker_gold.py WHOSE SCORE.py NOVELDIR > GOLD.tsv

One row a speech whose speaker the annotation knows and the program has a person for: number of the speech, name.
"""
import ast
import csv
import importlib.util
import json
import os
import subprocess
import sys


def main(whose, score_path, folder):
    spec = importlib.util.spec_from_file_location("score", score_path)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    out = subprocess.run([whose, "read", "--json", os.path.join(folder, "novel_text.txt")], stdout=subprocess.PIPE, check=False)
    found = json.loads(out.stdout)
    chars, _ = score.gold_cast(folder)
    owner = {}
    for (person, main_name), n in score.affinity(found, chars).items():
        if n > owner.get(main_name, (0, None))[0]:
            owner[main_name] = (n, person)
    names = {c["id"]: c["name"] for c in found["characters"]}
    spans = []
    with open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            speaker = row["speaker"]
            if speaker not in chars:
                speaker = next((m for m, aliases in chars.items() if speaker.strip() in aliases), speaker)
            spans += [(a, b, speaker) for a, b in ast.literal_eval(row["quoteByteSpans"])]
    spans.sort()
    votes, at = {}, 0
    for speech in found["speeches"]:
        while at < len(spans) and spans[at][1] <= speech["start"]:
            at += 1
        k = at
        while k < len(spans) and spans[k][0] < speech["end"]:
            size = min(spans[k][1], speech["end"]) - max(spans[k][0], speech["start"])
            tally = votes.setdefault(speech["turn"], {})
            tally[spans[k][2]] = tally.get(spans[k][2], 0) + size
            k += 1
    for turn, tally in sorted(votes.items()):
        speaker = max(sorted(tally), key=tally.get)
        if speaker in owner and not speaker.startswith("_"):
            print(f"{turn}\t{names[owner[speaker][1]]}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
