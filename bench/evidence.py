#!/usr/bin/env python3
"""Count the labelled claims whose first three quotations show them, by the passages that were found right by hand.

usage: evidence.py WHOSE CORPORA [--part tune|judge] [--show]
       evidence.py --draw CORPORA

tests/accuracy/evidence.tsv has for each of 60 claims, drawn by --draw, every passage of the work that would show it, as
offsets into what `whose text` prints: the death, the wedding, who tells; for a claim that is false, or of one who
lives, the person alive near the end, or what excludes it.  Shown: the answer is not the opposite of the truth, and one
of the first three quotations of the true side overlaps such a passage.  Prints lines "row<TAB>what<TAB>right<TAB>of".
"""
import json
import os
import random
import subprocess
import sys

SEED, FIRST = 7, 3
WANTED = {("dies", "supported"): 18, ("dies", "contradicted"): 14, ("marries", "supported"): 9,
          ("marries", "contradicted"): 7, ("tells", "supported"): 4, ("tells", "contradicted"): 2,
          ("kills", "supported"): 4, ("lives", "supported"): 2}
VERBS = (("kill", "kills"), ("marr", "marries"), ("tells", "tells"), ("lives", "lives"), ("dies", "dies"))


def draw(corpora):
    """Claims by kind and answer, each time from the work that has given the fewest; those of dev works are to judge by."""
    rng = random.Random(SEED)
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        dev = {cells[0] for cells in (line.rstrip("\n").split("\t") for line in file) if cells[2] == "dev"}
    with open(os.path.join(corpora, "gold", "claims.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    rng.shuffle(rows)
    given = {}
    for (kind, answer), n in WANTED.items():
        left = [row for row in rows if next((k for v, k in VERBS if v in row[1]), "") == kind and row[2] == answer]
        n_tune = 0
        for _ in range(n):
            row = min(left, key=lambda r: given.get(r[0], 0))
            left.remove(row)
            work, claim, answer = row
            given[work] = given.get(work, 0) + 1
            name = work[:-len("/novel_text.txt")] if work.endswith("/novel_text.txt") else \
                work.replace("/original/", "/").rsplit(".", 1)[0]
            is_tune = name not in dev and n_tune < n // 2
            n_tune += is_tune
            print(work, claim, answer, "tune" if is_tune else "judge", sep="\t")


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                work, claim, gold, part, spans = line.rstrip("\n").split("\t")
                yield work, claim, gold, part, [tuple(map(int, s.split("-"))) for s in spans.split(",") if s]


def main(arguments):
    part, show, rest = None, False, []
    while arguments:
        word = arguments.pop(0)
        if word == "--part":
            part = arguments.pop(0)
        elif word == "--show":
            show = True
        elif word == "--draw":
            return draw(arguments.pop(0))
        else:
            rest.append(word)
    if len(rest) != 2:
        sys.exit(__doc__)
    whose, corpora = rest
    here = os.path.dirname(os.path.abspath(__file__))
    count = {}
    for work, claim, gold, its_part, spans in rows(os.path.join(here, "..", "tests", "accuracy", "evidence.tsv")):
        if part not in (None, its_part):
            continue
        run = subprocess.run([whose, "claim", "--json", claim, os.path.join(corpora, work)], capture_output=True)
        answer = json.loads(run.stdout)["answer"] if run.returncode in (0, 1) else None
        side = "for" if gold == "supported" else "against"
        quotes = answer[side][:FIRST] if answer else []
        opposite = answer is not None and {answer["verdict"], gold} == {"supported", "contradicted"}
        shown = not opposite and any(q["start"] < end and start < q["end"] for q in quotes for start, end in spans)
        for what in (its_part, "all"):
            right, of = count.get(what, (0, 0))
            count[what] = (right + shown, of + 1)
        if show:
            verdict = answer["verdict"] if answer else run.stderr.decode("utf-8", "replace").strip()
            print(f"{'shown' if shown else 'NOT'}\t{its_part}\t{work}\t{claim}\t{gold}\t{verdict}")
            for q in quotes:
                print(f"      {q['start']}-{q['end']} ({q['why']}) {' '.join(q['text'].split())[:300]}")
    for what, (right, of) in sorted(count.items()):
        print(f"row\tquotations that show the claim, {what}\t{right}\t{of}")


if __name__ == "__main__":
    main(sys.argv[1:])
