#!/usr/bin/env python3
"""Turn data/forms_of_address.tsv into the table that src/story/bonds.c includes.

usage: address.py FORMS.tsv OUT.h
"""
import sys


def main(source, out):
    seen = set()
    with open(source, encoding="utf-8") as file, open(out, "w", encoding="utf-8", newline="\n") as made:
        made.write("/* Made from data/forms_of_address.tsv by tools/address.py. */\n")
        made.write("static const struct { const char *lemma; enum bond_kind kind; double worth; } address_row[] = {\n")
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith("#"):
                continue
            lemma, kind, worth = line.rstrip("\n").split("\t")
            if lemma in seen or not 0 < float(worth) <= 1:
                sys.exit(f"{source}:{number}: a word that stands twice, or a worth outside 0 to 1")
            seen.add(lemma)
            made.write(f'    {{"{lemma}", BOND_{kind.upper()}, {float(worth)!r}}},\n')
        made.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
