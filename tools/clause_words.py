#!/usr/bin/env python3
"""Turn data/clause_words.tsv into the table that src/verdict/measures_clauses.c includes.

usage: clause_words.py CLAUSE_WORDS.tsv OUT.h
"""
import sys


def main(source, out):
    with open(source, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/clause_words.tsv by tools/clause_words.py. */\n")
        file.write("static const struct {\n    uint16_t class;\n    const char *lemmas;\n} clause_word[] = {\n")
        for name, lemmas in rows:
            file.write(f'    {{CLAUSE_{name.upper()}, "{lemmas}"}},\n')
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
