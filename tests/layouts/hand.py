#!/usr/bin/env python3
"""Scripts typed by hand in layouts that sites have: lines with the right tag, speeches with the right name.

  hand.py PROGRAM

takes   hand/*.tags beside this file: "TAG|line" for each line of a script; "?" where readers of scripts would differ
gives   TAP: a test for each script, that LEAST_SCRIPT of its lines are right and that nothing told is taken for a cue, and
        one for all together
cost    one run of PROGRAM for each script and view
"""
import collections
import glob
import os
import re
import subprocess
import sys
import tempfile

LEAST_SCRIPT, LEAST_ALL, LEAST_NAMES = 85, 97, 98  # percent


def names_of(line):
    """The name that a line cues; two of them where two columns stand side by side."""
    line = re.sub(r"^\d+\. ", "", line.strip().strip("*"))
    before = re.match(r"((?:M[RS]+\. )?[A-Z][A-Z ]*)\. ", line)
    if before and before.group(1) not in ("MR", "MRS", "MS"):
        return [before.group(1)]
    line = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", line.split(":")[0])
    return [name.strip().upper() for name in re.split(r"\s{3,}", line) if name.strip()]


def run(program, *args):
    return subprocess.run([program, *args], capture_output=True, text=True, encoding="utf-8", check=True).stdout


def main():
    program = os.path.abspath(sys.argv[1])
    paths = sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hand", "*.tags")))
    totals = collections.Counter()
    n_tests = n_failed = 0

    def test(is_good, words):
        nonlocal n_tests, n_failed
        n_tests, n_failed = n_tests + 1, n_failed + (not is_good)
        print(f"{'ok' if is_good else 'not ok'} {n_tests} - {words}")

    for path in paths:
        with open(path, encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("|", 1) for line in file]
        stem = os.path.basename(path)[:-len(".tags")]
        with tempfile.TemporaryDirectory() as folder:
            story = os.path.join(folder, stem + ".txt")
            with open(story, "w", encoding="utf-8") as file:
                file.writelines(row[1] + "\n" for row in rows)
            tags = [row.split("\t")[1] for row in run(program, "lines", story).splitlines()]
            cues = re.findall(r"^ *speech (?:dual )?(.+?)$", run(program, "dump", "--stage", "doc", story), re.M)
        asked = [(k + 1, row[0], tag) for k, (row, tag) in enumerate(zip(rows, tags)) if row[0] not in "-?"]
        wrong = [f"{k} {gold}>{tag}" for k, gold, tag in asked if gold != tag]
        names = collections.Counter(name for row in rows if row[0] == "C" for name in names_of(row[1]))
        found = collections.Counter(name for cue in cues for name in names_of(cue))
        right = sum((names & found).values())
        totals.update(lines=len(asked), good=len(asked) - len(wrong), names=sum(names.values()), named=right)
        told = [w for w in wrong if w.endswith(("N>C", "S>C"))]
        share = 100 * (len(asked) - len(wrong)) / len(asked)
        test(len(tags) == len(rows) and share >= LEAST_SCRIPT and not told,
             f"{stem}: {share:.1f} % of {len(asked)} lines, {right} of {sum(names.values())} cues {' '.join(wrong)}")
    lines, names = 100 * totals["good"] / totals["lines"], 100 * totals["named"] / totals["names"]
    test(lines >= LEAST_ALL, f"{lines:.2f} % of {totals['lines']} lines")
    test(names >= LEAST_NAMES, f"{names:.2f} % of {totals['names']} cues have their name")
    print(f"row\tscripts by hand, lines\t{totals['good']}\t{totals['lines']}")
    print(f"row\tscripts by hand, cues\t{totals['named']}\t{totals['names']}")
    print(f"1..{n_tests}")
    sys.exit(n_failed > 0)


if __name__ == "__main__":
    main()
