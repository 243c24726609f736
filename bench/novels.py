#!/usr/bin/env python3
"""Read the novels of one part of a split and print who speaks, how much of the speech is found, and the cast.

usage: novels.py WHOSE CORPORA SCORE.py [--part train|dev] [--broken] [--renamed] [NOVEL...]

WHOSE: the program.  CORPORA: the folder with split.tsv and pdnc/.  Prints a row a novel, the pooled row, and the
three novels whose speakers come out worst.  With --broken, the people that are not whole are listed too; with
--renamed, every name of the cast is first replaced by an invented one (renamed.py).
"""
import ast
import collections
import csv
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time

import renamed

BINS = (0.5, 0.7, 0.85, 0.95, 1.01) # of `sure`, their upper ends
KINDS = ("all", "Explicit", "Anaphoric", "Implicit")


def novels(corpora, part):
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [row[0].split("/")[1] for row in rows if row[0].startswith("pdnc/") and part in (row[2], "all")]


def load(path):
    spec = importlib.util.spec_from_file_location("score", path)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score


def read(whose, folder):
    """The program's JSON of a novel, and how many seconds it took."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        start = time.perf_counter()
        subprocess.run([whose, "read", "--json", os.path.join(folder, "novel_text.txt")], stdout=out, check=False)
        seconds = time.perf_counter() - start
        with open(out.name, encoding="utf-8") as file:
            return json.load(file), seconds


def percent(right, gold):
    return f"{100 * right / gold:6.1f}" if gold else "     -"


def addressees(score, found, folder):
    """To whom quotations are said: right, said by the program, said by the annotation."""
    people, _ = score.gold_cast(folder)
    name = score.one_to_one(score.affinity(found, people))
    main_of = {alias: main for main, aliases in people.items() for alias in aliases | {main}}
    main_of.update((main, main) for main in people)
    speeches = sorted((x["start"], x["end"], tuple(x["to"])) for x in found["speeches"])
    right = said = gold = at = 0
    with open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8") as file:
        rows = [(ast.literal_eval(row["quoteByteSpans"]), row) for row in csv.DictReader(file)]
    for spans, row in sorted(rows, key=lambda x: x[0]):
        want = {main_of.get(who, who) for who in ast.literal_eval(row["addressees"])} & people.keys()
        votes = collections.Counter()
        while at < len(speeches) and speeches[at][1] <= spans[0][0]:
            at += 1
        for start, end, to in speeches[at:at + 40]:
            for a, b in spans:
                votes[to] += max(0, min(b, end) - max(a, start))
        best = votes.most_common(1)[0][0] if sum(votes.values()) else ()
        mine = {name.get(who, who) for who in best}
        right += len(mine & want)
        said += len(mine)
        gold += len(want)
    return right, said, gold


def calibration(score, found, folder):
    """For each bin of `sure`: quotations, those whose speaker is right, sum of `sure`."""
    people, _ = score.gold_cast(folder)
    name = score.one_to_one(score.affinity(found, people))
    main_of = {alias: main for main, aliases in people.items() for alias in aliases}
    main_of.update((main, main) for main in people)
    bins = [[0, 0, 0.0] for _ in BINS]
    speeches = sorted((x["start"], x["end"], x["speaker"], x["sure"]) for x in found["speeches"])
    with open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8") as file:
        rows = sorted((ast.literal_eval(row["quoteByteSpans"]), row["speaker"]) for row in csv.DictReader(file))
    at = 0
    for spans, speaker in rows:
        while at < len(speeches) and speeches[at][1] <= spans[0][0]:
            at += 1
        if speaker.startswith("_") or at == len(speeches) or speeches[at][0] >= spans[0][1]:
            continue
        _, _, who, sure = speeches[at]
        one = bins[sum(sure >= top for top in BINS[:-1])]
        one[0] += 1
        one[1] += name.get(who) == main_of.get(speaker, speaker)
        one[2] += sure
    return bins


def measure(whose, score, folder):
    found, seconds = read(whose, folder)
    return (score.quotes(found, folder), score.cast(found, folder), found["narration"], seconds,
            addressees(score, found, folder), calibration(score, found, folder))


def print_rows(rows, broken, head):
    print(f"{'':30}" + "".join(f"{kind[:8]:>9}" for kind in KINDS) + "   recall  precis   cast        person  seconds   to: precis recall")
    total = {}
    for name, (quotes, cast, narration, seconds, to, _) in rows:
        line = f"{name[:29]:30}"
        for kind in KINDS:
            got = quotes.get(kind, {"right": 0, "gold": 0})
            line += "   " + percent(got["right"], got["gold"])
            for key in ("right", "gold"):
                total[kind, key] = total.get((kind, key), 0) + got[key]
        found = quotes["detection"]
        missed = quotes["all"]["missed"]
        for key, n in (("missed", missed), ("good", found["good"]), ("predicted", found["predicted"]),
                       ("whole", cast["whole"]), ("cast", cast["gold"]), ("to right", to[0]), ("to said", to[1]),
                       ("to gold", to[2])):
            total[key] = total.get(key, 0) + n
        line += "   " + percent(quotes["all"]["gold"] - missed, quotes["all"]["gold"])
        line += "  " + percent(found["good"], found["predicted"])
        line += f"   {cast['whole']:3}/{cast['gold']:3}   {narration['person']}  {narration['narrator']}  {seconds:7.2f}"
        line += f"       {percent(to[0], to[1])} {percent(to[0], to[2])}"
        print(line)
        if broken and cast["broken"]:
            print("      broken: " + ", ".join(cast["broken"]))
    line = f"{'pooled':30}"
    for kind in KINDS:
        line += "   " + percent(total[kind, "right"], total[kind, "gold"])
    line += "   " + percent(total["all", "gold"] - total["missed"], total["all", "gold"])
    line += "  " + percent(total["good"], total["predicted"])
    line += f"   {total['whole']:3}/{total['cast']:3} = {100 * total['whole'] / total['cast']:.1f} %"
    print(line)
    for kind in KINDS:
        print(f"row\t{head}, speaker: {kind}\t{total[kind, 'right']}\t{total[kind, 'gold']}")
    print(f"row\t{head}, quotations found\t{total['all', 'gold'] - total['missed']}\t{total['all', 'gold']}")
    print(f"row\t{head}, speeches that are quotations\t{total['good']}\t{total['predicted']}")
    print(f"row\t{head}, cast whole\t{total['whole']}\t{total['cast']}")
    print(f"row\t{head}, addressees that are right\t{total['to right']}\t{total['to said']}")
    print(f"row\t{head}, addressees found\t{total['to right']}\t{total['to gold']}")
    for i, top in enumerate(BINS):
        n, right, sure = (sum(row[5][i][k] for _, row in rows) for k in range(3))
        if n:
            print(f"sure below {min(top, 1):.2f}: {n:6} quotations, said {sure / n:.3f}, right {right / n:.3f}")
    worst = sorted(rows, key=lambda row: row[1][0]["all"]["accuracy"])[:3]
    print("worst: " + ", ".join(f"{name} {100 * row[0]['all']['accuracy']:.1f}" for name, row in worst))


def main(arguments):
    part, flags, rest = "dev", set(), []
    while arguments:
        word = arguments.pop(0)
        if word == "--part":
            part = arguments.pop(0)
        elif word in ("--broken", "--renamed"):
            flags.add(word)
        else:
            rest.append(word)
    if len(rest) < 3:
        sys.exit(__doc__)
    whose, corpora, score_path, *only = rest
    score = load(score_path)
    rows = []
    for name in novels(corpora, part):
        if only and name not in only:
            continue
        folder = os.path.join(corpora, "pdnc", name)
        if "--renamed" in flags:
            with tempfile.TemporaryDirectory() as other:
                renamed.rename(folder, other)
                rows.append((name, measure(whose, score, other)))
        else:
            rows.append((name, measure(whose, score, folder)))
    print_rows(rows, "--broken" in flags, "novels renamed" if "--renamed" in flags else "novels")


if __name__ == "__main__":
    main(sys.argv[1:])
