#!/usr/bin/env python3
"""Draw the lines of tests/accuracy/remembered.tsv again: 120 from the quotations of development novels, 80 from plays.

usage: draw_remembered.py WHOSE CORPORA

Prints work, start and end, as `whose text` counts, then, for 40 of them by the same seed, the line itself with what
stands around it, to be paraphrased by hand.  The text itself never goes into the tree.
"""
import json
import os
import random
import re
import subprocess
import sys

SEED, NOVEL_LINES, PLAY_LINES, BY_HAND = 7, 120, 80, 40
WORD = re.compile(rb"[A-Za-z\x80-\xff]+(?:'[a-z]+)?")
SENTENCE = re.compile(rb"[^.!?]+[.!?]+")


def works(corpora, folder, part):
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return sorted(row[0].split("/")[1] for row in rows if row[0].startswith(folder) and row[2] == part)


def read(whose, path):
    report = subprocess.run([whose, "read", "--json", path], capture_output=True).stdout
    text = subprocess.run([whose, "text", path], capture_output=True).stdout
    return json.loads(report)["speeches"], text


def main(whose, corpora):
    rng = random.Random(SEED)
    names = {"pdnc": works(corpora, "pdnc/", "dev"), "plays": works(corpora, "plays/", "cv")}
    known, drawn, seen = {}, [], set()
    for folder, wanted in (("pdnc", NOVEL_LINES), ("plays", PLAY_LINES)):
        n = 0
        while n < wanted:
            name = rng.choice(names[folder])
            work = f"pdnc/{name}/novel_text.txt" if folder == "pdnc" else f"plays/{name}.xml"
            if work not in known:
                known[work] = read(whose, os.path.join(corpora, work))
            speeches, text = known[work]
            speech = rng.choice(speeches)
            found = [m for m in SENTENCE.finditer(text[speech["start"]:speech["end"]])
                     if 6 <= len(WORD.findall(m.group())) <= 25]
            if not found:
                continue
            sentence = rng.choice(found)
            start, end = speech["start"] + sentence.start(), speech["start"] + sentence.end()
            while text[start:start + 1] in (b" ", b"\n", b'"', b"\t"):
                start += 1
            if (work, start) not in seen:
                seen.add((work, start))
                drawn.append((work, start, end))
                n += 1
    by_hand = rng.sample(range(len(drawn)), BY_HAND)
    for work, start, end in drawn:
        print(work, start, end, sep="\t")
    for number, i in enumerate(by_hand):
        work, start, end = drawn[i]
        text = known[work][1]
        print("#", ("tune", "judge")[number % 2], work, start, end)
        print("# " + " ".join(text[max(0, start - 160):end + 120].decode("utf-8", "replace").split()))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
