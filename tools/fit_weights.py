#!/usr/bin/env python3
"""Fit the weights of the verdict on works whose owner is known, and say what they get on authors left out.

usage: fit_weights.py [--write] [--ablate] [--rows] GOLD.tsv SPLIT.tsv DIR WEIGHTS.tsv

GOLD.tsv     columns `file`, `protagonist` (owners parted by |, the names of one owner by /) and `stance`
SPLIT.tsv    work, author, part: works whose part is `dev` are judged, never fitted on
DIR          <name>.json and <name>.tsv for each file, as `whose read` prints them; <name> is the file without suffix,
             slashes as underscores
WEIGHTS.tsv  the parts of measures in their readings are read from it; with --write the rest is replaced
--ablate     what is lost without each reading, and with each reading alone
--rows       lines "row<TAB>what<TAB>right<TAB>of" for bench/accuracy.sh

The model is a conditional logit.  A candidate has for each reading a score, the mean of their shares of its measures;
utility = weighted mean of these scores, probability = softmax(utility / temperature).  Several right owners count together.
Weights are softmax(eta), so never negative; eta is pulled to 0, that is to equal weights, by PULL * eta^2.  One temperature for all,
calibrated in the end.
One work in twenty is taken to be misread (people joined or split wrongly): no share passes 0.95, and no such work turns the fit.
Apart from that, how far a narrator's part in what is told makes the story the narrator's: a logistic function of the row
"the teller's part", fitted in turns with the weights.  Every work is judged by numbers fitted without any work of its author.
Standard library only; no randomness, so that the same input gives the same table.
"""
import collections
import csv
import json
import math
import os
import sys
import unicodedata

READINGS = ["told_by", "seen_through", "driven_by", "changed_in", "occupied_by", "felt_by"]
PULL, MISREAD, SHARPER_PULL = 1.0, 0.05, 0.1
TEMPERATURE, TEMPERATURE_PULL = 0.08, 2.0
MIDDLE, MIDDLE_SPREAD, SLOPE, SLOPE_SPREAD = 0.66, 0.02, 30.0, 10.0
FEW_WORDS, TWO_PAGES = 12000, 500
TITLES = set("mr mrs ms miss dr sir lady lord captain the king queen prince princess duke aunt uncle".split())
MEASURES = {
    "scenes": "SCENES", "words spoken": "WORDS", "opening": "OPENING", "last image": "LAST_IMAGE",
    "named while absent": "NAMED", "meetings": "CENTRALITY", "what falls apart": "REMOVAL", "narration": "NARRATION",
    "alone": "ALONE", "point of view": "VIEW", "action": "ACTION", "initiative": "INITIATIVE", "mentions": "MENTIONS",
    "span": "SPAN", "title": "BILLED", "the teller's part": "STANCE", "inner life": "PERCEPTION",
    "free thought": "FREE_THOUGHT", "decisions": "DECISION", "new company": "COMPANY", "change": "CHANGE",
    "feeling": "FEELING",
}


def name_key(text):
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " if c in "- " else "" for c in text.lower()).split())


def is_owner(character, cell):
    """The character's name, or at least half of the times it is named, is one of the forms."""
    wanted = {name_key(form) for owner in cell.split("|") for form in owner.split("/")}
    if character["narrator"] and "narrator" in wanted:
        return True

    def fits(text):
        key = name_key(text)
        first, _, rest = key.partition(" ")
        return key in wanted or (first in TITLES - {"mr", "mrs", "miss"} and rest in wanted)

    times = [(max(1, a["count"]), fits(a["text"])) for a in character["aliases"]]
    return fits(character["name"]) or 2 * sum(n for n, hit in times if hit) >= sum(n for n, _ in times) > 0


def read_parts(path):
    parts = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("measure\t"):
                _, name, reading, part, *_ = line.rstrip("\n").split("\t")
                parts[name] = (reading, float(part))
    return parts


class Work:
    """One work: candidates, which are right, and the table of measures."""

    def __init__(self, row, author, part, folder):
        self.name = row["file"].replace("/", "_").rsplit(".", 1)[0]
        self.author, self.is_dev, self.stance = author, part == "dev", row["stance"]
        self.kind = "play" if row["file"].startswith("plays/") else "novel"
        self.is_single = "|" not in row["protagonist"]
        with open(os.path.join(folder, self.name + ".json"), encoding="utf-8") as file:
            found = json.load(file)
        people = {c["id"]: c for c in found["characters"]}
        self.ids = sorted(r["character"] for r in found["verdict"]["ranking"])
        self.names = [people[i]["name"] for i in self.ids]
        self.right = [is_owner(people[i], row["protagonist"]) for i in self.ids]
        self.narrator = self.ids.index(found["narration"]["narrator"]) if found["narration"]["narrator"] in self.ids else None
        self.heat = 1 + FEW_WORDS / (TWO_PAGES + found["counts"]["tokens"])
        self.rule = self.by_rule(found, people, row["protagonist"])
        self.measure, self.ratio = {}, None
        with open(os.path.join(folder, self.name + ".tsv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        for name in {r["measure"] for r in rows}:
            cells = {int(r["character"]): r for r in rows if r["measure"] == name}
            value = [float(cells[i]["value"] or 0) for i in self.ids]
            pull = [float(cells[i]["pull"]) for i in self.ids]
            if MEASURES[name] == "STANCE":
                self.ratio = value[self.narrator] if self.narrator is not None and any(r["value"] for r in cells.values()) else None
            elif sum(value) > 0 and float(cells[self.ids[0]]["trust"]) > 0:
                self.measure[MEASURES[name]] = (value, pull, float(cells[self.ids[0]]["trust"]))

    @staticmethod
    def by_rule(found, people, wanted):
        """The two rules of the baseline: the narrator, or whoever is named (in plays, speaks) most."""
        narrator = found["narration"]["narrator"]
        if found["narration"]["person"] == 1 and narrator is not None:
            return is_owner(people[narrator], wanted)
        top = found["verdict"]["apparent"]
        return top is not None and is_owner(people[top], wanted)

    def readings(self, parts, stance):
        """[reading] -> (score of each candidate, weight of the reading in this work)."""
        pulled = 1 / (1 + math.exp(-stance[1] * (self.ratio - stance[0]))) if self.ratio is not None else None
        out = []
        for reading in READINGS:
            mine = [m for m in self.measure if parts[m][0] == reading]
            whole = sum(parts[m][1] for m in mine)
            score, trusted = [0.0] * len(self.ids), 0.0
            for m in mine:
                value, pull, trust = self.measure[m]
                if pulled is not None:
                    pull = [pulled if c == self.narrator else p for c, p in enumerate(pull)]
                counted = [v * p for v, p in zip(value, pull)]
                if sum(counted) <= 0 or whole <= 0:
                    continue
                weight = parts[m][1] * trust / whole * sum(counted) / sum(value)
                trusted += weight
                for c, v in enumerate(counted):
                    score[c] += weight * v / sum(counted)
            out.append((score, trusted))
        return out


def shares(work, table, weights, temperature):
    whole = sum(w * trusted for w, (_, trusted) in zip(weights, table))
    utility = [sum(w * score[c] for w, (score, _) in zip(weights, table)) / whole if whole else 0 for c in range(len(work.ids))]
    top = max(utility)
    size = [math.exp((u - top) / temperature / work.heat) for u in utility]
    return [(1 - MISREAD) * s / sum(size) + MISREAD / len(size) for s in size]


def softmax(eta):
    top = max(eta)
    size = [math.exp(e - top) for e in eta]
    return [s / sum(size) for s in size]


def loss(data, point, keep):
    weights, temperature = softmax(point[:-1]), math.exp(point[-1])
    weights = [w if k else 0 for w, k in zip(weights, keep)]
    total = PULL * sum(e * e for e in point[:-1]) + TEMPERATURE_PULL * (point[-1] - math.log(TEMPERATURE)) ** 2
    for work, table in data:
        p = sum(s for s, right in zip(shares(work, table, weights, temperature), work.right) if right)
        total -= math.log(p) if any(work.right) else 0
    return total


def search(value_of, point, step, least):
    """Coordinate descent: a step along each axis both ways, halved when none helps."""
    best = value_of(point)
    while step > least:
        better = False
        for axis in range(len(point)):
            for side in (step, -step):
                trial = point[:]
                trial[axis] += side
                value = value_of(trial)
                if value < best - 1e-9:
                    point, best, better = trial, value, True
                    break
        if not better:
            step /= 2
    return point


def fit_stance(works, parts, point, stance, keep):
    """Where the narrator's part makes the story the narrator's: by the owners of works in the first person."""
    told = [w for w in works if w.ratio is not None]

    def value_of(trial):
        pull = ((trial[0] - MIDDLE) / MIDDLE_SPREAD) ** 2 / 2 + ((trial[1] - SLOPE) / SLOPE_SPREAD) ** 2 / 2
        return pull + loss([(w, w.readings(parts, trial)) for w in told], point, keep)

    middle = search(lambda x: value_of([x[0], stance[1]]), [stance[0]], 0.04, 0.002)[0]
    return [middle, search(lambda x: value_of([middle, x[0]]), [stance[1]], 8.0, 0.2)[0]]


def fit(works, parts, start=None, keep=(True,) * len(READINGS)):
    """Weights and temperature, and the numbers of the stance, in turns."""
    point, stance = start or ([0.0] * len(READINGS) + [math.log(TEMPERATURE)], [MIDDLE, SLOPE])
    for turn in range(2):
        data = [(w, w.readings(parts, stance)) for w in works]
        point = search(lambda p: loss(data, p, keep), point[:], 0.1 if start or turn else 0.8, 0.004)
        stance = fit_stance(works, parts, point, stance, keep)
    return calibrate(works, parts, point, stance, keep), stance


def calibrate(works, parts, point, stance, keep):
    """The temperature at which the first's share says how often the first is right (least squares, Brier 1950): where several
    own a work, the likelihood of any of them leaves the first's share too low."""
    weights = [w if k else 0 for w, k in zip(softmax(point[:-1]), keep)]
    data = [(w, w.readings(parts, stance)) for w in works if any(w.right)]

    def value_of(trial):
        total = SHARPER_PULL * (trial[0] - point[-1]) ** 2
        for work, table in data:
            share = shares(work, table, weights, math.exp(trial[0]))
            total += (max(share) - is_right(work, share)) ** 2
        return total

    return point[:-1] + search(value_of, [point[-1]], 0.4, 0.02)


def judge(work, parts, fitted, keep=(True,) * len(READINGS)):
    point, stance = fitted
    weights = [w if k else 0 for w, k in zip(softmax(point[:-1]), keep)]
    return shares(work, work.readings(parts, stance), weights, math.exp(point[-1]))


def is_right(work, share):
    return bool(share) and work.right[max(range(len(share)), key=lambda c: share[c])]


def classes(work):
    kind = {"own": "first person", "witness": "witness narrator"}.get(work.stance, "third person")
    return ["works", work.kind + "s"] + ([kind, "one owner" if work.is_single else "several owners"] if work.kind == "novel" else []) + \
        (["dev novels"] if work.is_dev else [])


def count(works, verdicts):
    of, right = collections.Counter(), collections.Counter()
    for work in works:
        for kind in classes(work):
            of[kind] += 1
            right[kind] += verdicts[work.name]
    return of, right


def bins(works, judged, n=5):
    """Works in the order of the first's share, in five bins of one size: how many, mean share, part of the firsts that own."""
    order = sorted((max(judged[w.name]), w.name, is_right(w, judged[w.name])) for w in works)
    cells = [order[len(order) * i // n:len(order) * (i + 1) // n] for i in range(n)]
    return [(len(c), sum(x[0] for x in c) / len(c), sum(x[2] for x in c) / len(c)) for c in cells if c]


def cross_validate(works, parts, keep=(True,) * len(READINGS)):
    """Each author judged by what the other authors teach: shares by work, and the fits by author."""
    ours = [w for w in works if not w.is_dev]
    whole = fit(ours, parts, keep=keep)
    fits = {a: fit([w for w in ours if w.author != a], parts, whole, keep) for a in sorted({w.author for w in ours})}
    return {w.name: judge(w, parts, fits.get(w.author, whole), keep) for w in works}, whole, fits


def write(path, parts, whole, fits, n_works):
    sets = [whole] + [fits[a] for a in sorted(fits)]
    weights = [softmax(point[:-1]) for point, _ in sets]

    def spread(values):
        mean = sum(values) / len(values)
        return math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))

    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# What the verdict weighs; see docs/evidence.md.  Fitted on {n_works} works of {len(fits)} authors with\n"
                   f"#   tools/fit_weights.py --write GOLD.tsv SPLIT.tsv DIR data/weights.tsv\n"
                   f"# measure      its part in its reading; set by hand\n"
                   f"# reading      weight of the reading, fitted; spread over the sets, each without one author, that follow\n"
                   f"# temperature  how sharply the sum decides\n"
                   f"# stance       the narrator's part in what is told at which the story is half the narrator's; how steeply\n"
                   f"# kind\tname\tof\tvalue\tspread\tall\t" + "\t".join("without " + a for a in sorted(fits)) + "\n")
        for name, (reading, part) in parts.items():
            file.write(f"measure\t{name}\t{reading}\t{part:g}\t-\n")
        for r, reading in enumerate(READINGS):
            row = [w[r] for w in weights]
            file.write(f"reading\t{reading}\t-\t{row[0]:.4f}\t{spread(row):.4f}\t" + "\t".join(f"{v:.4f}" for v in row) + "\n")
        heat = [math.exp(point[-1]) for point, _ in sets]
        file.write(f"temperature\tall\t-\t{heat[0]:.4f}\t{spread(heat):.4f}\t" + "\t".join(f"{v:.4f}" for v in heat) + "\n")
        for i, name in enumerate(("middle", "slope")):
            row = [stance[i] for _, stance in sets]
            file.write(f"stance\t{name}\t-\t{row[0]:.4f}\t{spread(row):.4f}\n")


def show(works, judged, title):
    verdicts = {w.name: is_right(w, judged[w.name]) for w in works}
    of, right = count(works, verdicts)
    print(f"\n{title}: " + ", ".join(f"{k} {right[k]} of {of[k]}" for k in sorted(of)))
    return of, right


def main(args):
    options = {a for a in args if a.startswith("--")}
    args = [a for a in args if not a.startswith("--")]
    if len(args) != 4 or options - {"--write", "--ablate", "--rows"}:
        sys.exit(__doc__)
    gold, split, folder, path = args
    parts = read_parts(path)
    with open(split, encoding="utf-8") as file:
        of_work = {row[0]: row[1:] for row in (line.rstrip("\n").split("\t") for line in file)}
    works = []
    with open(gold, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            key = row["file"].replace("/novel_text.txt", "").replace("original/", "")
            author, part = of_work[key if key in of_work else key.rsplit(".", 1)[0]]
            works.append(Work(row, author, part, folder))
    judged, whole, fits = cross_validate(works, parts)
    for work in works:
        share = judged[work.name]
        order = sorted(range(len(share)), key=lambda c: -share[c])
        if not is_right(work, share):
            print(f"WRONG {'dev ' if work.is_dev else ''}{work.name[:56]:56} {work.names[order[0]]:20} {share[order[0]]:.2f}   owners together "
                  f"{sum(s for s, r in zip(share, work.right) if r):.2f}{'' if any(work.right) else ', not among the candidates'}")
    rule = {w.name: w.rule for w in works}
    of, by_rule = count(works, rule)
    print("\ntwo rules: " + ", ".join(f"{k} {by_rule[k]} of {of[k]}" for k in sorted(of)))
    _, right = show(works, judged, "authors left out")
    off = 0.0
    for n, share, true in bins(works, judged):
        print(f"  share {share:.2f}, right {true:.2f}, of {n}")
        off = max(off, abs(share - true))
    print(f"  furthest off: {off:.3f}")
    surprise = -sum(math.log(max(MISREAD / 10, sum(s for s, r in zip(judged[w.name], w.right) if r))) for w in works) / len(works)
    print(f"  mean surprise {surprise:.3f} nats")
    for r, reading in enumerate(READINGS):
        row = [softmax(p[:-1])[r] for p, _ in fits.values()]
        print(f"  {reading:14} {softmax(whole[0][:-1])[r]:.3f}   {min(row):.3f} to {max(row):.3f}")
    print(f"  temperature    {math.exp(whole[0][-1]):.4f}   stance {whole[1][0]:.3f}, {whole[1][1]:.1f}")
    if "--ablate" in options:
        for r, reading in enumerate(READINGS):
            without = tuple(i != r for i in range(len(READINGS)))
            show(works, cross_validate(works, parts, without)[0], f"without {reading}")
            alone = tuple(i == r for i in range(len(READINGS)))
            show(works, cross_validate(works, parts, alone)[0], f"{reading} alone")
    if "--write" in options:
        write(path, parts, whole, fits, sum(not w.is_dev for w in works))
    if "--rows" in options:
        for kind in of:
            print(f"row\towner, authors left out: {kind}\t{right[kind]}\t{of[kind]}")
            print(f"row\towner by two rules: {kind}\t{by_rule[kind]}\t{of[kind]}")
        print(f"row\t100 less how far shares are off\t{100 - round(100 * off)}\t100")


if __name__ == "__main__":
    main(sys.argv[1:])
