#!/usr/bin/env python3
"""Runs the examples of tests/spec/corrections.md.

  corrections.py WHOSE SPEC

A block fenced as fountain, prose or tei is a story, the block fenced as "whose" behind it
a file of corrections that lies beside it, and the block fenced as "cast" what is read:
"line 2: what became of the statement", "people: NAME (pronoun), ...", "narrator: NAME",
"NAME: a speech".  A cast of one line "error ..." is what the program says to a file that
it cannot read.  A fence "draft" instead of "cast" is `whose fix`.  Prints TAP.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

ENDINGS = {"fountain": "fountain", "prose": "txt", "tei": "xml"}
LIMIT_S = 60


def examples(path):
    title, story, fixes = "", None, None
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for match in re.finditer(r"^(#+ [^\n]*)$|^```(\w+)\n(.*?)^```$", text, re.M | re.S):
        heading, fence, body = match.groups()
        if heading:
            title = heading.lstrip("# ")
        elif fence in ENDINGS:
            story, fixes = (fence, body), ""
        elif fence == "whose":
            fixes = body
        elif fence in ("cast", "draft"):
            yield title, story, fixes, fence, body


def run(whose, folder, *args):
    done = subprocess.run([whose, *args], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=LIMIT_S)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()


def read(whose, folder, story, fence):
    if fence == "draft":
        return run(whose, folder, "fix", "--model", "none", story)[1].decode("utf-8")
    code, out, err = run(whose, folder, "read", "--json", "--model", "none", story)
    if code not in (0, 1):
        return f"error {code} {err}\n"
    report = json.loads(out.decode("utf-8"))
    text = run(whose, folder, "text", story)[1]
    names = [c["name"] + (f" ({c['pronouns']})" if c["pronouns"] else "") for c in report["characters"]]
    lines = [f"line {c['line']}: {c['what']}" for c in report["corrections"]]
    lines.append("people: " + ", ".join(names))
    narrator = report["narration"]["narrator"]
    if narrator is not None:
        lines.append("narrator: " + report["characters"][narrator]["name"])
    for speech in report["speeches"]:
        who = speech["speaker"]
        said = " ".join(text[speech["start"]:speech["end"]].decode("utf-8").split())
        lines.append(("nobody" if who is None else report["characters"][who]["name"]) + ": " + said)
    return "\n".join(lines) + "\n"


def main():
    whose, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    n = n_failed = 0
    for title, (form, story), fixes, fence, wanted in examples(path):
        n += 1
        with tempfile.TemporaryDirectory() as folder:
            name = "story." + ENDINGS[form]
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(story)
            with open(os.path.join(folder, name + ".whose"), "w", encoding="utf-8") as f:
                f.write(fixes)
            got = read(whose, folder, name, fence)
        n_failed += got != wanted
        print(f"{'' if got == wanted else 'not '}ok {n} - {title}")
        if got != wanted:
            for line in got.splitlines():
                print("# " + line)
    print(f"1..{n}")
    return n == 0 or n_failed > 0


if __name__ == "__main__":
    sys.exit(main())
