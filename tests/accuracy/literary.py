#!/usr/bin/env python3
"""
Measure tags, subjects and objects on hand-checked sentences of novels and scripts.

    literary.py [--upos PERCENT] [--args PERCENT] WHOSE MODEL FILE.conllu...

takes   WHOSE, the program; MODEL, the model file; files with UPOS by hand on every word, and head and relation by
        hand on the words that carry Checked=Yes
gives   for each file and for all: UPOS accuracy; precision, recall and F of the subject and object arcs; worst
        confusions with --verbose.  Exit 1 if one file is under a floor, 2 if a file or an answer cannot be read
method  the program gets the words and sentences only, through `annotate --from conllu`.  An arc is a word that is
        nsubj, nsubj:pass, nsubj:outer, obj or iobj; it is right if head and relation are right.  Arcs of the program
        on words that carry no Checked=Yes are wrong: every subject and object of the files is marked.
"""
import argparse
import collections
import subprocess
import sys

ARCS = ("nsubj", "obj", "iobj")


def sentences(text):
    """The word lines of each sentence: lists of ten columns, words cut from a longer token kept apart."""
    found, now = [], []
    for line in text.split("\n") + [""]:
        if not line.strip():
            if now:
                found.append(now)
            now = []
        elif line[0] != "#":
            columns = line.split("\t")
            if len(columns) != 10:
                raise ValueError("a line without ten columns: " + line[:60])
            now.append(columns)
    return found


def words(sentence):
    return [columns for columns in sentence if columns[0].isdigit()]


def is_arc(columns):
    return columns[7].split(":")[0] in ARCS


def bare(gold):
    """CoNLL-U with the words alone, so that no answer is given away."""
    out = []
    for sentence in gold:
        for columns in sentence:
            space = "SpaceAfter=No" if "SpaceAfter=No" in columns[9].split("|") else "_"
            out.append("\t".join(columns[:2] + ["_"] * 7 + [space]))
        out.append("")
    return "\n".join(out) + "\n"


def annotate(whose, model, gold):
    run = subprocess.run([whose, "annotate", "--model", model, "--from", "conllu", "--to", "conllu", "-"],
                         input=bare(gold).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode:
        raise ValueError("annotate failed: " + run.stderr.decode(errors="replace").strip())
    return sentences(run.stdout.decode())


def compare(gold, answer, count, wrong):
    if len(gold) != len(answer):
        raise ValueError("%d sentences given, %d came back" % (len(gold), len(answer)))
    for want, have in zip(map(words, gold), map(words, answer)):
        if [w[1] for w in want] != [h[1] for h in have]:
            raise ValueError("other words came back for: " + " ".join(w[1] for w in want)[:60])
        for w, h in zip(want, have):
            count["words"] += 1
            count["tags"] += w[3] == h[3]
            if w[3] != h[3]:
                wrong["%s as %s" % (w[3], h[3])] += 1
            checked = "Checked=Yes" in w[9].split("|") and is_arc(w)
            same = checked and w[6:8] == h[6:8]
            count["arcs"] += checked
            count["found"] += is_arc(h)
            count["right"] += same
            if checked != is_arc(h) or (checked and not same):
                wrong["%s as %s" % (w[7] if checked else "other", h[7] + (" of another" if h[7] == w[7] else "")
                                    if is_arc(h) else "other")] += 1


def percent(part, whole):
    return 100.0 * part / whole if whole else 0.0


def show(name, count):
    """Print one line; return UPOS accuracy and F of the arcs, in percent."""
    tags = percent(count["tags"], count["words"])
    f = percent(2 * count["right"], count["arcs"] + count["found"])
    print("%s: UPOS %.2f of %d words; subjects and objects: precision %.2f, recall %.2f, F %.2f of %d"
          % (name, tags, count["words"], percent(count["right"], count["found"]),
             percent(count["right"], count["arcs"]), f, count["arcs"]))
    return tags, f


def main():
    ask = argparse.ArgumentParser(description="Tags, subjects and objects on hand-checked literary sentences.")
    ask.add_argument("--upos", type=float, default=0, metavar="PERCENT", help="floor of UPOS accuracy, each file")
    ask.add_argument("--args", type=float, default=0, metavar="PERCENT", help="floor of F of the arcs, each file")
    ask.add_argument("--verbose", action="store_true", help="print the commonest mistakes")
    ask.add_argument("whose")
    ask.add_argument("model")
    ask.add_argument("files", nargs="+")
    options = ask.parse_args()
    whole, wrong = collections.Counter(), collections.Counter()
    n_passed = n_failed = 0
    for path in options.files:
        count = collections.Counter()
        try:
            with open(path, encoding="utf-8") as file:
                gold = sentences(file.read())
            if not gold:
                raise ValueError("no sentence in it")
            compare(gold, annotate(options.whose, options.model, gold), count, wrong)
        except (OSError, ValueError) as error:
            print("%s: %s" % (path, error), file=sys.stderr)
            return 2
        tags, f = show(path.rsplit("/", 1)[-1], count)
        for what, value, floor in (("UPOS", tags, options.upos), ("F of subjects and objects", f, options.args)):
            if value < floor:
                print("FAIL %s: %s is %.2f, the floor is %.2f" % (path, what, value, floor))
                n_failed += 1
            else:
                n_passed += 1
        whole.update(count)
    if len(options.files) > 1:
        show("all", whole)
    if options.verbose:
        for what, n in wrong.most_common(25):
            print("%4d  %s" % (n, what))
    print("%d passed, %d failed" % (n_passed, n_failed))
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
