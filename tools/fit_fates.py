#!/usr/bin/env python3
"""Fit data/fate_weights.tsv on labelled claims, and say what to expect of it on authors that it has not seen.

usage: fit_fates.py WHOSE CORPORA ANSWERS WEIGHTS.tsv [--write] [--dumps DIR]

WHOSE: the program.  ANSWERS: the folder that bench/claims.py --keep wrote: it knows whom each claim is about.
Logistic regressions, shrunk towards the weights that stand in WEIGHTS.tsv as priors (its column "prior"), no weight of
another sign than its prior.  The novels of the train part are fitted, with each author left out in turn; the plays are
one author's, and are judged by what the novels alone teach.  dev is never read.  --write writes the weights;
--dumps keeps what `whose dump --stage story` prints, or takes it from there.
"""
import collections
import json
import math
import os
import re
import subprocess
import sys

SHRINK = {"dies": 0.4, "marries": 4} # dozens of marriages teach little of ten weights
STEPS = 12
NAMES = {"dies": "told told_pro said said_pro self buried unreal near alive hush teller".split(),
         "tie": "real coming unreal near late named kin desire end rival kill wound threat there".split()}


def dump(whose, path, keep, name):
    if keep:
        file = os.path.join(keep, name + ".txt")
        if os.path.exists(file):
            return open(file, encoding="utf-8").read()
    text = subprocess.run([whose, "dump", "--stage", "story", path], capture_output=True, check=True).stdout.decode()
    text = "\n".join(line for line in text.split("\n") if line.startswith(("fate ", "tie ", "fact ")))
    if keep:
        open(file, "w", encoding="utf-8").write(text)
    return text


def features(text):
    fates, ties = {}, {}
    for line in text.split("\n"):
        found = re.search(r"\[([-\d. ]+)\]$", line)
        if line.startswith("fate "):
            fates[int(line.split()[1])] = [float(x) for x in found[1].split()]
        elif line.startswith("tie "):
            a, b = line.split()[1:3]
            ties[int(a), int(b)] = [float(x) for x in found[1].split()]
    return fates, ties


def sigmoid(x):
    return 1 / (1 + math.exp(-max(-30, min(30, x))))


def score(weights, x):
    return weights[0] + sum(w * v for w, v in zip(weights[1:], x))


def solved(matrix, right):
    """Gauss and Jordan; the matrix is small and positive definite."""
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i, row in enumerate(rows):
        scale = row[i]
        rows[i] = row = [value / scale for value in row]
        for k, other in enumerate(rows):
            if k != i and other[i]:
                rows[k] = [a - other[i] * b for a, b in zip(other, row)]
    return [row[-1] for row in rows]


def fit(examples, prior, shrink_to):
    """Newton's method on the penalised likelihood; a weight that would change its sign is held at 0."""
    held = {i for i, p in enumerate(prior) if i and p == 0}
    while True:
        free = [i for i in range(len(prior)) if i not in held]
        weights = [0.0 if i in held else p for i, p in enumerate(prior)]
        for _ in range(STEPS):
            shrink = [shrink_to * (0.2 if i == 0 else 1) for i in free]
            slope = [s * (weights[i] - prior[i]) for s, i in zip(shrink, free)]
            curve = [[s if r == c else 0.0 for c in range(len(free))] for r, s in enumerate(shrink)]
            for x, y, _ in examples:
                row = [1.0 if i == 0 else x[i - 1] for i in free]
                p = sigmoid(score(weights, x))
                for r, v in enumerate(row):
                    slope[r] += (p - y) * v
                    for c, u in enumerate(row):
                        curve[r][c] += p * (1 - p) * v * u
            for i, step in zip(free, solved(curve, slope)):
                weights[i] -= step
        wrong = {i for i in free if i and weights[i] * prior[i] < 0}
        if not wrong:
            return weights
        held |= wrong


def judge(weights, examples, floor):
    right = opposite = 0
    for x, y, _ in examples:
        p = sigmoid(score(weights, x)) if x is not None else floor
        said = 1 if p >= 2 / 3 else 0 if p <= 1 / 3 else None
        right += said == y
        opposite += said is not None and said != y
    return right, opposite, len(examples)


def main(arguments):
    write, keep, rest = False, None, []
    while arguments:
        word = arguments.pop(0)
        if word == "--write":
            write = True
        elif word == "--dumps":
            keep = arguments.pop(0)
        else:
            rest.append(word)
    if len(rest) != 4:
        sys.exit(__doc__)
    whose, corpora, answers, table = rest
    parts = {}
    for line in open(os.path.join(corpora, "split.tsv"), encoding="utf-8"):
        work, author, part = line.rstrip("\n").split("\t")
        parts[work] = author, part
    examples = collections.defaultdict(list)
    cache = {}
    for line in list(open(os.path.join(corpora, "gold", "claims.tsv"), encoding="utf-8"))[1:]:
        file, claim, gold = line.rstrip("\n").split("\t")
        work = file.replace("/original/", "/").replace("/novel_text.txt", "")
        work = work.rsplit(".", 1)[0] if work.endswith((".txt", ".xml")) else work
        author, part = parts[work]
        if part == "dev":
            continue
        name = file.replace("/", "_").rsplit(".", 1)[0]
        said = next(a for a in json.load(open(os.path.join(answers, name + ".claims.json"), encoding="utf-8"))
                    if a["claim"] == claim)
        if said["answer"] is None:
            continue
        if name not in cache:
            cache[name] = features(dump(whose, os.path.join(corpora, file), keep, name))
        fates, ties = cache[name]
        holds = gold == "supported"
        kind = said["kind"]
        where = (author, "plays" if part == "cv" else "train", f"{name}: {claim}")
        if kind in ("dies", "lives"):
            examples["dies"].append((fates[said["subject"]], int(holds == (kind == "dies")), where))
        elif kind in ("marries", "kills"):
            tie = ties.get((said["subject"], said["object"]))
            examples[kind].append((tie, int(holds), where))
    rows = [line.rstrip("\n").split("\t") for line in open(table, encoding="utf-8")
            if line.strip() and not line.startswith("#")]
    out = []
    for model in ("dies", "marries", "kills"):
        names = NAMES["dies" if model == "dies" else "tie"]
        prior = {row[1]: float(row[3]) for row in rows if row[0] == model}
        mean = [prior["bias"]] + [prior.get(name, 0.0) for name in names]
        known = [e for e in examples[model] if e[0] is not None]
        novels = [e for e in known if e[2][1] == "train"]
        floor = 0.1
        print(f"{model}: priors as they are", judge(mean, examples[model], floor), "right, opposite, asked")
        if model == "kills":
            weights = mean # a handful of examples teaches nothing
        else:
            left = [0, 0, 0]
            for author in sorted({e[2][0] for e in novels}):
                weights = fit([e for e in novels if e[2][0] != author], mean, SHRINK[model])
                test = [e for e in examples[model] if e[2][0] == author]
                left = [a + b for a, b in zip(left, judge(weights, test, floor))]
                for x, y, where in test:
                    p = sigmoid(score(weights, x)) if x is not None else floor
                    if (p >= 0.5) != y or 1 / 3 < p < 2 / 3:
                        print(f"  {p:.2f} {y} {where[2]} {x}")
            weights = fit(novels, mean, SHRINK[model])
            print(f"{model}: each author of the train novels left out: right {left[0]}, opposite {left[1]}, of {left[2]}")
            print(f"{model}: plays, by the novels alone:", judge(weights, [e for e in examples[model] if e[2][1] == "plays"], floor))
            weights = fit(known, mean, SHRINK[model])
            print(f"{model}: all, fitted on themselves:", judge(weights, examples[model], floor))
            print("   " + " ".join(f"{n}={w:.2f}" for n, w in zip(["bias"] + names, weights)))
        for name, weight in zip(["bias"] + names, weights):
            if name in prior:
                out.append(f"{model}\t{name}\t{weight:.3f}\t{prior[name]:g}")
    if write:
        with open(table, encoding="utf-8") as file:
            head = [line for line in file if line.startswith("#")]
        with open(table, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(head)
            file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
