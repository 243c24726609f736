#!/usr/bin/env python3
"""Look for remembered lines and print how many are found.

usage: find.py WHOSE FIND_LINES CORPORA [--part tune|judge] [--show]

FIND_LINES: the program made of find_lines.c.  The lines stand in tests/accuracy/remembered.tsv by work and offsets.  Each
is looked for as it stands, then with two of its words changed (one left out, one given two wrong letters or put
elsewhere when it is short), and where there is one by its paraphrase.  Found: one of the first three passages overlaps
it.  --part: paraphrases of that part alone, nothing else; --show: each paraphrase that is not found.
"""
import json
import os
import random
import re
import subprocess
import sys

FIRST = 3


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                work, start, end, part, paraphrase = line.rstrip("\n").split("\t")
                yield work, int(start), int(end), part, paraphrase


def changed(line, rng):
    """Two words of a line changed: one forgotten, one misspelt; words of four letters and more first."""
    words = line.split(" ")
    order = sorted(range(len(words)), key=lambda i: (len(words[i]) < 4, rng.random()))
    drop, spell = order[0], order[1]
    word = words[spell]
    at = rng.randrange(len(word))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    words[spell] = word[:at] + letter + word[at + 1:]
    del words[drop]
    return " ".join(words)


def look(find_lines, path, lines):
    """[(milliseconds, JSON)]"""
    done = subprocess.run([find_lines, path], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    found = re.split(r"^LINE ([0-9.]+)\n", done.stdout, flags=re.M)[1:]
    return [(float(ms), json.loads(text) if text.strip() else None) for ms, text in zip(found[::2], found[1::2])]


def hit(answer, start, end):
    """The rank of the first passage that overlaps the line, from 1; 0: none."""
    for rank, passage in enumerate(answer["passages"] if answer else [], 1):
        for piece in passage["pieces"]:
            if piece["quote"]["start"] < end and start < piece["quote"]["end"]:
                return rank
    return 0


def main(arguments):
    part, show, rest = None, False, []
    while arguments:
        word = arguments.pop(0)
        if word == "--part":
            part = arguments.pop(0)
        elif word == "--show":
            show = True
        else:
            rest.append(word)
    if len(rest) != 3:
        sys.exit(__doc__)
    whose, find_lines, corpora = rest
    here = os.path.dirname(os.path.abspath(__file__))
    works = {}
    for row in rows(os.path.join(here, "..", "tests", "accuracy", "remembered.tsv")):
        works.setdefault(row[0], []).append(row)
    counts, slowest, close = {}, (0, ""), []
    for work, lines in sorted(works.items()):
        path = os.path.join(corpora, work)
        asked = []
        if part is None:
            text = subprocess.run([whose, "text", path], capture_output=True, check=True).stdout
        for _, start, end, its_part, paraphrase in lines:
            if part is None:
                line = " ".join(text[start:end].decode("utf-8", "replace").split())
                rng = random.Random(f"{work} {start}")
                asked += [("verbatim", line, start, end), ("two words changed", changed(line, rng), start, end)]
            if paraphrase and part in (None, its_part):
                asked.append(("paraphrase, " + its_part, paraphrase, start, end))
        if not asked:
            continue
        for (kind, line, start, end), (ms, answer) in zip(asked, look(find_lines, path, [a[1] for a in asked])):
            rank = hit(answer, start, end)
            n = counts.setdefault(kind, [0, 0, 0])
            n[0] += 0 < rank <= FIRST
            n[1] += rank == 1
            n[2] += 1
            slowest = max(slowest, (ms, work))
            if not 0 < rank <= FIRST and (show or not kind.startswith("para")):
                first = answer["passages"][0] if answer and answer["passages"] else None
                got = f'{first["close"]:.2f} {" ".join(first["pieces"][0]["quote"]["text"].split())[:90]}' if first else "nothing"
                print(f"not found ({kind}, rank {rank}) {line}\n      {got}")
            elif show:
                print(f"found ({kind}, rank {rank}) {answer['passages'][0]['close']:.2f} {line}")
    for kind, (three, one, of) in sorted(counts.items()):
        print(f"{kind:28} in the first three {three:4} of {of:4}   first {one:4}")
        print(f"row\tremembered: {kind}\t{three}\t{of}")
    print(f"slowest: {slowest[0]:.1f} ms, {slowest[1]}")


if __name__ == "__main__":
    main(sys.argv[1:])
