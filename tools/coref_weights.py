#!/usr/bin/env python3
"""Turn data/coref_weights.tsv into the table that src/people/coref_weights.c includes.

usage: coref_weights.py WEIGHTS.tsv OUT.h
"""
import sys


def main(source, out):
    with open(source, encoding="utf-8") as file, open(out, "w", encoding="utf-8", newline="\n") as table:
        table.write("/* Made from data/coref_weights.tsv by tools/coref_weights.py. */\n")
        table.write("static const float coref_weight[] = {\n")
        for line in file:
            if line.strip() and not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")[1:]
                table.write("    " + " ".join(f"{float(cell)!r}f," for cell in cells) + "\n")
        table.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
