#!/usr/bin/env python3
"""Fit the weights of the verdict on works whose owner is known, and say what they would get on works left out.

usage: fit_weights.py [--write] GOLD.tsv DIR WEIGHTS.tsv

GOLD.tsv     columns `file` and `protagonist`: owners parted by |, the names of one owner by /
DIR          <name>.json for each file, as `whose read --json` prints it with the weights of WEIGHTS.tsv;
             <name> is the file without suffix, slashes as underscores.  Works without one are left out
WEIGHTS.tsv  read for the weights that the JSON was made with; with --write replaced by the new ones

The model is a conditional logit: utility of a candidate = weighted mean of their shares of each measure, probability
= softmax(utility / temperature).  For the weights all right owners of a work count together; for the temperature each
of them should have a share, or the fit would make works with several owners look sure.  Only five weights are free, one for each
group of measures; inside a group the proportions are fixed.  Weights are softmax(eta), so never negative; eta is pulled
to 0, that is to equal groups, by PULL * eta^2, and the temperature to its own prior.  What plays cannot show is not
fitted: see PRIORS.  Standard library only; no randomness, so that the same input gives the same table.
"""
import json
import math
import os
import sys
import unicodedata

GROUPS = [
    ("presence", {"SCENES": 0.4, "OPENING": 0.2, "LAST_IMAGE": 0.2, "NAMED": 0.2}),
    ("words", {"WORDS": 1.0}),
    ("network", {"CENTRALITY": 0.5, "REMOVAL": 0.5}),
    ("alone", {"ALONE": 1.0}),
    ("initiative", {"INITIATIVE": 1.0}),
]
# Set by hand: told afterwards by one who was there weighs as much as the scenes and the words together; whose eyes we
# look through as much as being alone with them; deeds as much as opening conversations.
PRIORS = {"NARRATION": ("SCENES", "WORDS"), "VIEW": ("ALONE",), "ACTION": ("INITIATIVE",)}
NAMES = {
    "scenes": "SCENES", "words spoken": "WORDS", "opening": "OPENING", "last image": "LAST_IMAGE",
    "named while absent": "NAMED", "meetings": "CENTRALITY", "what falls apart": "REMOVAL", "narration": "NARRATION",
    "alone": "ALONE", "point of view": "VIEW", "action": "ACTION", "initiative": "INITIATIVE",
}
# The temperature is held hard: works whose owner is beyond dispute are easier than those the program will be given.
PULL, TEMPERATURE, TEMPERATURE_PULL, ROUNDS = 4.0, 0.1, 20.0, 6


def name_key(text):
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " if c in "- " else "" for c in text.lower()).split())


def read_weights(path):
    weights = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#") and line.strip():
                name, value, _ = line.split("\t", 2)
                weights[name] = float(value)
    return weights


def read_work(path, owners, weights):
    """Shares of each measure by candidate, how far each measure is trusted, and which candidates are right."""
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    person = {c["id"]: c for c in work["characters"]}
    ids = sorted(r["character"] for r in work["verdict"]["ranking"])
    wanted = {name_key(form) for owner in owners.split("|") for form in owner.split("/")}
    right = [any(name_key(a) in wanted for a in [person[i]["name"]] + [a["text"] for a in person[i]["aliases"]])
             for i in ids]
    measures = {}
    for row in work["verdict"]["evidence"]:
        name = NAMES[row["measure"]]
        value = {v["character"]: v["value"] for v in row["values"]}
        total = sum(value.get(i) or 0 for i in ids)
        if total > 0 and row["weight"] > 0:
            measures[name] = ([(value.get(i) or 0) / total for i in ids], row["weight"] / weights[name])
    most = max((trust for _, trust in measures.values()), default=1)
    measures = {name: (share, trust / most) for name, (share, trust) in measures.items()}
    return {"path": path, "names": [person[i]["name"] for i in ids], "right": right, "measures": measures}


def weights_of(eta):
    top = max(eta)
    size = [math.exp(e - top) for e in eta]
    weights = {}
    for (_, parts), s in zip(GROUPS, size):
        for name, part in parts.items():
            weights[name] = s / sum(size) * part
    for name, of in PRIORS.items():
        weights[name] = sum(weights[o] for o in of)
    return weights


def shares(work, weights, temperature):
    used = {m: weights[m] * trust for m, (_, trust) in work["measures"].items()}
    total = sum(used.values())
    utility = [sum(used[m] * share[c] for m, (share, _) in work["measures"].items()) / total
               for c in range(len(work["names"]))]
    top = max(utility)
    size = [math.exp((u - top) / temperature) for u in utility]
    return [s / sum(size) for s in size]


def loss(works, eta, tau):
    """For the weights: any of the right owners will do."""
    weights = weights_of(eta)
    out = PULL * sum(e * e for e in eta)
    for work in works:
        share = shares(work, weights, math.exp(tau))
        out -= math.log(max(1e-12, sum(s for s, right in zip(share, work["right"]) if right)))
    return out


def spread_loss(works, eta, tau):
    """For the temperature: where several own the story, each should have a share."""
    weights = weights_of(eta)
    out = TEMPERATURE_PULL * (tau - math.log(TEMPERATURE)) ** 2
    for work in works:
        share = shares(work, weights, math.exp(tau))
        owners = [s for s, right in zip(share, work["right"]) if right]
        out -= sum(math.log(max(1e-12, s)) for s in owners) / max(1, len(owners))
    return out


def search(value_of, point):
    """Pattern search: a step along each axis both ways, halved when none helps."""
    step, best = 0.5, value_of(point)
    while step > 1e-4:
        better = False
        for axis in range(len(point)):
            for side in (step, -step):
                trial = point[:]
                trial[axis] += side
                value = value_of(trial)
                if value < best - 1e-12:
                    point, best, better = trial, value, True
        if not better:
            step /= 2
    return point


def fit(works):
    """Weights and temperature in turns; the two settle within a few rounds."""
    eta, tau = [0.0] * len(GROUPS), math.log(TEMPERATURE)
    for _ in range(ROUNDS):
        eta = search(lambda trial: loss(works, trial, tau), eta)
        tau = search(lambda trial: spread_loss(works, eta, trial[0]), [tau])[0]
    return eta + [tau]


def show(works, label, judge):
    print(f"\n{label}")
    n_right, surprise = 0, 0.0
    for work in works:
        share = judge(work)
        order = sorted(range(len(share)), key=lambda c: -share[c])
        is_right = work["right"][order[0]]
        n_right += is_right
        p = sum(s for s, right in zip(share, work["right"]) if right)
        surprise -= math.log(max(1e-12, p))
        name = os.path.basename(work["path"])[:-len(".json")]
        print(f"  {'right' if is_right else 'WRONG'}  {name:36} {work['names'][order[0]]:28} {share[order[0]]:.2f}"
              f"   then {work['names'][order[1]]:24} {share[order[1]]:.2f}   owners together {p:.2f}")
    print(f"  {n_right} of {len(works)} right; mean surprise {surprise / max(1, len(works)):.3f} nats")


def write(path, weights, temperature, works):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# Weights of the measures of the verdict and the temperature of its softmax; see docs/evidence.md.\n"
                   f"# Fitted on {len(works)} plays of a gold table (file, protagonist) with\n"
                   f"#   tools/fit_weights.py --write GOLD.tsv DIR data/weights.tsv\n"
                   f"# where DIR holds the output of `whose read --json` for each play.  Rows marked `prior` are set by hand,\n"
                   f"# since plays cannot show them.\n"
                   f"# measure\tweight\tfrom\n")
        for group, parts in GROUPS:
            for name in parts:
                file.write(f"{name}\t{weights[name]:.4f}\tfitted, group {group}\n")
        for name, of in PRIORS.items():
            file.write(f"{name}\t{weights[name]:.4f}\tprior: {' + '.join(of)}\n")
        file.write(f"TEMPERATURE\t{temperature:.4f}\tfitted\n")


def main(args):
    is_write = "--write" in args
    args = [a for a in args if a != "--write"]
    if len(args) != 3:
        sys.exit(__doc__)
    gold, folder, path = args
    weights = read_weights(path)
    works = []
    with open(gold, encoding="utf-8") as file:
        columns = file.readline().rstrip("\n").split("\t")
        for line in file:
            row = dict(zip(columns, line.rstrip("\n").split("\t")))
            name = os.path.join(folder, row["file"].replace("/", "_").rsplit(".", 1)[0] + ".json")
            if os.path.exists(name):
                works.append(read_work(name, row["protagonist"], weights))
    if len(works) < 2:
        sys.exit("fit_weights.py: fewer than two works of the gold table have a JSON file in the folder")
    for work in works:
        if not any(work["right"]):
            print(f"{work['path']}: no candidate has the name of an owner: {', '.join(work['names'])}")

    def left_out(work):
        point = fit([w for w in works if w is not work])
        return shares(work, weights_of(point[:-1]), math.exp(point[-1]))

    def words_alone(work):
        return work["measures"]["WORDS"][0]

    equal = weights_of([0.0] * len(GROUPS))
    point = fit(works)
    fitted, temperature = weights_of(point[:-1]), math.exp(point[-1])
    show(works, "words spoken alone", words_alone)
    show(works, f"equal groups, temperature {TEMPERATURE}", lambda w: shares(w, equal, TEMPERATURE))
    show(works, "fitted on all", lambda w: shares(w, fitted, temperature))
    show(works, "leave one out", left_out)
    print("\nweights")
    for name in NAMES.values():
        print(f"  {name:12} {fitted[name]:.4f}")
    print(f"  temperature  {temperature:.4f}")
    if is_write:
        write(path, fitted, temperature, works)


if __name__ == "__main__":
    main(sys.argv[1:])
