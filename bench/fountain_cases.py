#!/usr/bin/env python3
"""Compare the Fountain reader with the examples of another parser.

usage   fountain_cases.py CASES [WHOSE]
takes   CASES, a folder of pairs X.fountain and X.txt (or X-....txt), the second
        listing the elements of the first; WHOSE, the program (default: whose)
gives   for each pair "ok" or the lines that differ, then "fountain cases: N of M agree";
        exit 1 when a pair differs that is not among KNOWN
method  `whose dump --stage doc`; both sides become a list of elements without notes,
        boneyards, tags and emphasis, neighbouring paragraphs of one kind joined
"""
import difflib
import pathlib
import re
import subprocess
import sys

# Where we differ knowingly; tests/spec/fountain.md says why.
KNOWN = {
    "Boneyards": "a transition right before a boneyard is one",
    "Notes": "a speech that an empty line ended stays ended",
    "Parenthetical": "the second of two parentheticals in a row is one",
    "Sections": "CUT TO: on the first line is no title page",
    "Formatted": "emphasis inside emphasis is found",
}

ELEMENT = re.compile(
    r'^(ACTION|CHARACTER|DIALOGUE|PARENTHETICAL|HEADING|LYRIC|TRANSITION|PAGEBREAK|SECTION|'
    r'SYNOPSIS|TITLEENTRY):"(.*?)"((?:[ :](?:\(\w[^)\n]*\)|"[^"]*"|tags:\S+))*)$',
    re.S | re.M)
OUR_KIND = {"action": "ACTION", "dialogue": "DIALOGUE", "parenthetical": "PARENTHETICAL",
            "lyric": "LYRIC", "transition": "TRANSITION", "centered": "CENTERED"}
JOINED = {"ACTION", "DIALOGUE", "LYRIC"}


def plain(text):
    """Words only: no notes, boneyards or emphasis, blanks folded."""
    text = re.sub(r"\[\[\d+\]\]|/\*\d+\*/", " ", text)
    for sign in (r"\*\*\*", r"\*\*", r"\*", "_"):
        text = re.sub(sign + r"(?=\S)([^*_\n]*?\S)" + sign, r"\1", text)
    text = re.sub(r"\s+([.,])", r"\1", text)
    return " ".join(text.split())


def joined(elements):
    out = []
    for element in elements:
        if element[1:] == ("",) and element[0] != "PAGEBREAK":
            continue
        if out and element[0] in JOINED and out[-1][0] == element[0]:
            out[-1] = (element[0], out[-1][1] + " " + element[1])
        else:
            out.append(element)
    return out


def expected_elements(text):
    out = []
    for kind, words, rest in ELEMENT.findall(text):
        if kind == "ACTION" and "(centered)" in rest:
            kind = "CENTERED"
        if kind == "CHARACTER":
            extension = re.search(r'"\((.*?)\)"', rest)
            out.append((kind, plain(words), extension.group(1) if extension else "",
                        "dual" if "(Dual)" in rest.replace('"(Dual)"', "") else ""))
        elif kind == "HEADING":
            number = re.search(r"\(([^)]*)\)", rest)
            out.append((kind, plain(words), number.group(1) if number else ""))
        elif kind == "SECTION":
            out.append((kind, plain(words), re.search(r"\((\d)\)", rest).group(1)))
        elif kind == "TITLEENTRY":
            value = re.search(r':"(.*)"', rest, re.S)
            out.append((kind, plain(words), plain(value.group(1)) if value else ""))
        else:
            out.append((kind, plain(words)))
    return joined(out)


def our_elements(dump):
    out, number, is_head = [], "", True
    for line in dump.splitlines()[1:]:
        kind, _, words = line.strip().partition(" ")
        if kind in ("title", "author", "act", "part", "chapter", "doubt"):
            continue
        if kind == "scene":
            found = re.match(r"\d+ number (\S+) because", words)
            number = found.group(1) if found else ""
            is_head = False
        elif kind == "heading":
            out.append(("HEADING", plain(words), number))
        elif kind == "speech":
            dual = "dual" if words.startswith("dual ") else ""
            words = words[5:] if dual else words
            name, _, rest = words.partition("(")
            extensions = re.findall(r"\(([^)]*)\)", "(" + rest)
            extensions = [e for e in extensions if not re.match(r"(?i)cont['’]?d", e)]
            out.append(("CHARACTER", plain(name), extensions[0] if extensions else "", dual))
        elif kind == "other":
            section = re.match(r"(#+)\s*(.*)", words)
            entry = re.match(r"([^:]+):\s*(.*)", words)
            if re.fullmatch("===+", words):
                out.append(("PAGEBREAK", ""))
            elif section:
                out.append(("SECTION", plain(section.group(2)), str(len(section.group(1)))))
            elif words.startswith("="):
                out.append(("SYNOPSIS", plain(words[1:])))
            elif entry and is_head:
                out.append(("TITLEENTRY", plain(entry.group(1)), plain(entry.group(2))))
        else:
            words = words[1:-1] if kind == "parenthetical" else words
            out.append((OUR_KIND[kind], plain(words)))
    return joined(out)


def compare(case, expected_file, whose):
    done = subprocess.run([whose, "dump", "--stage", "doc", str(case)],
                          capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        return [done.stderr.strip() or "no output"]
    text = expected_file.read_text(encoding="utf-8")
    if re.match(r"<[bi]>", text):  # the emphasis as HTML
        want = [" ".join(re.sub(r"</?[biu]>", "", text).split())]
        got = [" ".join(line.strip().partition(" ")[2] for line in done.stdout.splitlines()
                        if line.strip().startswith("action "))]
    else:
        want = [" | ".join(element) for element in expected_elements(text)]
        got = [" | ".join(element) for element in our_elements(done.stdout)]
    return [line for line in difflib.unified_diff(want, got, "theirs", "ours", lineterm="", n=0)
            if not line.startswith(("---", "+++", "@@"))]


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, whose = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else "whose"
    n_cases = n_agree = n_unknown = 0
    for expected_file in sorted(folder.glob("*.txt")):
        stem = expected_file.stem
        case = next((folder / (name + ".fountain") for name in (stem, stem.partition("-")[0])
                     if (folder / (name + ".fountain")).exists()), None)
        if case is None:
            continue
        differences = compare(case, expected_file, whose)
        n_cases += 1
        n_agree += not differences
        if differences:
            n_unknown += case.stem not in KNOWN
            print(f"{stem}: differs ({KNOWN.get(case.stem, 'not expected')})")
            print("\n".join("    " + line[:160] for line in differences))
        else:
            print(f"{stem}: ok")
    print(f"fountain cases: {n_agree} of {n_cases} agree")
    sys.exit(1 if n_unknown or n_cases == 0 else 0)


if __name__ == "__main__":
    main()
