#!/usr/bin/env python3
"""Turn data/line_weights.tsv into the table that src/read/script_label.c includes.

usage: line_weights.py WEIGHTS.tsv OUT.h
"""
import sys


def main(source, out):
    n_rows, rows = None, {}
    with open(source, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "rows":
                n_rows = int(fields[1])
            else:
                rows[int(fields[0])] = [int(v) for v in fields[1:]]
    if n_rows is None or any(not 0 <= r < n_rows for r in rows):
        sys.exit(f"{source}: the row `rows` is missing, or a row lies behind it")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/line_weights.tsv by tools/line_weights.py. */\n")
        file.write('#include "read/script.h"\n\n')
        file.write(f"enum {{ SCRIPT_N_ROWS = {n_rows} }};\n\n")
        file.write(f"static const int16_t script_weight[{n_rows}][SCRIPT_LANES] = {{\n")
        for r in sorted(rows):
            file.write(f"    [{r}] = {{{', '.join(map(str, rows[r]))}}},\n")
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
