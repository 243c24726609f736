#!/usr/bin/env python3
"""One input, every stage: what the program prints must be what lies beside the input.

  golden.py WHOSE FOLDER [--write]

x.fountain has beside it x.doc, x.people, x.story and x.verdict (`whose dump --stage`),
x.json, x.plain and x.entities (of `annotate --json` what `read --json` does not have).  --write makes them anew: read the difference before you keep it.
Prints TAP.
"""
import difflib
import os
import re
import subprocess
import sys

INPUTS = (".fountain", ".xml", ".txt", ".fdx")
SHOWN_LINES = 30
# a new model need not change what is kept
MODEL = re.compile(rb'"model":\{[^{}]*\}')


def views():
    for stage in ("doc", "people", "story", "verdict"):
        yield stage, ["dump", "--stage", stage]
    yield "json", ["read", "--json"]
    yield "plain", ["read"]
    yield "entities", ["annotate", "--json"]


def main():
    whose, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    is_write = "--write" in sys.argv[3:]
    env = dict(os.environ, COLUMNS="80", LC_ALL="C.UTF-8")
    env.pop("NO_COLOR", None)
    n = n_failed = 0
    for name in sorted(os.listdir(folder)):
        stem, ending = os.path.splitext(name)
        if ending not in INPUTS:
            continue
        for view, args in views():
            n += 1
            done = subprocess.run([whose, *args, name], cwd=folder, env=env,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
            printed = MODEL.sub(b'"model":{}', done.stdout)
            path = os.path.join(folder, stem + "." + view)
            if view == "entities":
                printed = printed[printed.find(b'"entities":'):]
            if is_write and done.returncode in (0, 1):
                with open(path, "wb") as f:
                    f.write(printed)
            wanted = b""
            if os.path.exists(path):
                with open(path, "rb") as f:
                    wanted = f.read()
            good = done.returncode in (0, 1) and printed == wanted
            n_failed += not good
            print(f"{'' if good else 'not '}ok {n} - {view} of {name} is as kept")
            if good:
                continue
            texts = [b.decode("utf-8", "replace").splitlines() for b in (wanted, printed)]
            lines = list(difflib.unified_diff(*texts, "kept", "printed", lineterm="", n=1))
            for line in lines[:SHOWN_LINES] + done.stderr.decode("utf-8", "replace").splitlines():
                print("# " + line)
    print(f"1..{n}")
    return n_failed > 0


if __name__ == "__main__":
    sys.exit(main())
