#!/usr/bin/env python3
"""bytes_table.py FILE NAME OUT: a C header with the bytes of a file as `static const unsigned char NAME[]`."""
import sys

source, name, out = sys.argv[1:]
data = open(source, "rb").read()
rows = (", ".join(map(str, data[i:i + 32])) for i in range(0, len(data), 32))
with open(out, "w", encoding="ascii") as f:
    f.write(f"static const unsigned char {name}[] = {{\n" + ",\n".join(rows) + "\n};\n")
