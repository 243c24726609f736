#!/usr/bin/env python3
"""Tags and heads over the gold words of EWT dev, words and sentences from its raw text, as ../score/score.py counts them.

  english.py WHOSE CORPORA [MODEL]     MODEL: what `whose --model` shall take; without it, what it finds by itself

Prints "row<TAB>what<TAB>right<TAB>of" lines.  Of an F1, right is twice the true ones and of is predicted and gold together.
Exits with 1 when something cannot be measured.  Standard library only.
"""
import importlib.util
import os
import subprocess
import sys
import tempfile


def scorer(corpora):
    """The module score.py.  It rounds its ratios to four digits: here they stay pairs of counts."""
    path = os.path.join(corpora, os.pardir, "score", "score.py")
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("score", path)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    score.ratio = lambda right, of: (right, of)
    return score


def annotate(whose, model, arguments, path):
    command = [whose, "annotate", "--to", "conllu"] + (["--model", model] if model else []) + arguments
    with open(path, "wb") as out:
        subprocess.run(command, stdout=out, check=True)


def row(what, right, of):
    print(f"row\t{what}\t{right}\t{of}")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    whose, corpora = sys.argv[1:3]
    model = sys.argv[3] if len(sys.argv) == 4 else None
    gold, raw = (os.path.join(corpora, "ewt", name) for name in ("dev.conllu", "dev.txt"))
    try:
        score = scorer(corpora)
        with tempfile.TemporaryDirectory() as folder:
            parsed, cut = (os.path.join(folder, name) for name in ("gold-words.conllu", "raw.conllu"))
            annotate(whose, model, ["--from", "conllu", gold], parsed)
            annotate(whose, model, [raw], cut)
            of_words, of_raw = score.parse(parsed, gold), score.tokens(cut, gold)
    except (OSError, subprocess.CalledProcessError, SystemExit) as why:
        print(f"EWT dev is not measured: {why}")
        sys.exit(1)
    for what in ("upos", "uas", "las"):
        row(f"EWT dev, gold words: {what.upper()}", *of_words[what])
    for what in ("tokens", "sentences"):
        row(f"EWT dev, raw text: {what}, F1", 2 * of_raw[what]["tp"], of_raw[what]["pred"] + of_raw[what]["gold"])


if __name__ == "__main__":
    main()
