#!/usr/bin/env python3
"""Write a novel of the Project Dialogism Novel Corpus down as screenplays in Fountain.

usage: novel_to_fountain.py NOVELDIR OUTDIR

Quotations become speeches of their speakers, narration becomes action, and a scene
heading stands every few paragraphs, so that the labels of lines can be learnt from
prose and talk in the proportions of a film.  One novel gives many scripts, short and
long, each with a title page.  The seed is the name of the novel.
"""
import ast
import csv
import os
import random
import re
import sys

PLACES = """kitchen garden station street hallway bedroom office church beach forest corridor car
library rooftop cellar attic market bridge harbour stairwell hospital school courtroom barn field
train cafe hotel warehouse lobby museum chapel laboratory ward prison yard shed pub""".split()
TIMES = ["DAY", "NIGHT", "MORNING", "EVENING", "LATER", "CONTINUOUS", "DAWN", "DUSK", "AFTERNOON"]
SHOTS = ["ANGLE ON {}", "CLOSE ON {}", "ON {}", "{}'S POV", "BACK TO SCENE", "INSERT - {}", "WIDER",
         "SERIES OF SHOTS", "SUPER: {}"]
HINTS = ["softly", "beat", "to himself", "a pause", "laughing", "under her breath", "turning away",
         "into the telephone, with one eye on the door", "without looking up", "in a whisper"]


def tidy(text):
    return re.sub(r"\s+", " ", text.replace("_", "")).strip()


BARE = ["BACK IN THE {}", "LATER", "THE {}", "{}", "MOMENTS LATER", "OUTSIDE THE {}", "{} - LATER",
        "THE NEXT MORNING", "IN THE {}", "ANOTHER {}", "{} / {}", "NIGHT", "MONTAGE - {}", "INSIDE",
        "OUTSIDE", "AT THE {}", "UNDER THE {}", "FROM OUTSIDE THE {}", "BACK ON {}", "ON THE {}",
        "THE {}, A MINUTE AGO", "{} POV", "A {} AND A {}.", "THE {} - SAME"]
LENGTHS = [12, 25, 40, 60, 100, 200, 400, 900]


def title_page(rng, name):
    page = [f"Title: {name}", f"Credit: {rng.choice(['Written by', 'written by', 'by', 'A screenplay by', 'Story by'])}",
            f"Author: {rng.choice(['Ann Other', 'J. R. Nobody', 'The Corpus', 'Max Power & Lee Way'])}"]
    if rng.random() < 0.4:
        page.append(f"Source: {rng.choice(['based on the novel by Somebody Else', 'from a true story', 'Story by A. B.'])}")
    if rng.random() < 0.5:
        page.append(f"Draft date: {rng.choice(['1/27/2012', '7/8/1998', 'May 4, 2003', '12 March 1987', 'FINAL DRAFT'])}")
    if rng.random() < 0.5:
        page.append(rng.choice(["Contact:\n\tNext Door Films\n\t15 Any St.\n\tSmallville, CA 90210",
                                "Contact:\n\tPO Box 1103\n\tSan Pablo CA 94912\n\tRegistered WGAw No. 701111",
                                "Contact:\n\t(555) 555-0100\n\tsomebody@example.org"]))
    if rng.random() < 0.3:
        page.append("Copyright: (c) 2003 Some Pictures")
    return "\n".join(page)


def heading(rng):
    if rng.random() < 0.14:
        return "." + rng.choice(BARE).replace("{}", rng.choice(PLACES).upper())
    def place():
        name = rng.choice(PLACES).upper()
        if rng.random() < 0.4:
            name = f"{rng.choice(['OLD', 'SMALL', 'UPPER', 'EMPTY', 'THE', 'NORTH', 'HALF-DARK'])} {name}"
        if rng.random() < 0.2:
            name = f"{rng.choice(['MASON', 'ANNA', 'HALLORAN', 'THE COLONEL'])}'S {name}"
        return name

    where = rng.choice([", ", " - ", " (", " / "]).join(place() for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))
    where += ")" * where.count("(")
    time = rng.choice(TIMES)
    if rng.random() < 0.15:
        time = rng.choice(["A MOMENT LATER", "SAME", "(PRESENT) DAY", "DAY (1998)", "NIGHT [FLASHBACK]",
                           "NIGHT [CONTINUOUS]", "LATE AFTERNOON", "THE SAME", "CONTINUED", "MAGIC HOUR"])
    if rng.random() < 0.1:
        time = ""
    mark = rng.choice([" - ", " - ", " - ", ", ", ". ", " -- "]) if time else ""
    return f"{rng.choice(['INT.', 'INT.', 'EXT.', 'EXT.', 'INT./EXT.'])} {where}{mark}{time}"


def action(rng, text, names, out):
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", tidy(text))
    while sentences:
        take = rng.choice([1, 1, 2, 2, 3, 4])
        part = " ".join(sentences[:take])[:900]
        sentences = sentences[take:]
        if rng.random() < 0.2:
            words = part.split(" ")
            k = rng.randrange(len(words))
            words[k] = words[k].upper()
            part = " ".join(words)
        if len(part) > 3 and part.upper() != part:
            out.append("!" + part)
        if rng.random() < 0.05:
            out.append("!" + rng.choice(SHOTS).format(rng.choice(names)))


def speech(rng, name, text, out):
    lines = ["@" + name + rng.choice([""] * 12 + [" (CONT'D)", " (V.O.)", " (O.S.)"])]
    if rng.random() < 0.12:
        lines.append(f"({rng.choice(HINTS)})")
    text = tidy(text)
    if rng.random() < 0.8:  # in films people say less at a time
        text = " ".join(re.split(r"(?<=[.!?])\s+", text)[:rng.choice([1, 1, 1, 2, 2, 3, 4])])
    if rng.random() < 0.06 and ". " in text:
        head, tail = text.split(". ", 1)
        lines += [head + ".", f"({rng.choice(HINTS)})", tail]
    else:
        lines.append(text)
    if all(lines):
        out.append("\n".join(lines))


def elements(folder, rng):
    """Yields the elements of the script, and None where a heading may stand."""
    data = open(os.path.join(folder, "novel_text.txt"), "rb").read()
    quotes = []
    for row in csv.DictReader(open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8")):
        for start, end in ast.literal_eval(row["quoteByteSpans"]):
            quotes.append((start, end, row["speaker"].strip("_").upper() or "VOICE"))
    quotes.sort()
    names = sorted({q[2] for q in quotes})[:60]
    left, q, at = rng.randrange(3, 20), 0, 0

    def words(a, b):
        return data[a:b].decode("utf-8", "replace").strip(' "\u201c\u201d\n') if a < b else ""

    for paragraph in re.split(rb"\n\s*\n", data):
        start = data.find(paragraph, at)
        at = end = start + len(paragraph)
        told, said, who, last, out = "", "", None, start, []
        while q < len(quotes) and quotes[q][0] < end:
            a, b, speaker = quotes[q]
            q += 1
            told += " " + words(last, a)
            said += " " + words(a, b)
            who, last = speaker, b
        told += " " + words(last, end)
        if who is None:
            if len(told) > 20 and rng.random() < 0.7:
                action(rng, told, names, out)
        else:
            if len(told) > 90 and rng.random() < 0.6:
                action(rng, told, names, out)
            speech(rng, who, said, out)
        if out and out[0].startswith("!") and rng.random() < 0.04:
            # a heading that is the subject of the action under it
            split = out[0][1:].split(" ")
            if len(split) > 4:
                take = rng.choice([1, 2, 2, 3])
                yield "." + " ".join(split[:take]).upper().strip(",;:.")
                out[0] = "!" + " ".join(split[take:])
        yield from out
        left -= 1
        if left <= 0:
            yield None
            left = rng.randrange(2, 30)


def main(folder, outdir):
    name = os.path.basename(os.path.normpath(folder))
    rng = random.Random(name)
    n, left, out = 0, 0, []

    def finish():
        if len(out) > 4:
            with open(os.path.join(outdir, f"{name}-{n:03}.fountain"), "w", encoding="utf-8") as file:
                file.write("\n\n".join(out) + "\n")

    for element in elements(folder, rng):
        if left <= 0:
            finish()
            n, left = n + 1, rng.choice(LENGTHS)
            out = [title_page(rng, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))]
            if rng.random() < 0.4:
                out.append(rng.choice(["FADE IN:", "> FADE IN:", "OVER BLACK:"]))
            out.append(heading(rng))
        if element is None:
            if rng.random() < 0.15:
                out.append("> " + rng.choice(["CUT TO:", "DISSOLVE TO:", "FADE OUT.", "SMASH CUT TO:",
                                              "INTERCUT WITH:", "MATCH CUT TO:", "HERE WE GO:"]))
            out.append(heading(rng))
        else:
            out.append(element)
            left -= 1
    finish()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
