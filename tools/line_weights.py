#!/usr/bin/env python3
"""Turn data/line_weights.tsv into the tables that src/read/script_label.c includes.

usage: line_weights.py WEIGHTS.tsv OUT.h
"""
import sys

BITS = 12
OPENINGS = {"-": "OPENING_OTHER", "he": "OPENING_HE", "i": "OPENING_I", "article": "OPENING_ARTICLE", "yes": "OPENING_YES"}


def packed(word):
    return sum(ord(letter) << (8 * i) for i, letter in enumerate(word))


def slots(words):
    """Open addressing, linear probing, as script_word() looks them up."""
    table = [None] * (1 << BITS)
    for word, talk, opening in words:
        slot = (packed(word) * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> (64 - BITS)
        while table[slot]:
            slot = (slot + 1) % len(table)
        table[slot] = (word, talk, opening)
    return table


def main(source, out):
    n_rows, rows, words = None, {}, []
    with open(source, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "rows":
                n_rows = int(fields[1])
            elif fields[0] == "word":
                words.append((fields[1], int(fields[2]), OPENINGS[fields[3]]))
            else:
                rows[int(fields[0])] = [int(v) for v in fields[1:]]
    if n_rows is None or any(not 0 <= r < n_rows for r in rows):
        sys.exit(f"{source}: the row `rows` is missing, or a row lies behind it")
    if len(words) * 3 > 2 << BITS:
        sys.exit(f"{source}: too many words")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/line_weights.tsv by tools/line_weights.py. */\n")
        file.write('#include "read/script.h"\n\n')
        file.write(f"enum {{ SCRIPT_N_ROWS = {n_rows}, SCRIPT_WORD_BITS = {BITS} }};\n\n")
        file.write("static const struct {\n    uint64_t word;\n    int8_t talk;\n    uint8_t opening;\n"
                   "} script_words[1 << SCRIPT_WORD_BITS] = {\n")
        for i, slot in enumerate(slots(words)):
            if slot:
                file.write(f"    [{i}] = {{{packed(slot[0]):#x}, {slot[1]}, {slot[2]}}}, // {slot[0]}\n")
        file.write("};\n\n")
        file.write(f"static const int16_t script_weight[{max(1, n_rows)}][SCRIPT_LANES] = {{\n")
        for r in sorted(rows) or [0]:
            file.write(f"    [{r}] = {{{', '.join(map(str, rows.get(r, [0])))}}},\n")
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
