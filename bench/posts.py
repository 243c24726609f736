#!/usr/bin/env python3
"""Read the invented posts of tests/posts and count the claims found and, of those, meant.

usage: posts.py WHOSE CORPORA [--show]

tests/posts/labels.tsv has for each claim its post, the story (Q, R: the samples; the others works of CORPORA), words of its
sentence, kind, subject, object, denied.  Posts from FRESH on were never tuned on and are counted apart.
Found: a claim of that kind, or, when there is none, any claim, comes from the sentence with those words.
Meant: kind, subject, denial, and the object where one is labelled, are right; two people of one past or of one love may
stand in either order.
"""
import json
import os
import subprocess
import sys

SAMPLES = {"Q": "a-quarter-turn.fountain", "R": "the-rain-book.xml"}
WORKS = {"H": "plays/hamlet.xml", "E": "litbank/original/158_emma.txt",
         "D": "litbank/original/174_the_picture_of_dorian_gray.txt", "M": "plays/macbeth.xml",
         "T": "litbank/original/110_tess_of_the_durbervilles_a_pure_woman.txt", "C": "plays/julius-caesar.xml",
         "G": "litbank/original/2775_the_good_soldier.txt", "B": "fountain/scripts/Big-Fish.fountain",
         "P": "litbank/original/1342_pride_and_prejudice.txt", "J": "litbank/original/1260_jane_eyre_an_autobiography.txt",
         "V": "litbank/original/2641_a_room_with_a_view.txt", "O": "plays/the-merchant-of-venice.xml"}
FRESH = "22"
PARTS = ("", " not tuned on")
EITHER = ("past", "cares", "marries", "ends")


def main(whose, corpora, show):
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    names, claims = {}, {}
    with open(os.path.join(root, "tests", "posts", "labels.tsv"), encoding="utf-8") as file:
        labels = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    extra = 0
    count = {part: [0, 0, 0] for part in PARTS}  # labelled, found, meant
    used = {}
    for post, story, words, kind, subject, other, denied in labels:
        path = os.path.join(root, "samples", SAMPLES[story]) if story in SAMPLES else os.path.join(corpora, WORKS[story])
        if story not in names:
            out = subprocess.run([whose, "read", "--json", path], capture_output=True).stdout
            names[story] = [c["name"] for c in json.loads(out)["characters"]]
        if post not in claims:
            actors = ["--cast", os.path.join(root, "tests", "posts", "cast.csv")] if story == "Q" else []
            out = subprocess.run([whose, "claim", "--json", "--from", os.path.join(root, "tests", "posts", post),
                                  *actors, path], capture_output=True).stdout
            claims[post] = json.loads(out) if out.strip() else []
        name = lambda x: "-" if x is None else names[story][x]
        of = [c["claim"] for c in claims[post]
              if words.replace("'", "\u2019") in c["claim"]["text"].replace("'", "\u2019")]
        best = max(of, key=lambda c: (c["kind"] == kind, name(c["subject"]) == subject, name(c["object"]) == other,
                                      c["denied"] == (denied == "yes")), default=None)
        right = False
        if best:
            used.setdefault(post, []).append(json.dumps(best, sort_keys=True))
            got = (name(best["subject"]), name(best["object"]))
            people = got[0] == subject and other in ("-", got[1])
            if (kind in EITHER or best["shared"]) and other != "-":
                people = people or got == (other, subject)
            right = best["kind"] == kind and people and best["denied"] == (denied == "yes")
        part = count[PARTS[post >= FRESH]]
        for i, yes in enumerate((True, best is not None, right)):
            part[i] += yes
        if show and not right:
            print(f"{post} \"{words}\": {kind} {subject} {other} {denied}")
            for c in of:
                print(f"      got {c['kind']} {name(c['subject'])} {name(c['object'])} {c['denied']}")
    for post, made in claims.items():
        for c in made:
            if json.dumps(c["claim"], sort_keys=True) not in used.get(post, []):
                extra += 1
                if show:
                    story = next(row[1] for row in labels if row[0] == post)
                    who = [names[story][x] if x is not None else "-" for x in (c["claim"]["subject"], c["claim"]["object"])]
                    print(f"extra {post}: {c['claim']['kind']} {who} {c['claim']['denied']} {c['claim']['text'][:80]!r}")
    for part, (n, found, meant) in count.items():
        print(f"row\tclaims of posts{part} found\t{found}\t{n}")
        print(f"row\tclaims of posts{part}, of those found meant\t{meant}\t{found}")
    print(f"{extra} more claims that are not labelled")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], "--show" in sys.argv)
