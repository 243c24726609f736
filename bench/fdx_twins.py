#!/usr/bin/env python3
"""Compare every script in Final Draft's format with its twin in Fountain.

usage   fdx_twins.py FOLDER [WHOSE]
takes   FOLDER, searched for X.fdx; the twin is X.fountain beside it, or else the
        one whose name X begins with; WHOSE, the program (default: whose)
gives   for each pair "ok", or what differs: people, scenes with their headings,
        speeches with their speaker and words; then "fdx: N of M twins agree";
        exit 1 when a pair differs
method  `whose read --json` and `whose text` of both; the marks of Fountain and
        line ends are no difference
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys


def run(whose, *arguments):
    done = subprocess.run([whose, *arguments], capture_output=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        sys.exit(f"{whose} {' '.join(arguments)}: {done.stderr.decode().strip()}")
    return done.stdout


def words_of(text):
    """No notes, boneyards, emphasis or escapes; blanks folded."""
    text = re.sub(r"\[\[.*?\]\]|/\*.*?\*/", "", text, flags=re.S)
    return " ".join(re.sub(r"[*_\\]|^~", "", text, flags=re.M).split())


def facts(whose, path):
    story = json.loads(run(whose, "read", "--json", str(path)))
    text = run(whose, "text", str(path))
    name = {person["id"]: person["name"] for person in story["characters"]}
    scenes = [words_of(segment["heading"] or "") for segment in story["segments"]
              if segment["kind"] == "scene"]
    said = {}
    for piece in story["speeches"]:
        speakers = [piece["speaker"], *piece["also"]]
        turn = said.setdefault(piece["turn"], (" & ".join(name.get(s, "?") for s in speakers), []))
        turn[1].append(words_of(text[piece["start"]:piece["end"]].decode()))
    return {
        "person": sorted(name.values()),
        "scene": scenes,
        "speech": [f"{speaker}: {' '.join(pieces)}" for speaker, pieces in said.values()],
    }


def differences(fdx, fountain):
    for kind in fdx:
        for line in difflib.unified_diff(fountain[kind], fdx[kind], n=0, lineterm=""):
            if not line.startswith(("---", "+++", "@@")):
                yield f"{kind} {'only' if line[0] == '+' else 'not'} in the FDX: {line[1:]}"


def twin_of(path):
    twins = [twin for twin in path.parent.glob("*.fountain")
             if path.stem == twin.stem or path.stem.startswith(twin.stem + "-")]
    return max(twins, key=lambda twin: len(twin.stem), default=None)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    whose = sys.argv[2] if len(sys.argv) == 3 else "whose"
    n_same = n_pairs = 0
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.fdx")):
        twin = twin_of(path)
        if twin is None:
            print(f"{path.stem}: no twin")
            continue
        n_pairs += 1
        ours, theirs = facts(whose, path), facts(whose, twin)
        found = list(differences(ours, theirs))
        counts = ", ".join(f"{len(ours[kind])} {noun}" for kind, noun in
                           (("person", "people"), ("scene", "scenes"), ("speech", "speeches")))
        n_same += not found
        print(f"{path.stem}: {counts}: {'ok' if not found else f'{len(found)} differences'}")
        for line in found:
            print(f"    {line}")
    print(f"fdx: {n_same} of {n_pairs} twins agree")
    return n_same < n_pairs or n_pairs == 0


if __name__ == "__main__":
    sys.exit(main())
