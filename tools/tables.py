#!/usr/bin/env python3
"""Turn data/weights.tsv into the table that src/verdict includes.

usage: tables.py WEIGHTS.tsv OUT.h
"""
import sys


def main(source, out):
    rows = {"measure": {}, "reading": {}, "temperature": {}, "stance": {}}
    with open(source, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            kind, name, *cells = line.rstrip("\n").split("\t")
            values = [float(cell) for cell in cells[1:2] + cells[3:]]
            if kind not in rows or (kind != "stance" and min(values) < 0):
                sys.exit(f"{source}:{number}: no such row, or a weight below 0")
            rows[kind][name] = values
    temperature = rows["temperature"]["all"]
    if len({len(values) for values in [*rows["reading"].values(), temperature]}) != 1 or min(temperature) <= 0:
        sys.exit(f"{source}: readings and temperature need the same number of sets, the temperature must be above 0")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/weights.tsv by tools/tables.py. */\n"
                   "static const double measure_part[N_MEASURES] = {\n")
        for name, values in rows["measure"].items():
            file.write(f"    [MEASURE_{name}] = {values[0]!r},\n")
        file.write("};\n/* The first is fitted on all works, the others with one author left out. */\n"
                   "static const struct weights weight_set[] = {\n")
        for i, t in enumerate(temperature):
            cells = ", ".join(f"[READING_{name.upper()}] = {values[i]!r}" for name, values in rows["reading"].items())
            file.write(f"    {{{{{cells}}}, {t!r}}},\n")
        file.write("};\n")
        for name, values in rows["stance"].items():
            file.write(f"static const double stance_{name} = {values[0]!r};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
