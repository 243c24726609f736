#!/usr/bin/env python3
"""Reads every play and every labelled work: a verdict or a reason for each play, and the owners, authors left out.

  owners.py WHOSE CORPORA FOLDER

FOLDER receives the JSON of every play, and JSON and TSV of every work of CORPORA/gold/works.tsv.  Prints what is wrong, then lines
"row<TAB>what<TAB>right<TAB>of": the owner as the program prints it (judged by CORPORA/../score/score.py), and with every author left out of
the fit (tools/fit_weights.py).
"""
import csv
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


def read_gold(program, corpora, folder):
    """JSON and TSV of every labelled work, named as score.py wants them."""
    with open(os.path.join(corpora, "gold", "works.tsv"), encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = row["file"].replace("/", "_").rsplit(".", 1)[0]
            for form in ("json", "tsv"):
                with open(os.path.join(folder, name + "." + form), "wb") as out:
                    subprocess.run([program, "read", "--" + form, os.path.join(corpora, row["file"])], stdout=out, stderr=subprocess.DEVNULL, check=False)


def as_printed(corpora, folder):
    """Owners by the weights that the program has; of the dev novels it has never seen any."""
    score = os.path.join(corpora, "..", "score", "score.py")
    if not os.path.exists(score):
        return
    run = subprocess.run([sys.executable, score, "verdict", os.path.join(corpora, "gold", "works.tsv"), folder], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    result = json.loads(run.stdout)
    for row in result["wrong"]:
        print("owner: " + ", ".join(str(cell) for cell in row))
    for kind in ("works", "third person", "first person", "witness narrator", "one owner", "several owners"):
        print(f"row\towner as printed: {kind}\t{result['counts'].get(kind + ' right', 0)}\t{result['counts'].get(kind, 0)}")


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
    read_gold(program, corpora, folder)
    as_printed(corpora, folder)
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    run = subprocess.run([sys.executable, os.path.join(here, "tools", "fit_weights.py"), "--rows", os.path.join(corpora, "gold", "works.tsv"),
                          os.path.join(corpora, "split.tsv"), folder, os.path.join(here, "data", "weights.tsv")], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    print(run.stdout)


if __name__ == "__main__":
    main()
