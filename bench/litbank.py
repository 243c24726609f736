#!/usr/bin/env python3
"""Annotate the excerpts of LitBank of one part of a split and print how many entities and events are found.

usage: litbank.py WHOSE CORPORA SCORE.py [--part train|dev|all] [--model FILE] [EXCERPT...]

WHOSE: the program.  CORPORA: the folder with split.tsv and litbank/.  Prints a row an excerpt, the pooled figures, and the
three excerpts whose entities come out worst.  The share of a row "... F1" is F1: twice what is right, of all that was said
and all that should be.
"""
import importlib.util
import json
import os
import subprocess
import sys

KINDS = ("all", "PROP+NOM", "PROP", "NOM", "PRON", "events")


def excerpts(corpora, part):
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [row[0].split("/")[1] for row in rows if row[0].startswith("litbank/") and part in (row[2], "all")]


def f1(count):
    right, said, gold = count
    return 200 * right / (said + gold) if said + gold else 0.0


def main(arguments):
    part, model, rest = "dev", [], []
    while arguments:
        word = arguments.pop(0)
        if word == "--part":
            part = arguments.pop(0)
        elif word == "--model":
            model = ["--model", arguments.pop(0)]
        else:
            rest.append(word)
    if len(rest) < 3:
        sys.exit(__doc__)
    whose, corpora, score_path, *only = rest
    spec = importlib.util.spec_from_file_location("score", score_path)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)

    total = {kind: [0, 0, 0] for kind in KINDS}
    rows = []
    print(f"{'':40}" + "".join(f"{kind:>10}" for kind in KINDS))
    for name in excerpts(corpora, part):
        if only and name not in only:
            continue
        folder = os.path.join(corpora, "litbank")
        text, ann = (os.path.join(folder, "coref", name + ending) for ending in (".txt", ".ann"))
        done = subprocess.run([whose, "annotate", "--json", "--tokenized", *model, text], stdout=subprocess.PIPE, check=True)
        found = json.loads(done.stdout)
        counts = score.spans(found, ann, text)
        counts["events"] = score.events(found, os.path.join(folder, "events", name + ".tsv"), text)
        for kind in KINDS:
            for i, key in enumerate(("tp", "pred", "gold")):
                total[kind][i] += counts[kind][key]
        rows.append((100 * counts["all"]["f1"], name))
        print(f"{name[:39]:40}" + "".join(f"{100 * counts[kind]['f1']:10.1f}" for kind in KINDS))
    print(f"{'pooled':40}" + "".join(f"{f1(total[kind]):10.1f}" for kind in KINDS))
    print("worst: " + ", ".join(f"{name} {share:.1f}" for share, name in sorted(rows)[:3]))
    for kind in KINDS:
        right, said, gold = total[kind]
        what = "events F1" if kind == "events" else f"entities F1, {kind}"
        print(f"row\tLitBank {what}\t{2 * right}\t{said + gold}")


if __name__ == "__main__":
    main(sys.argv[1:])
