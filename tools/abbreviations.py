#!/usr/bin/env python3
"""data/abbreviations.tsv -> a C table, sorted by bytes for a binary search.

  abbreviations.py IN.tsv OUT.h
"""
import sys

CLASSES = {"always": "ABBREV_ALWAYS", "inner": "ABBREV_INNER", "amid": "ABBREV_AMID", "number": "ABBREV_NUMBER"}


def main(source, target):
    rows = {}
    with open(source, encoding="utf-8") as f:
        lines = [line.rstrip("\n") for line in f if line.strip() and not line.startswith("#")]
    for line in lines[1:]:
        word, kind = line.split("\t")
        if kind not in CLASSES or word.lower() in rows:
            sys.exit(f"{source}: {line}: unknown class, or a word given twice")
        rows[word.lower()] = (CLASSES[kind], int(word != word.lower()))
    with open(target, "w", encoding="utf-8") as f:
        f.write("/* Made from data/abbreviations.tsv by tools/abbreviations.py. */\n"
                "static const struct abbreviation abbreviation[] = {\n")
        for word in sorted(rows, key=lambda w: w.encode()):
            kind, capital = rows[word]
            f.write('    {{"%s", %d}, %s, %d},\n' % (word, len(word.encode()), kind, capital))
        f.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
