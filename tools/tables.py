#!/usr/bin/env python3
"""Turn data/weights.tsv into the table that src/verdict/weigh.c includes.

usage: tables.py WEIGHTS.tsv OUT.h
"""
import sys


def main(source, out):
    rows = []
    temperature = None
    with open(source, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            name, value, _ = line.rstrip("\n").split("\t", 2)
            if float(value) < 0:
                sys.exit(f"{source}:{number}: a weight is below 0")
            if name == "TEMPERATURE":
                temperature = float(value)
            else:
                rows.append((name, float(value)))
    if not temperature:
        sys.exit(f"{source}: no row TEMPERATURE above 0")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/weights.tsv by tools/tables.py. */\n")
        file.write("static const double verdict_weight[N_MEASURES] = {\n")
        for name, value in rows:
            file.write(f"    [MEASURE_{name}] = {value!r},\n")
        file.write(f"}};\nstatic const double verdict_temperature = {temperature!r};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
