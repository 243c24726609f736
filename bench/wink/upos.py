#!/usr/bin/env python3
"""UPOS from raw text: F1 over words that lie on the same characters and have the same tag.

  upos.py PRED GOLD.conllu     PRED: CoNLL-U, or "token<TAB>tag" lines

Prints "right<TAB>of": twice the right words, and predicted and gold ones together.
"""
import sys


def words(path):
    out, at = set(), 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 2:
                form, tag = fields
            elif len(fields) == 10 and fields[0].isdigit():
                form, tag = fields[1], fields[3]
            else:
                continue
            n = len("".join(form.split()))
            out.add((at, at + n, tag))
            at += n
    return out, at


(pred, n_pred), (gold, n_gold) = words(sys.argv[1]), words(sys.argv[2])
if n_pred != n_gold:
    sys.exit(f"{sys.argv[1]} has {n_pred} characters without spaces, {sys.argv[2]} has {n_gold}")
print(2 * len(pred & gold), len(pred) + len(gold), sep="\t")
