#!/usr/bin/env python3
"""Learn which words are said and which are told.

usage: talk_words.py SCRIPT... > words.tsv

takes   scripts whose structure is known: Fountain, or plays in TEI
gives   rows "word<TAB>WORD<TAB>SCORE<TAB>OPENING" for data/line_weights.tsv: the sum of the scores of a line is 12 times
        the logarithm of the odds that it is said; OPENING is what a line that begins with the word opens as
method  words are seen as src/read/script_shape.c sees them: their first seven letters, small, with apostrophes; "^" in
        front is the first word of a line; capitals stand for kinds of words that are not in the table.  Logistic
        regression over lines of random widths, by AdaGrad (Duchi, Hazan and Singer 2011)
cost    linear
"""
import collections
import math
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "layouts"))
import render  # noqa: E402
import source  # noqa: E402

LETTERS = 7
MOST = 2600         # words kept: the table has 4096 slots
SCALE = 12
ROUNDS = 4
OPENINGS = {
    "he": "he she it they his her their its hers theirs them him he's she's they're it's",
    "i": "i you me my your us our i'm i'll i've i'd you're you'll you've mine yours let's don't can't that's what's we're "
         "we'll we've you'd didn't won't",
    "article": "the a an as then suddenly behind inside outside in on from two another above below across through",
    "yes": "yes no oh well why what who where how yeah yep okay ok hey please thanks sorry and but so because if just",
}


def words_of(line):
    """[word, letters, is in capitals, has a capital]"""
    for piece in re.findall(r"[^ \t-][^ \t-]*", line.replace("\u2019", "'")):
        letters = [c for c in piece if c.isascii() and c.isalpha()]
        if letters:
            key = re.sub(r"'(?![A-Za-z])", "", "".join(c for c in piece if c == "'" or c.isascii() and c.isalpha()))
            bare = "".join(letters)
            yield key.lstrip("'").lower()[:LETTERS], bare.lower(), bare.isupper(), bare[0].isupper()


def kind_of(bare, capital, first):
    if capital and not first:
        return "N"
    for ending, kind in (("ing", "G"), ("ed", "D"), ("ly", "L")):
        if len(bare) > 4 and bare.endswith(ending):
            return kind
    return "S" if len(bare) > 3 and bare[-1] == "s" and bare[-2] != "s" else "U"


def features(line, known):
    found = []
    mixed = line.upper() != line
    for n, (word, bare, upper, capital) in enumerate(words_of(line)):
        if mixed and len(bare) > 2 and upper:
            found.append("A")
        else:
            found.append(word if word in known else kind_of(bare, capital, n == 0))
        if n == 0 and "^" + word[:LETTERS - 1] in known:
            found.append("^" + word[:LETTERS - 1])
    found.extend(mark for mark in "?!" if mark in line)
    return found


def lines_of(paths):
    """(line, is said, file)"""
    rng = random.Random(1)
    for k, path in enumerate(paths):
        for element in source.script(path)["elements"]:
            if element[0] == "SP":
                pieces = [(part[1], part[0] in "DV") for part in element[3] if part[0] in "DV" or len(part[1]) > 40]
            else:
                pieces = [(element[1], False)] if element[0] == "N" else []
            for text, said in pieces:
                for line in render.wrap(text, rng.randrange(24, 66)):
                    yield line, said, k


def learn(examples):
    """The weights of a logistic regression, with half of all weight on what is said."""
    weight, square = collections.defaultdict(float), collections.defaultdict(lambda: 1e-3)
    n_said = sum(1 for _, said in examples if said)
    share = {True: len(examples) / (2 * n_said), False: len(examples) / (2 * (len(examples) - n_said))}
    rng = random.Random(2)
    for _ in range(ROUNDS):
        rng.shuffle(examples)
        for found, said in examples:
            z = sum(weight[f] for f in found)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            by = share[said] * (said - p)
            for f in found:
                g = by - 1e-4 * weight[f]
                square[f] += g * g
                weight[f] += 0.1 * g / math.sqrt(square[f])
    return weight


def main(paths):
    rows = list(lines_of(paths))
    often, files = collections.Counter(), collections.defaultdict(set)
    for line, _, k in rows:
        for n, (word, *_rest) in enumerate(words_of(line)):
            for key in [word, "^" + word[:LETTERS - 1]] if n == 0 else [word]:
                often[key] += 1
                files[key].add(k)
    opening = {w[:LETTERS]: kind for kind, words in OPENINGS.items() for w in words.split()}
    common = {w for w, n in often.items() if w in opening or n >= 30 and len(files[w]) >= 12}
    examples = [(features(line, common), said) for line, said, _ in rows]
    weight = learn(examples)
    kinds = "ANGDLSU?!"
    score = {w: max(-99, min(99, round(SCALE * weight[w]))) for w in sorted(common) + list(kinds)}
    use = {w: often[w] * abs(score[w]) for w in common}
    kept = sorted(common, key=lambda w: (w not in opening, -use[w], w))[:MOST]
    # those that are left out are seen as their kinds from here on
    weight = learn([(features(line, set(kept)), said) for line, said, _ in rows])
    score = {w: max(-99, min(99, round(SCALE * weight[w]))) for w in kept + list(kinds)}
    for word in sorted(kept + list(kinds)):
        print(f"word\t{word}\t{score[word]}\t{opening.get(word, '-')}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
