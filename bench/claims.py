#!/usr/bin/env python3
"""Put every labelled claim to the program and count the answers that are right and those that are the opposite; and
find the frames of the labelled works.

usage: claims.py WHOSE FIND_LINES CORPORA [--wrong] [--keep DIR] [--only claims|frames]

WHOSE: the program.  FIND_LINES: the program made of find_lines.c, which reads a work once for all its claims.  CORPORA: the folder with split.tsv and gold/claims.tsv.  Train and dev works and plays are counted
apart.  Judged as CORPORA/../score/score.py judges: any answer but "supported" and "contradicted" is not right, and not
the opposite either.  --wrong lists what is not right; --keep writes DIR/<work>.claims.json for score.py and for
tools/fit_fates.py.  Prints lines "row<TAB>what<TAB>right<TAB>of".
"""
import collections
import json
import os
import subprocess
import sys

KINDS = ("dies", "lives", "kills", "marries", "tells", "story-of")


def part_of(corpora):
    parts = {}
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            parts[cells[0]] = (cells[2], cells[1])
    return parts


def work_of(file):
    if file.endswith("/novel_text.txt"):
        return file[:-len("/novel_text.txt")]
    return file.replace("/original/", "/").rsplit(".", 1)[0]


def ask(find_lines, texts, path):
    """The answers to claims about one work, which is read once."""
    model = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models", "whose.model")
    run = subprocess.run([find_lines, "--claim", path, model], input="".join(text + "\n" for text in texts),
                         capture_output=True, text=True)
    out = []
    for text, answer in zip(texts, run.stdout.split("LINE ")[1:] if run.returncode == 0 else [""] * len(texts)):
        body = answer.partition("\n")[2].strip()
        if not body.startswith("{"):
            out.append({"claim": text, "answer": None, "error": body or run.stderr.strip()})
            continue
        data = json.loads(body)
        out.append({"claim": text, "answer": data["answer"]["verdict"], "share": data["answer"]["share"],
                    "kind": data["claim"]["kind"], "subject": data["claim"]["subject"],
                    "object": data["claim"]["object"]})
    return out


def frames(whose, corpora, wrong):
    """Frames found among the works that have one, and false alarms among those that surely have none."""
    parts = part_of(corpora)
    count = collections.Counter()
    with open(os.path.join(corpora, "gold", "works.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    column = rows[0].index("frame")
    for row in rows[1:]:
        if row[column] not in ("y", "n"):
            continue
        run = subprocess.run([whose, "read", "--json", os.path.join(corpora, row[0])], capture_output=True)
        said = run.returncode in (0, 1) and json.loads(run.stdout)["narration"]["frame"]["present"]
        part = parts.get(work_of(row[0]), ("dev", ""))[0]
        for where in ({"cv": "plays"}.get(part, part), "all"):
            count[where, row[column], said] += 1
        if wrong and said != (row[column] == "y"):
            print(f"frame\t{part}\t{row[0]}\t{row[column]}\t{said}")
    for where in ("train", "dev", "plays", "all"):
        found, missed = count[where, "y", True], count[where, "y", False]
        alarms, quiet = count[where, "n", True], count[where, "n", False]
        print(f"row\tframes, {where}: found\t{found}\t{found + missed}")
        print(f"row\tframes, {where}: no false alarm\t{quiet}\t{alarms + quiet}")


def main(arguments):
    wrong, keep, only, rest = False, None, None, []
    while arguments:
        word = arguments.pop(0)
        if word == "--wrong":
            wrong = True
        elif word == "--keep":
            keep = arguments.pop(0)
        elif word == "--only":
            only = arguments.pop(0)
        else:
            rest.append(word)
    if len(rest) != 3:
        sys.exit(__doc__)
    whose, find_lines, corpora = rest
    if only != "claims":
        frames(whose, corpora, wrong)
    if only != "frames":
        claims(find_lines, corpora, wrong, keep)


def claims(find_lines, corpora, wrong, keep):
    parts = part_of(corpora)
    count = collections.Counter()
    said = collections.defaultdict(list)
    with open(os.path.join(corpora, "gold", "claims.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    for name, claim, _ in rows:
        said[name].append(claim)
    for name, texts in said.items():
        said[name] = ask(find_lines, texts, os.path.join(corpora, name))
    answered = {(name, answer["claim"]): answer for name, answers in said.items() for answer in answers}
    for name, claim, gold in rows:
        part = parts.get(work_of(name), ("dev", ""))[0]
        part = {"cv": "plays"}.get(part, part)
        got = answered[name, claim]
        kind = got.get("kind") or next((k for k in KINDS if k in claim), "story-of")
        right = got["answer"] == gold
        opposite = got["answer"] in ("supported", "contradicted") and not right
        for where in (part, "all"):
            for what in (kind, "all"):
                count[where, what, "asked"] += 1
                count[where, what, "right"] += right
                count[where, what, "opposite"] += opposite
        if wrong and not right:
            print(f"{part}\t{name}\t{claim}\t{gold}\t{got['answer']}\t{got.get('share')}\t{got.get('error', '')}")
    if keep:
        for name, answers in said.items():
            with open(os.path.join(keep, name.replace("/", "_").rsplit(".", 1)[0] + ".claims.json"), "w",
                      encoding="utf-8") as file:
                json.dump(answers, file, indent=1)
    print(f"{'':10}" + "".join(f"{kind:>20}" for kind in KINDS + ("all",)))
    for where in ("train", "dev", "plays", "all"):
        line = f"{where:10}"
        for kind in KINDS + ("all",):
            asked = count[where, kind, "asked"]
            line += f"{count[where, kind, 'right']:8}/{count[where, kind, 'opposite']:3}/{asked:4}   "
        print(line + "  right/opposite/asked")
    for where in ("train", "dev", "plays", "all"):
        asked = count[where, "all", "asked"]
        print(f"row\tclaims, {where}: right\t{count[where, 'all', 'right']}\t{asked}")
        print(f"row\tclaims, {where}: not the opposite\t{asked - count[where, 'all', 'opposite']}\t{asked}")
    for kind in KINDS:
        print(f"row\tclaims, {kind}: right\t{count['all', kind, 'right']}\t{count['all', kind, 'asked']}")


if __name__ == "__main__":
    main(sys.argv[1:])
