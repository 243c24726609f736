#!/usr/bin/env python3
"""Make data/related_words.tsv and the second half of data/word_forms.tsv.

usage: related.py RELATED_VECTORS CORPORA WORDNET

RELATED_VECTORS: the program made of related_vectors.c.  CORPORA: the folder with split.tsv, litbank/ and pdnc/; only
novels of the train part are read.  WORDNET: the folder of Debian's wordnet-base (data.noun, index.noun, ...).

Two sources.  Vectors of stems, from the novels and from WordNet's glosses, each gloss a sentence with the words that it
explains; and WordNet itself: words of one synset, of a synset one step above, of a similar one, each weighed by how much
of the word's use is of that sense (cntlist.rev).  A pair's likeness is 1 - (1 - 0.85 wordnet) (1 - 0.7 vectors), where
vectors is (cosine - 0.4) / 0.6.
"""
import os
import re
import subprocess
import sys
import tempfile

MOST_WORDS, MOST_RELATED, LEAST = 16000, 10, 0.25
POS = {"noun": "1", "verb": "2", "adj": "3", "adv": "4"}
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def novels(corpora):
    with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as file:
        for line in file:
            name, _, part = line.rstrip("\n").split("\t")
            folder, _, work = name.partition("/")
            if part == "train" and folder == "litbank":
                yield os.path.join(corpora, "litbank", "original", work + ".txt")
            elif part == "train" and folder == "pdnc":
                yield os.path.join(corpora, "pdnc", work, "novel_text.txt")


def sentences(text):
    text = text.replace("\u2019", "'").replace("\u2018", "'").lower()
    for sentence in re.split(r"[.!?]+[\"'\u201d]?\s|\n\s*\n", text):
        words = [word.replace("'", "") for word in WORD.findall(sentence)]
        if len(words) > 1:
            yield words


def exceptions(folder):
    found = {}
    for name in ("verb", "noun"):
        with open(os.path.join(folder, name + ".exc"), encoding="utf-8") as file:
            for line in file:
                form, base, *_ = line.split()
                if form.isalpha() and base.isalpha() and form not in found:
                    found[form] = base
    return found


class WordNet:
    def __init__(self, folder):
        counts = {}
        with open(os.path.join(folder, "cntlist.rev"), encoding="utf-8") as file:
            for line in file:
                key, sense, n = line.split()
                lemma, _, rest = key.partition("%")
                pos = "3" if rest[0] == "5" else rest[0]
                counts[lemma, pos, int(sense)] = int(n)
        self.words, self.links, self.gloss, self.small = {}, {}, {}, set()
        use = {}
        for name, digit in POS.items():
            with open(os.path.join(folder, "data." + name), encoding="utf-8") as file:
                for line in file:
                    if line[0] != " ":
                        self.synset(line, digit)
            with open(os.path.join(folder, "index." + name), encoding="utf-8") as file:
                for line in file:
                    if line[0] == " ":
                        continue
                    part = line.split()
                    lemma, n_links = part[0], int(part[3])
                    for i, off in enumerate(part[6 + n_links:], 1):
                        use.setdefault(lemma, []).append(((digit, off), counts.get((lemma, digit, i), 0) + 0.5 / i))
        self.use = use

    def synset(self, line, digit):
        head, _, gloss = line.partition(" | ")
        part = head.split()
        n = int(part[3], 16)
        key = (digit, part[0])
        self.words[key] = [re.sub(r"\(.*", "", w).lower() for w in part[4:4 + 2 * n:2]]
        self.small.update(w for w in part[4:4 + 2 * n:2] if w.islower())
        at = 4 + 2 * n
        n_links = int(part[at])
        self.links[key] = []
        for i in range(n_links):
            kind, off, pos, _ = part[at + 1 + 4 * i:at + 5 + 4 * i]
            if kind in ("@", "~", "&", "$", "*", "\\", "+", "="):
                self.links[key].append((kind, ({"n": "1", "v": "2", "a": "3", "s": "3", "r": "4"}[pos], off)))
        self.gloss[key] = gloss.strip()


STEP = {"@": 0.35, "~": 0.35, "&": 0.6, "$": 0.6, "*": 0.3, "\\": 0.5, "+": 0.5, "=": 0.3}


def wordnet_pairs(net, stem_of):
    """{stem: {stem: 0..1}}"""
    total, by_synset = {}, {}
    for lemma, senses in net.use.items():
        if lemma in stem_of:
            total[stem_of[lemma]] = total.get(stem_of[lemma], 0) + sum(n for _, n in senses)
    for lemma, senses in net.use.items():
        if lemma not in stem_of:
            continue
        own = sum(n for _, n in senses)
        for synset, n in senses:  # as a share of all words of the stem, and of this word alone
            by_synset.setdefault(synset, []).append((stem_of[lemma], n / total[stem_of[lemma]], n / own))
    found = {}

    def add(a, b, value):
        if a != b:
            row = found.setdefault(a, {})
            row[b] = row.get(b, 0) + value

    for synset, words in by_synset.items():
        for a, share_a, _ in words:
            for b, _, share_b in words:
                add(a, b, (share_a * share_b) ** 0.5)
        for kind, other in net.links.get(synset, ()):
            for a, share_a, _ in words:
                for b, _, share_b in by_synset.get(other, ()):
                    add(a, b, STEP[kind] * (share_a * share_b) ** 0.5)
    return found


def main(program, corpora, folder):
    net = WordNet(folder)
    irregular = exceptions(folder)
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    forms = os.path.join(here, "data", "word_forms.tsv")
    with open(forms, encoding="utf-8") as file:
        own = file.read().partition("# ---- WordNet\n")[0]
    listed = dict(line.split("\t") for line in own.split("\n") if line and line[0] != "#")
    irregular.update(listed)
    seen = {}
    with tempfile.TemporaryDirectory() as work:
        with open(os.path.join(work, "words"), "w", encoding="utf-8") as out:
            for path in novels(corpora):
                with open(path, encoding="utf-8", errors="replace") as file:
                    for words in sentences(file.read()):
                        for word in words:
                            seen[word] = seen.get(word, 0) + 1
                        out.write(" ".join(irregular.get(w, w) for w in words) + "\n")
            for synset, gloss in net.gloss.items():
                heads = [w for w in net.words[synset] if w.isalpha()]
                for words in sentences(gloss.partition('; "')[0] + ". "):
                    if heads:
                        out.write(" ".join(irregular.get(w, w) for w in heads + words + heads) + "\n")
        out = os.path.join(work, "out")
        with open(os.path.join(work, "words"), "rb") as words:
            subprocess.run([program, out], stdin=words, check=True)
        with open(out + ".stems", encoding="utf-8") as file:
            stem_of = dict(line.split() for line in file)
        near, count = {}, {}
        with open(out + ".near", encoding="utf-8") as file:
            for line in file:
                stem, n, *rest = line.split()
                count[stem] = int(n)
                near[stem] = {b: float(c) for b, c in zip(rest[::2], rest[1::2])}
    pairs = wordnet_pairs(net, stem_of)
    # names of people and places are no words: what a dictionary writes with a capital only stays out
    known = {stem_of[w] for w in net.small if w in stem_of} | {stem_of.get(w, w) for w in irregular.values()}
    kept = sorted(sorted(known & set(count), key=lambda s: (-count[s], s))[:MOST_WORDS])
    inside = set(kept)
    rows = {}
    for a in kept:
        row = {}
        for b in set(near[a]) | set(pairs.get(a, ())):
            if b not in inside or len(a) < 2 or len(b) < 2:
                continue
            word = min(1.0, pairs.get(a, {}).get(b, 0))
            vector = max(0.0, (near[a].get(b, 0) - 0.4) / 0.6)
            likeness = 1 - (1 - 0.85 * word) * (1 - 0.7 * vector)
            if likeness >= LEAST:
                row[b] = likeness
        if row:
            rows[a] = sorted(row.items(), key=lambda item: (-item[1], item[0]))[:MOST_RELATED]
    with open(os.path.join(here, "data", "related_words.tsv"), "w", encoding="utf-8") as file:
        file.write("# stem, then stems that are like it with a likeness in hundredths.  Made by train/related.py from WordNet 3.0\n"
                   "# (c) 2006 Princeton University, used under the WordNet 3.0 licence (data/WORDNET), and from the counts of\n"
                   "# words in the novels of the training part (public domain; LitBank, PDNC).\n")
        for stem, row in rows.items():
            file.write(stem + "\t" + " ".join(f"{b} {round(100 * x)}" for b, x in row) + "\n")
    with open(forms, "w", encoding="utf-8") as file:
        file.write(own + "# ---- WordNet\n")
        for form in sorted(irregular):
            if seen.get(form, 0) >= 5 and form != irregular[form] and form not in listed:
                file.write(f"{form}\t{irregular[form]}\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
