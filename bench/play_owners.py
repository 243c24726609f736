#!/usr/bin/env python3
"""Reads every play: a verdict or a reason for each, and the owners of those that are labelled.

  play_owners.py WHOSE CORPORA FOLDER

FOLDER receives the JSON of every play and plays.tsv, the gold table of those that are labelled.  Prints what is wrong,
then lines "row<TAB>what<TAB>right<TAB>of".  Owners are judged by CORPORA/../score/score.py.
"""
import glob
import json
import os
import subprocess
import sys


def answered(program, path, out):
    """Whether the play has a verdict or a reason; the JSON goes to `out`."""
    run = subprocess.run([program, "read", "--json", path], capture_output=True)
    name = os.path.relpath(path)
    if run.returncode not in (0, 1):
        print(f"{name}: exit {run.returncode}: {run.stderr.decode('utf-8', 'replace').strip()}")
        return False
    try:
        data = json.loads(run.stdout)
    except ValueError as error:
        print(f"{name}: no JSON: {error}")
        return False
    with open(out, "wb") as f:
        f.write(run.stdout)
    verdict = data["verdict"]
    if (run.returncode == 1) != (verdict["answer"] == "nobody") or (run.returncode == 1 and not run.stderr.strip()):
        print(f"{name}: exit {run.returncode}, answer {verdict['answer']}, reason \"{run.stderr.decode('utf-8', 'replace').strip()}\"")
        return False
    shares = sum(rank["share"] for rank in verdict["ranking"])
    if verdict["answer"] != "nobody" and abs(shares - 1) > 0.01:
        print(f"{name}: the shares add up to {shares}")
        return False
    return True


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, corpora, folder = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
    plays = sorted(glob.glob(os.path.join(corpora, "plays", "*.xml")) + glob.glob(os.path.join(corpora, "plays_us", "*.xml")))
    right = 0
    for path in plays:
        name = os.path.relpath(path, corpora).replace(os.sep, "_").rsplit(".", 1)[0]
        right += answered(program, path, os.path.join(folder, name + ".json"))
    print(f"row\tplays with a verdict or a reason\t{right}\t{len(plays)}")
    gold = os.path.join(folder, "plays.tsv")
    with open(os.path.join(corpora, "gold", "works.tsv"), encoding="utf-8") as f, open(gold, "w", encoding="utf-8") as out:
        for number, line in enumerate(f):
            if number == 0 or line.startswith("plays/"):
                out.write(line)
    score = os.path.join(corpora, "..", "score", "score.py")
    if os.path.exists(score):
        run = subprocess.run([sys.executable, score, "verdict", gold, folder], capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr)
        result = json.loads(run.stdout)
        for row in result["wrong"]:
            print("owner: " + ", ".join(str(cell) for cell in row))
        counts = result["counts"]
        print(f"row\towner, weights fitted on these plays\t{counts.get('works right', 0)}\t{counts['works']}")


if __name__ == "__main__":
    main()
