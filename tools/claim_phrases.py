#!/usr/bin/env python3
"""Turn the phrases of claims and the words of opinions into what src/post/phrases.c includes.

usage: claim_phrases.py CLAIM_PHRASES.tsv OPINION_WORDS.tsv OUT.h

Phrases of more words stand first, so that the longest that fits is taken.
"""
import sys


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def kind(name, same):
    return "POST_" + (same if name == "=" else name).upper().replace("-", "_")


def main(phrases, opinions, out):
    table = sorted(rows(phrases), key=lambda row: (-len(row[0].split()), row[0], row[1]))
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from the word lists of data/ by tools/claim_phrases.py. */\n")
        file.write("static const struct { const char *phrase; uint8_t kind, passive; char needs; } claim_phrase[] = {\n")
        for phrase, its_kind, passive, needs in table:
            other = "N_POST_KINDS" if passive == "-" else kind(passive, its_kind)
            file.write(f'    {{"{phrase}", {kind(its_kind, its_kind)}, {other}, \'{needs}\'}},\n')
        file.write("};\nstatic const char *const opinion_word[] = {\n")
        for word, in sorted(rows(opinions)):
            file.write(f'    "{word}",\n')
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
