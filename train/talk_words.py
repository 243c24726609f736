#!/usr/bin/env python3
"""Count which words are said and which are told.

usage: talk_words.py SCRIPT... > words.tsv

takes   scripts whose structure is known: Fountain, or plays in TEI
gives   rows "word<TAB>WORD<TAB>SCORE<TAB>OPENING" for data/line_weights.tsv: SCORE is 6 times the natural logarithm of how
        much likelier the word is in speech than in action; OPENING is what a line that begins with it opens as
method  words are their first seven ASCII letters, small, without apostrophes, as src/read/script_shape.c sees them
cost    linear
"""
import collections
import math
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "layouts"))
import source  # noqa: E402

LETTERS = 7
MOST = 1200         # words kept: the table has 2048 slots
OPENINGS = {
    "he": "he she it they his her their its hers theirs them him",
    "i": "i you me my your us our im ill ive id youre youll youve mine yours lets dont cant thats whats were",
    "article": "the a an as then suddenly behind inside outside in on from two another above below across through",
    "yes": "yes no oh well why what who where how yeah yep okay ok hey please thanks sorry and but so because if just",
}


def words_of(text):
    for piece in re.split(r"[\s-]+", text):
        letters = "".join(c for c in piece if c.isascii() and c.isalpha()).lower()
        if letters:
            yield letters[:LETTERS]


def main(paths):
    said, told, files = collections.Counter(), collections.Counter(), collections.Counter()
    for path in paths:
        here = set()
        for element in source.script(path)["elements"]:
            if element[0] == "SP":
                words = [w for part in element[3] if part[0] in "DV" for w in words_of(part[1])]
                said.update(words)
            elif element[0] == "N":
                words = list(words_of(element[1]))
                told.update(words)
            else:
                continue
            here.update(words)
        files.update(here)
    opening = {w[:LETTERS]: kind for kind, words in OPENINGS.items() for w in words.split()}
    n_said, n_told = sum(said.values()), sum(told.values())
    rows = []
    for word in set(said) | set(told) | set(opening):
        ratio = (said[word] + 5) / (n_said + 5000) / ((told[word] + 5) / (n_told + 5000))
        score = max(-40, min(40, round(6 * math.log(ratio))))
        common = said[word] + told[word]
        if word in opening or (abs(score) >= 3 and common >= 30 and files[word] >= 12):
            rows.append((word in opening, common * abs(score), word, score))
    rows.sort(reverse=True)
    for _, _, word, score in sorted(rows[:MOST], key=lambda row: row[2]):
        print(f"word\t{word}\t{score}\t{opening.get(word, '-')}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
