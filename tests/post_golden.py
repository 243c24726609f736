#!/usr/bin/env python3
"""Each claim of an invented post, in order, with its answer, against what is written beside it.

  post_golden.py WHOSE POST STORY [--write]

POST.answers has a line a claim: kind, subject, object, denied, verdict, how many passages for and against.  Prints TAP.
"""
import json
import os
import subprocess
import sys


def main(whose, post, story, write):
    def run(*arguments):
        return json.loads(subprocess.run([whose, *arguments], capture_output=True, check=True).stdout)

    names = [who["name"] for who in run("read", "--json", story)["characters"]]
    lines = []
    for row in run("claim", "--json", "--from", post, story):
        claim, answer = row["claim"], row["answer"]
        who = [names[x] if x is not None else "-" for x in (claim["subject"], claim["object"])]
        lines.append("\t".join([claim["kind"], *who, "denied" if claim["denied"] else "affirmed", answer["verdict"],
                                f'{len(answer["for"])} for', f'{len(answer["against"])} against']))
    path = os.path.splitext(post)[0] + ".answers"
    if write:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        return 0
    with open(path, encoding="utf-8") as file:
        wanted = file.read().split("\n")[:-1]
    print(f"1..{len(wanted)}")
    for i, line in enumerate(wanted):
        got = lines[i] if i < len(lines) else "nothing"
        print(f"{'ok' if got == line else 'not ok'} {i + 1} - {line}".replace("\t", " "))
        if got != line:
            print("# got " + got.replace("\t", " "))
    for line in lines[len(wanted):]:
        print("not ok - one claim more: " + line.replace("\t", " "))
    return lines != wanted


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:4], "--write" in sys.argv))
