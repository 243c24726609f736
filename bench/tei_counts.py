#!/usr/bin/env python3
"""Counts what an independent XML query finds in TEI plays, and compares.

usage: tei_counts.py WHOSE FOLDER...

takes   the program, and folders of TEI files
gives   "tei: N of M plays agree", and each difference
method  ElementTree counts <sp>, scenes, ids in @who and listed persons; `WHOSE dump
        --stage doc` must show as many.  A scene is a division of type scene, one that
        is innermost among those with speeches and has none that is a scene around it,
        and each stretch of speeches between the divisions of an act.  An act without
        divisions gets its scenes from entrances: there only "at least one" is compared.
"""
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def local(element):
    return element.tag.split("}")[-1] if isinstance(element.tag, str) else ""


def words_of(element):
    return "".join(element.itertext()).split()


def has_text(element):
    """Is there a word of the story in it, or somebody to say it?"""
    return bool(words_of(element)) or bool((element.get("who") or "").strip())


def scenes_of(element, is_play=False):
    """(number of scenes, is the number exact) of a division or of the body."""
    divisions = [d for d in element if local(d) == "div"]
    divisions = [d for d in divisions if d.find(f".//{TEI}sp") is not None
                 or (d.get("type") == "scene" and any(local(c) != "head" for c in d))]
    kind = element.get("type", "")
    own = any(local(c) == "sp" for c in element)
    if kind == "scene" or (kind not in ("act", "") and own):
        return 1, True
    if not divisions:
        if not own and not is_play:
            return 0, True
        if kind == "act" and not is_play:
            head = element.find(TEI + "head")
            first = words_of(head)[:1] if head is not None else []
            if first and re.match(r"(?i)scene|prologue|epilogue", first[0]):
                return 1, True
        return 1, False
    total, exact, is_loose = 0, True, False
    for child in element:
        if local(child) == "sp" and not is_loose:
            is_loose = True
            total += 1
        elif child in divisions:
            is_loose = False
            n, is_exact = scenes_of(child)
            total += n
            exact = exact and is_exact
    return total, exact


def query(path):
    root = ElementTree.parse(path).getroot()
    text = root.find(TEI + "text")
    speeches = [s for s in text.iter(TEI + "sp") if has_text(s)]
    who = {w.split("#")[-1] for s in speeches for w in (s.get("who") or "").split()}
    persons = {p.get(XML_ID) for p in root.iter() if local(p) in ("person", "personGrp")}
    n_scenes, is_exact = 0, True
    for part in text:
        if local(part) == "body":
            n, is_exact = scenes_of(part, True)
            n_scenes += n
        else:
            n_scenes += sum(scenes_of(d)[0] for d in part if d.find(f".//{TEI}sp") is not None)
    return {"speeches": len(speeches), "speakers": len(who), "persons": len(persons),
            "scenes": n_scenes}, is_exact, persons


def dump(program, path, persons):
    done = subprocess.run([program, "dump", "--stage", "doc", str(path)], capture_output=True,
                          text=True, check=False)
    if done.returncode not in (0, 1):
        return None, done.stderr.strip()
    n_speeches = n_scenes = 0
    who, listed = set(), set()
    for line in done.stdout.split("\n"):
        word = line.split()
        if not word:
            continue
        if word[0] == "speech":
            n_speeches += 1
            ids = re.search(r"((?: #\S+)*)$", line.rstrip())
            who.update(w[1:] for w in ids.group(1).split())
        elif word[0] == "scene":
            n_scenes += 1
        elif word[0] == "role" and len(word) > 1 and word[1][1:] in persons:
            listed.add(word[1][1:])
    return {"speeches": n_speeches, "speakers": len(who), "persons": len(listed),
            "scenes": n_scenes}, ""


def main():
    if len(sys.argv) < 3:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    program, n_plays, n_agree = sys.argv[1], 0, 0
    differences = []
    for path in sorted(p for folder in sys.argv[2:] for p in Path(folder).glob("*.xml")):
        n_plays += 1
        expected, is_exact, persons = query(path)
        got, message = dump(program, path, persons)
        if got is None:
            differences.append(f"{path.name}: {message}")
            continue
        wrong = [f"{what} {got[what]}, not {n}" for what, n in expected.items()
                 if (got[what] < n if what == "scenes" and not is_exact else got[what] != n)]
        if wrong:
            differences.append(f"{path.name}: " + "; ".join(wrong))
        else:
            n_agree += 1
    for difference in differences:
        print(difference)
    print(f"tei: {n_agree} of {n_plays} plays agree")
    return 0 if n_agree == n_plays else 1


if __name__ == "__main__":
    sys.exit(main())
