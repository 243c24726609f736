#!/usr/bin/env python3
"""Turn data/fate_weights.tsv into the table that src/story/weights.c includes.

usage: fate_weights.py FATE_WEIGHTS.tsv OUT.h
"""
import sys

PREFIX = {"dies": "FATE_", "marries": "TIE_", "kills": "TIE_"}


def main(weights, out):
    rows = {model: [] for model in PREFIX}
    with open(weights, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                model, feature, weight, *_ = line.rstrip("\n").split("\t")
                place = "0" if feature == "bias" else f"1 + {PREFIX[model]}{feature.upper()}"
                rows[model].append(f"[{place}] = {float(weight)!r}")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/fate_weights.tsv by tools/fate_weights.py. */\n")
        file.write("const double fate_weight[N_FATE_MODELS][FATE_WEIGHTS] = {\n")
        for model, cells in rows.items():
            file.write(f"    [MODEL_{model.upper()}] = {{{', '.join(cells)}}},\n")
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
