#!/usr/bin/env python3
"""A novel of PDNC with every name of its cast replaced by an invented one, and its gold moved along.

usage: renamed.py NOVELDIR OUTDIR

Every capitalised word of an alias that is no title and no everyday word of the book becomes an invented word, the
same one everywhere and each independent of all others: "Lizzy" does not look like "Elizabeth" any more.  Words that
stand first in a full name become given names, those that stand last or behind a title surnames.  What is made
depends on the book alone.  `novels.py --renamed` measures on it.
"""
import ast
import csv
import os
import random
import re
import sys

TITLES = set("""mr mrs miss ms dr doctor sir lady lord captain colonel major general professor reverend rev aunt uncle
cousin king queen prince princess duke duchess count countess earl baron judge inspector sergeant lieutenant admiral
saint st mademoiselle madame monsieur mlle mme signor signora signorina herr frau don master mistress brother sister
father mother mamma papa mama the of de la le von and a an old young little poor dear""".split())
STARTS = "B Br C D Dr F Fl G H J K L M N P Pr Qu R S St T Tr V W Z".split()
VOWELS = "a e i o u ai ea ou".split()
MIDDLES = "b d l ll lv m n nd nn r rd rr s sk t th v x z".split()
GIVEN_ENDS = "a o el in is or ane ett".split()
SURNAME_ENDS = "ack ard ast elk enz orb osk ulm und urst".split()


def invent(rng, ends, taken):
    while True:
        word = rng.choice(STARTS) + rng.choice(VOWELS) + rng.choice(MIDDLES) + rng.choice(ends)
        if word.lower() not in taken:
            taken.add(word.lower())
            return word


def name_words(aliases, text):
    """The words to replace: word -> is it a surname?"""
    counts = {}
    for word in re.findall(r"[^\W\d_]+", text):
        counts[word] = counts.get(word, 0) + 1
    found = {}
    for alias in sorted(aliases):
        words = re.findall(r"[^\W\d_]+", alias)
        for i, word in enumerate(words):
            if not word[0].isupper() or word.lower() in TITLES or len(word) < 2:
                continue
            low = counts.get(word.lower(), 0)
            if low > 0 and low * 4 >= counts.get(word.capitalize(), 0):
                continue
            key = word.capitalize()
            behind_title = i > 0 and words[i - 1].lower() in TITLES
            last = i == len(words) - 1 and (i > 0 or behind_title)
            found[key] = found.get(key, 0) + (1 if last else -1)
    return {word: n > 0 for word, n in found.items()}


def rename(folder, out):
    with open(os.path.join(folder, "novel_text.txt"), "rb") as file:
        text = file.read()
    with open(os.path.join(folder, "character_info.csv"), encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    with open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8", newline="") as file:
        quotes = list(csv.DictReader(file))
    aliases = {alias for row in people for alias in list(ast.literal_eval(row["Aliases"])) + [row["Main Name"]]}
    words = name_words(aliases, text.decode("utf-8"))
    taken = {word.lower() for word in re.findall(r"[^\W\d_]+", text.decode("utf-8"))}
    rng = random.Random(1)
    other = {word: invent(rng, SURNAME_ENDS if words[word] else GIVEN_ENDS, taken) for word in sorted(words)}

    def new(word):
        made = other.get(word.capitalize() if word[0].isupper() else word)
        return made and (made.upper() if word.isupper() and len(word) > 1 else made)

    def changed(words_of):
        return re.sub(r"[^\W\d_]+", lambda m: new(m.group()) or m.group(), words_of)

    pieces, moves, at = [], [], 0 # moves: (old offset behind a name, how far what follows has moved)
    shift = 0
    for hit in re.finditer(rb"(?:[A-Za-z]|[\xc3-\xcf][\x80-\xbf])+", text):
        made = new(hit.group().decode("utf-8"))
        if made:
            pieces += [text[at:hit.start()], made.encode("utf-8")]
            at = hit.end()
            shift += len(made.encode("utf-8")) - (hit.end() - hit.start())
            moves.append((hit.end(), shift))
    pieces.append(text[at:])

    def moved(off):
        low, high = 0, len(moves)
        while low < high:
            mid = (low + high) // 2
            low, high = (mid + 1, high) if moves[mid][0] <= off else (low, mid)
        return off + (moves[low - 1][1] if low else 0)

    with open(os.path.join(out, "novel_text.txt"), "wb") as file:
        file.write(b"".join(pieces))
    with open(os.path.join(out, "character_info.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(people[0]))
        table.writeheader()
        for row in people:
            names = sorted(changed(alias) for alias in ast.literal_eval(row["Aliases"]))
            table.writerow({**row, "Main Name": changed(row["Main Name"]), "Aliases": repr(names)})
    with open(os.path.join(out, "quotation_info.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(quotes[0]))
        table.writeheader()
        for row in quotes:
            spans = [[moved(a), moved(b)] for a, b in ast.literal_eval(row["quoteByteSpans"])]
            table.writerow({**row, "quoteByteSpans": repr(spans), "speaker": changed(row["speaker"]),
                            "addressees": changed(row["addressees"])})


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    rename(*sys.argv[1:])
