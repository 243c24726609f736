#!/usr/bin/env python3
"""Who is meant by pronouns and nouns: LitBank's excerpts, and the mentions inside the quotations of whole novels.

usage: coref.py WHOSE CORPORA SCORE.py [--part train|dev] [--model FILE] [--works] [NAME...]

LitBank: MUC, B3 and CEAFe of every excerpt on mentions that the program finds, pooled, and the worst three; with
--works every excerpt.  PDNC (whole novels): of the pronouns and nouns inside quotations whose person the annotation
knows, how many the program gives to a person, and how many of these to the right one; one predicted person counts
for one gold character only.  Answers are also counted by how sure they were.
"""
import ast
import collections
import csv
import importlib.util
import json
import os
import subprocess
import sys

FIRST = set("i me my mine myself".split())
SECOND = set("you your yours yourself thou thee thy".split())
THIRD = set("he him his himself she her hers herself".split())
OTHER = set("we us our ours they them their theirs it its".split())
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def f1(counts):
    recall, precision = (counts[k] / counts[k + 1] if counts[k + 1] else 0 for k in (0, 2))
    return 100 * 2 * precision * recall / (precision + recall) if precision + recall else 0


def run(whose, model, *arguments):
    chosen = ["--model", model] if model else []
    return json.loads(subprocess.run([whose, *arguments[:-1], *chosen, arguments[-1]], stdout=subprocess.PIPE, check=False).stdout)


def litbank(whose, model, corpora, score, names, show):
    total = {kind: [0, 0, 0, 0] for kind in ("muc", "b3", "ceafe")}
    found = [0, 0, 0]
    rows = []
    for name in names:
        path = os.path.join(corpora, "litbank", "coref", name)
        got = score.coref(run(whose, model, "annotate", "--json", "--tokenized", path + ".txt"), path + ".ann", path + ".txt")
        for kind, sums in total.items():
            for i in range(4):
                sums[i] += got[kind]["counts"][i]
        for i, key in enumerate(("tp", "pred", "gold")):
            found[i] += got["mentions"][key]
        rows.append((100 * got["mean_f1"], name))
        if show:
            print(f"{name[:50]:50} {100 * got['mean_f1']:6.1f}   mentions {100 * got['mentions']['f1']:.1f}")
    rows.sort()
    mean = sum(f1(sums) for sums in total.values()) / 3
    print(f"LitBank, {len(rows)} excerpts: mentions {f1([found[0], found[2], found[0], found[1]]):.1f}, "
          + ", ".join(f"{kind} {f1(sums):.1f}" for kind, sums in total.items())
          + f", mean of the three {mean:.1f}; mean over excerpts {sum(row[0] for row in rows) / len(rows):.1f}")
    print("worst: " + ", ".join(f"{name} {value:.1f}" for value, name in rows[:3]))
    print(f"row\tLitBank coreference, mean of MUC, B3, CEAFe\t{round(100 * mean)}\t10000")


def kind_of(text):
    word = text.strip(" _").lower()
    for kind, words in (("I", FIRST), ("you", SECOND), ("he, she", THIRD)):
        if word in words:
            return kind
    return None if word in OTHER else "noun"


def gold_mentions(folder, names):
    """(start, end, kind, name of the character) of every mention in quotations that means one person and is no name."""
    with open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            lists = (ast.literal_eval(row[f"mention{what}List"] or "[]") for what in ("Texts", "Spans", "Entities"))
            for texts, spans, entities in zip(*lists):
                for text, (start, end), entity in zip(texts, spans, entities):
                    kind = kind_of(text)
                    capital = any(word[:1].isupper() for word in text.split())
                    if len(entity) == 1 and entity[0] in names and kind and not (kind == "noun" and capital):
                        yield start, end, kind, entity[0]


def novel(whose, model, folder, score):
    found = run(whose, model, "read", "--json", os.path.join(folder, "novel_text.txt"))
    characters, _ = score.gold_cast(folder)
    who = score.one_to_one(score.affinity(found, characters))
    at = {}
    for mention in found["mentions"]:
        if mention["kind"] != "name":
            at[mention["end"]] = mention   # the end of a mention is less disputed than its start
    counts = collections.defaultdict(lambda: [0, 0, 0])  # kind -> gold, answered, right
    sure = collections.defaultdict(lambda: [0, 0])
    for start, end, kind, name in gold_mentions(folder, characters):
        counts[kind][0] += 1
        answer = next((at[e] for e in (end, end - 1, end + 1) if e in at and at[e]["start"] < end and at[e]["end"] > start), None)
        if answer is None:
            continue
        right = who.get(answer["character"]) == name
        counts[kind][1] += 1
        counts[kind][2] += right
        bin_of = kind, next(b for b in BINS if answer["sure"] < b or b == BINS[-1])
        sure[bin_of][0] += 1
        sure[bin_of][1] += right
    return counts, sure


def novels(whose, model, corpora, score, names):
    total = collections.defaultdict(lambda: [0, 0, 0])
    all_sure = collections.defaultdict(lambda: [0, 0])
    rows = []
    for name in names:
        counts, sure = novel(whose, model, os.path.join(corpora, "pdnc", name), score)
        for kind, sums in counts.items():
            for i in range(3):
                total[kind][i] += sums[i]
        for b, sums in sure.items():
            for i in range(2):
                all_sure[b][i] += sums[i]
        third = counts["he, she"]
        line = "  ".join(f"{kind} {100 * n[2] / max(1, n[1]):5.1f} of {n[1]:5} ({n[0]})" for kind, n in sorted(counts.items()))
        print(f"{name[:28]:28} {line}")
        if third[1]:
            rows.append((100 * third[2] / third[1], name))
    for kind, (gold, answered, right) in sorted(total.items()):
        print(f"novels, {kind}: {gold} in the annotation, {100 * answered / max(1, gold):.1f} % answered, "
              f"{100 * right / max(1, answered):.1f} % of the answers right")
        print(f"row\tcoreference in novels: {kind}\t{right}\t{answered}")
    for kind in sorted(total):
        print(f"by sureness, {kind}: " + ", ".join(f"below {b}: {100 * n[1] / max(1, n[0]):.0f} % of {n[0]}"
                                                   for (k, b), n in sorted(all_sure.items()) if k == kind))
    print("worst in he, she: " + ", ".join(f"{name} {value:.1f}" for value, name in sorted(rows)[:3]))


def main(arguments):
    part, model, show, rest = "dev", None, False, []
    while arguments:
        word = arguments.pop(0)
        if word == "--part":
            part = arguments.pop(0)
        elif word == "--model":
            model = arguments.pop(0)
        elif word == "--works":
            show = True
        else:
            rest.append(word)
    if len(rest) < 3:
        sys.exit(__doc__)
    whose, corpora, score_path, *only = rest
    spec = importlib.util.spec_from_file_location("score", score_path)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    works = collections.defaultdict(list)
    for path, _, which in rows:
        folder, _, name = path.partition("/")
        if which == part and (not only or name in only):
            works[folder].append(name)
    if works["litbank"]:
        litbank(whose, model, corpora, score, works["litbank"], show)
    if works["pdnc"]:
        novels(whose, model, corpora, score, works["pdnc"])


if __name__ == "__main__":
    main(sys.argv[1:])
