#!/usr/bin/env python3
"""Set a prose version of a sample screenplay against the screenplay, either way round.

usage: drafts_test.py WHOSE PROSE SCRIPT

The people of the prose are matched to those of the script by name, each to one; the story is the same person's; nobody who
is only in the script is matched.  Prints TAP.
"""
import json
import subprocess
import sys

BOTH = {"Rhoda", "Ivor", "Nesta", "Desmond", "Sonny", "Bloy", "Oswin"}
ONLY_SCRIPT = {"McFee", "Chemist", "Examiner"}


def names(people, both):
    return {person["name"].split()[-1] if person["name"].startswith("Anselm") else person["name"].split()[0]
            for person in people if (person["a"] is not None and person["b"] is not None) == both}


def main(whose, prose, script):
    n, failed = 0, 0

    def check(holds, what):
        nonlocal n, failed
        n, failed = n + 1, failed + (not holds)
        print(f"{'ok' if holds else 'not ok'} {n} - {what}")

    print("1..6")
    for a, b in ((prose, script), (script, prose)):
        way = "prose first" if a == prose else "script first"
        text = subprocess.run([whose, "compare", a, b], capture_output=True, text=True, check=True).stdout
        data = json.loads(subprocess.run([whose, "compare", "--json", a, b], capture_output=True, check=True).stdout)
        matched = names(data["characters"], True)
        check(matched == BOTH, f"{way}: everybody of the prose is somebody of the script, and nobody else is")
        check(ONLY_SCRIPT <= names(data["characters"], False), f"{way}: who is only in the script is nobody of the prose")
        check("It is the same person's story." in text and "Rhoda's story" in text, f"{way}: it is Rhoda's in both")
    return failed != 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
