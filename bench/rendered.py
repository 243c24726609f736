#!/usr/bin/env python3
"""How many lines of rendered scripts get the right tag, by layout.

  rendered.py PROGRAM [CORPORA] [--seed N] [--layout NAME] [--keep DIR] [-v]
  rendered.py --sources train|held [CORPORA]      the paths of the sources on one side
  rendered.py --novels train|dev [CORPORA]        the novels that lend their narration to plays, a dozen of each part

takes   the program; the sources that are held out: nothing may be trained on them (see HELD_OUT)
gives   a row a layout: files, lines, % of lines right over all, the worst file, floor of the issue, confusion; rows
        "row<TAB>what<TAB>right<TAB>of" for bench/accuracy.sh
method  every source in every layout, written by tests/layouts/render.py and read by `PROGRAM lines`
cost    linear; some ten seconds with the corpora

CORPORA defaults to ../shared/corpora beside the tree; without it the samples alone are measured.  The seed defaults to
one that no training run uses: training takes seeds below 1000.
"""
import argparse
import collections
import glob
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "layouts"))
import render  # noqa: E402
import source  # noqa: E402

# plays whose authors have nothing among the others; the Fountain scripts are held out too: the real layouts are theirs
HELD_OUT = ["crothers-the-rector", "fitch-the-climbers", "fuller-the-story-spinner", "gale-the-clinging-vine",
            "godfrey-the-prince-of-parthia", "james-daisy-miller", "smith-the-fortune-hunter", "tyler-the-contrast"]
FLOORS = {"clean": 99.5, "noindent": 98.0, "noblank": 97.0, "neither": 92.0}


def sources(corpora, side):
    plays = sorted(glob.glob(os.path.join(corpora, "plays*", "*.xml")))
    held = [p for p in plays if os.path.basename(p)[:-4] in HELD_OUT]
    if side == "train":
        return [p for p in plays if p not in held]
    samples = glob.glob(os.path.join(ROOT, "samples", "*.fountain")) + glob.glob(os.path.join(ROOT, "samples", "*.xml"))
    return sorted(samples) + sorted(glob.glob(os.path.join(corpora, "fountain", "scripts", "*.fountain"))) + held


def novels(corpora, part):
    """Novels that lend their narration to the plays: those of split.tsv's part."""
    try:
        with open(os.path.join(corpora, "split.tsv"), encoding="utf-8") as f:
            rows = [line.rstrip("\n").split("\t") for line in f]
    except OSError:
        return []
    paths = [os.path.join(corpora, "litbank", "original", r[0][8:] + ".txt") for r in rows
             if r[0].startswith("litbank/") and r[2] == part]
    return sorted(p for p in paths if os.path.exists(p))[:12]


def score(program, path, tags):
    """(lines, right, confusion) of one file."""
    done = subprocess.run([program, "lines", path], capture_output=True)
    told = []
    if done.returncode in (0, 1):
        told = [row.split("\t")[1] for row in done.stdout.decode("utf-8", "replace").splitlines()]
    else:
        print(f"{path}: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')[:200]}", file=sys.stderr)
    told += ["?"] * (len(tags) - len(told))
    wrong = collections.Counter()
    n = right = 0
    for true, given in zip(tags, told):
        if true != "-":
            n += 1
            right += true == given
            if true != given:
                wrong[true + given] += 1
    return n, right, wrong


def main():
    options = argparse.ArgumentParser(description="Lines of rendered scripts with the right tag, by layout.")
    options.add_argument("--sources", choices=["train", "held"])
    options.add_argument("--novels", choices=["train", "dev"])
    options.add_argument("--seed", type=int, default=9001)
    options.add_argument("--layout", action="append", choices=render.LAYOUTS)
    options.add_argument("--keep", metavar="DIR", help="leave the rendered files here")
    options.add_argument("-v", action="store_true", help="a row for each file too")
    options.add_argument("arguments", nargs="*")
    given = options.parse_args()
    corpora = os.path.join(os.path.dirname(ROOT), "shared", "corpora")
    at = 0 if given.sources or given.novels else 1
    if len(given.arguments) > at:
        corpora = given.arguments[at]
    if given.sources or given.novels:
        print("\n".join(sources(corpora, given.sources) if given.sources else novels(corpora, given.novels)))
        return
    if not given.arguments:
        options.error("needs PROGRAM")
    program = given.arguments[0]
    prose = source.prose(novels(corpora, "dev"))
    scripts = [(os.path.splitext(os.path.basename(p))[0], dict(source.script(p), prose=prose))
               for p in sources(corpora, "held")]
    print(f"{'layout':<12}{'files':>6}{'lines':>8}{'%':>8}{'worst':>8}{'floor':>7}  confusion (right>given:times)")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or temporary
        os.makedirs(folder, exist_ok=True)
        for layout in given.layout or render.LAYOUTS:
            total = good = 0
            shares, wrong, rows = [], collections.Counter(), []
            for stem, script in scripts:
                text, tags = render.render(script, layout, given.seed)
                base = os.path.join(folder, f"{stem}.{layout}")
                render.save(text, tags, base + ".txt", base + ".tsv")
                n, right, missed = score(program, base + ".txt", tags)
                total, good = total + n, good + right
                wrong.update(missed)
                shares.append(100 * right / max(1, n))
                rows.append(f"    {stem:<40}{n:>8}{shares[-1]:>8.2f}")
            confusion = " ".join(f"{a}>{b}:{k}" for (a, b), k in wrong.most_common(7))
            floor = f"{FLOORS[layout]:.1f}" if layout in FLOORS else ""
            print(f"{layout:<12}{len(scripts):>6}{total:>8}{100 * good / max(1, total):>8.2f}"
                  f"{min(shares):>8.2f}{floor:>7}  {confusion}", flush=True)
            print(f"row\trendered, {layout}\t{good}\t{total}")
            if given.v:
                print("\n".join(rows))


if __name__ == "__main__":
    main()
