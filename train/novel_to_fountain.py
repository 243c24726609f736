#!/usr/bin/env python3
"""Write novels down as screenplays in Fountain, to learn from.

usage: novel_to_fountain.py OUTDIR TREEBANK.conllu NOVEL.txt...

takes   novels as plain text; a treebank, for the present tense of verbs
gives   OUTDIR/<novel>-NNN.fountain, scripts of many lengths, each with a title page
method  What stands between quotation marks becomes speech, its speaker a name that is told beside it or whose
        turn it is; what stands outside becomes action, in the present tense as in films.  Scene headings, shots,
        title cards, transitions and directions are invented.  Novels told by an "I" are left out: nobody narrates
        action so.  The seed is the name of the novel.
cost    linear
"""
import collections
import os
import random
import re
import sys

PLACES = """kitchen garden station street hallway bedroom office church beach forest corridor car
library rooftop cellar attic market bridge harbour stairwell hospital school courtroom barn field
train cafe hotel warehouse lobby museum chapel laboratory ward prison yard shed pub""".split()
TIMES = ["DAY", "NIGHT", "MORNING", "EVENING", "LATER", "CONTINUOUS", "DAWN", "DUSK", "AFTERNOON"]
SHOTS = ["ANGLE ON {}", "CLOSE ON {}", "ON {}", "{}'S POV", "BACK TO SCENE", "INSERT - {}", "WIDER",
         "SERIES OF SHOTS", "SUPER: {}", "ANGLE ON {}.", "{}.", "THE {}.", "A {}.", "{} AND {}"]
HINTS = ["softly", "beat", "to himself", "a pause", "laughing", "under her breath", "turning away",
         "into the telephone, with one eye on the door", "without looking up", "in a whisper", "pause",
         "into phone", "smiling", "off his look", "to {}", "re: the {}", "raises his glass"]
BARE = ["BACK IN THE {}", "LATER", "THE {}", "{}", "MOMENTS LATER", "OUTSIDE THE {}", "{} - LATER",
        "THE NEXT MORNING", "IN THE {}", "ANOTHER {}", "{} / {}", "NIGHT", "MONTAGE - {}", "INSIDE",
        "OUTSIDE", "AT THE {}", "UNDER THE {}", "FROM OUTSIDE THE {}", "BACK ON {}", "ON THE {}",
        "THE {}, A MINUTE AGO", "{} POV", "A {} AND A {}.", "THE {} - SAME", "BACK TO SCENE", "OPENING TITLES"]
CARDS = ["THE {}", "TWO YEARS LATER", "A {} & A {}\nIN", "{} PICTURES\nPRESENTS", "MAY 1931", "THE {}\nAND THE {}", "CHAPTER TWO",
         "\"The {}\"", "starring\nMAX POWER\n& LEE WAY", "THE END", "PART ONE", "\"{}\"\nby Ann Other", "BASED ON A TRUE {}"]
# what is read or seen and stands on lines of its own: a card, a letter, a sign, a list
NOTES = ["{} {}\n{} Hotel, RM 412\n1:00 pm tomorrow", "Dear {},\nI am at the {}. Come alone.\n{}", "{} & Sons\nEst. 1904",
         "{} --\nMeet me at the {}.\n{}", "1. Milk\n2. {}\n3. A {}", "{}, 37\n{}, 12\nMissing since May", "Happy Birthday, {}!\nLove, {}",
         "To: {}\nFrom: {}\nRe: the {}", "{}\n12 {} Road\nTomorrow, 9:30 am", "\"The {} is closed.\nGo home.\"", "WARNING!\nNO {} BEYOND THIS POINT!",
         "{} {}\n1931 - 1987\nBeloved {}"]
BEATS = ["Beat.", "A beat.", "Silence.", "Nothing.", "A long pause.", "{} nods.", "{} shrugs.", "{} laughs.", "They look at each other.",
         "{} looks up.", "Off {}'s look...", "{} hangs up.", "{} exits.", "He smiles.", "She turns away.", "They wait.",
         "{} stares.", "{}, stunned.", "And then...", "Then --", "Suddenly --", "We HOLD ON {}."]
WORDS = ["Yes.", "No.", "What?", "Really?", "Okay.", "Come on.", "I know.", "Nice.", "Shit.", "Dude.", "Yeah.", "Huh.", "Thanks.",
         "Stop!", "Sorry.", "Hello?", "Hi.", "{}?", "{}!", "{}...", "Go.", "Wait!", "Uh...", "But...", "Oh.", "Never.", "Why?",
         "You okay?", "I'm fine.", "Let's go.", "It's you.", "Don't.", "Right.", "Fine.", "Sure.", "Mom?", "Dad!", "Hey.",
         "What do you mean?", "I don't know.", "That's not what I said.", "You're kidding.", "Where are we going?"]
LENGTHS = [12, 20, 30, 40, 60, 100, 200, 500]
MOST = 400000  # bytes of a novel
MODAL = {"had", "has", "have", "having", "was", "were", "is", "are", "been", "be", "being", "to", "got", "get", "not"}


def tenses(path):
    """Past forms and what the treebank says instead in the present."""
    past, present = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    with open(path, encoding="utf-8") as file:
        for row in file:
            field = row.split("\t")
            if len(field) > 4 and field[4] == "VBD":
                past[field[1].lower()][field[2].lower()] += 1
            elif len(field) > 4 and field[4] == "VBZ" and "'" not in field[1]:
                present[field[2].lower()][field[1].lower()] += 1

    def ending(lemma):
        return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + (
            "es" if re.search(r"(s|sh|ch|x|z|o)$", lemma) else "s")
    table = {form: (present[lemmas.most_common(1)[0][0]].most_common(1) or [(ending(lemmas.most_common(1)[0][0]),)])[0][0]
             for form, lemmas in past.items()}
    table.update({"were": "are", "was": "is", "had": "has", "did": "does", "said": "says"})
    return table


def to_present(text, table):
    out, before = [], ""
    for piece in re.split(r"(\w+)", text):
        low = piece.lower()
        if low in table and piece == low and (before not in MODAL or low in ("was", "were", "had", "did")):
            piece = table[low]
        if re.match(r"\w", piece):
            before = low
        out.append(piece)
    return "".join(out)


def tidy(text):
    return re.sub(r"\s+", " ", text.replace("_", "")).strip()


def paragraphs(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read().replace("\r\n", "\n")
    text = text[len(text) // 20:][:MOST]
    text = re.sub(r"[\u201c\u201d]", '"', text)
    if text.count('"') < text.count("\n'") + text.count(" '"):
        text = re.sub(r"(?<![^\s(-])'(?=[A-Z\w])", '"', text)
        text = re.sub(r"(?<=[.,!?-])'(?=\s)", '"', text)
    return [tidy(p) for p in re.split(r"\n\s*\n", text) if p.strip()]


def cast(parts):
    """Names: words with a capital that stand inside sentences, told or called."""
    seen, small = collections.Counter(), collections.Counter()
    for part in parts:
        seen.update(re.findall(r"(?<=[a-z,;] )([A-Z][a-z]{2,11})\b(?!\.)", part))
        small.update(w for w in re.findall(r"\b[a-z]{3,12}\b", part))
    stop = {"The", "And", "But", "Sir", "God", "Lord", "English", "French", "England", "London", "Heaven", "Paris", "Miss",
            "German", "America", "American", "New", "York", "West", "South", "North", "East", "Monday", "Sunday"}
    names = [w for w, n in seen.most_common(80) if n >= 4 and w not in stop and small[w.lower()] * 3 < n]
    return names[:24] or ["Anna", "Mark"]


def place_of(rng, names):
    name = rng.choice(PLACES).upper()
    if rng.random() < 0.4:
        name = f"{rng.choice(['OLD', 'SMALL', 'UPPER', 'EMPTY', 'THE', 'NORTH', 'HALF-DARK'])} {name}"
    if rng.random() < 0.2:
        name = f"{rng.choice(names).upper()}'S {name}"
    return name


def heading(rng, names):
    if rng.random() < 0.14:
        text = rng.choice(BARE)
        while "{}" in text:
            text = text.replace("{}", rng.choice([rng.choice(PLACES), rng.choice(names)]).upper(), 1)
        return "." + text
    where = rng.choice([", ", " - ", " (", " / "]).join(place_of(rng, names) for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))
    where += ")" * where.count("(")
    time = rng.choice(TIMES)
    if rng.random() < 0.15:
        time = rng.choice(["A MOMENT LATER", "SAME", "(PRESENT) DAY", "DAY (1998)", "NIGHT [FLASHBACK]", "NIGHT [CONTINUOUS]",
                           "LATE AFTERNOON", "THE SAME", "CONTINUED", "MAGIC HOUR"])
    if rng.random() < 0.1:
        time = ""
    mark = rng.choice([" - ", " - ", " - ", ", ", ". ", " -- "]) if time else ""
    return f"{rng.choice(['INT.', 'INT.', 'EXT.', 'EXT.', 'INT./EXT.'])} {where}{mark}{time}"


def title_page(rng, name):
    words = [w.capitalize() for w in re.sub(r"^\d+_", "", name).split("_")][:7]
    if rng.random() < 0.4 and len(words) > 2:
        cut = rng.randrange(1, len(words))
        title = [" ".join(words[:cut]), " ".join(words[cut:])]
    else:
        title = [" ".join(words[:rng.randrange(1, len(words) + 1)])]
    if rng.random() < 0.6:
        title = [line.upper() for line in title]
    page = ["Title:" + "".join("\n\t" + line for line in title) if len(title) > 1 else f"Title: {title[0]}",
            f"Credit: {rng.choice(['Written by', 'written by', 'by', 'A screenplay by', 'Story by'])}",
            f"Author: {rng.choice(['Ann Other', 'J. R. Nobody', 'Stan Dover', 'Max Power & Lee Way'])}"]
    if rng.random() < 0.4:
        page.append("Source: " + rng.choice(["based on the novel by Somebody Else", "from a true story", "Story by A. B.",
                                             "Based on characters created by Ann Other", "adapted from the play"]))
    if rng.random() < 0.5:
        page.append(f"Draft date: {rng.choice(['1/27/2012', '7/8/1998', 'May 4, 2003', '12 March 1987', 'FINAL DRAFT'])}")
    if rng.random() < 0.5:
        page.append("Contact:\n\t" + rng.choice(["Next Door Films\n\t15 Any St.\n\tSmallville, CA 90210",
                                                 "PO Box 1103\n\tSan Pablo CA 94912\n\tRegistered WGAw No. 701111",
                                                 "(555) 555-0100\n\tsomebody@example.org", "The Quill Office\n\tTel. 555-0141"]))
    if rng.random() < 0.3:
        page.append("Copyright: (c) 2003 Some Pictures")
    return "\n".join(page)


def fill(rng, text, names):
    while "{}" in text:
        text = text.replace("{}", rng.choice([rng.choice(names), rng.choice(names), rng.choice(PLACES)]), 1)
    return text


SEEN = ["We see {} {}", "We HOLD ON {}, {}", "We PUSH IN on {} -- {}", "As we watch {}, {}", "CLOSE on {}. {}", "Behind {} {}",
        "We PULL BACK to reveal {}. {}", "We follow {}: {}", "Over this, {}, {}", "With that, {} {}", "Off {}'s look, {}",
        "Now {} -- {}", "ON {}, {}", "Suddenly {}: {}", "There's {}. {}", "It's {}, {}", "A look from {}. {}", "Then {}. {}"]


def film(rng, text, names):
    """As scripts say what the camera sees."""
    if rng.random() < 0.3:
        return re.sub(r"\W+$", "", text) + rng.choice([", as we", " and we", ", when we", " until we...", ", revealing"])
    frame = rng.choice(SEEN)
    after = text if frame.endswith(". {}") else text[:1].lower() + text[1:]
    what = rng.choice([rng.choice(names), f"the {rng.choice(PLACES)}", f"a {rng.choice(PLACES)}"])
    return frame.format(what, after)


def shorter(rng, sentence):
    """Films are told in short sentences: often the first clauses alone."""
    most = rng.choice([20, 30, 45, 70, 120, 1000])
    cuts = [m.start() for m in re.finditer(r"[,;:] | (?:and|but|while|who|which|as|when|where|until) ", sentence)]
    for at in sorted(cuts, reverse=True):
        if 12 < at <= most:
            return sentence[:at].rstrip(",;: ") + "."
    return sentence


def action(rng, text, names, out):
    sentences = [shorter(rng, s) for s in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)]
    while sentences:
        take = rng.choice([1, 1, 1, 2, 2, 3, 4])
        part = " ".join(sentences[:take])[:700]
        sentences = sentences[take:]
        if rng.random() < 0.25:
            words = part.split(" ")
            k = rng.randrange(len(words))
            words[k] = words[k].upper()
            part = " ".join(words)
        if rng.random() < 0.12:
            part = film(rng, part, names)
        if rng.random() < 0.12:
            part = re.sub(r"[.!?]$", rng.choice(["...", " --", ":"]), part)
        if len(part) > 3 and part.upper() != part and re.match(r"\W*[A-Z]", part):
            out.append("!" + part)
        if rng.random() < 0.05:
            out.append("!" + fill(rng, rng.choice(SHOTS), names).upper())
        if rng.random() < 0.08:
            out.append("!" + fill(rng, rng.choice(BEATS), names))
        if rng.random() < 0.012:
            note = fill(rng, rng.choice(NOTES), names)
            out.append("\n".join("!" + line[:1].upper() + line[1:] for line in note.split("\n")))
        if rng.random() < 0.01:
            card = fill(rng, rng.choice(CARDS), names)
            card = card.upper() if rng.random() < 0.6 else card
            out.append("\n".join(f"> {line} <" for line in card.split("\n")))


def speech(rng, name, text, names, out):
    name = name.upper()
    if rng.random() < 0.015:
        name += rng.choice([" AND ", " & ", "/"]) + rng.choice(names).upper()
    lines = ["@" + name + rng.choice([""] * 12 + [" (CONT'D)", " (V.O.)", " (O.S.)"])]
    if rng.random() < 0.12:
        lines.append(f"({fill(rng, rng.choice(HINTS), names)})")
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)
    if rng.random() < 0.8:  # in films people say less at a time
        sentences = sentences[:rng.choice([1, 1, 1, 2, 2, 3, 4])]
    while rng.random() < 0.25:
        sentences.insert(rng.randrange(len(sentences) + 1), fill(rng, rng.choice(WORDS), names))
    if rng.random() < 0.18:
        sentences = [fill(rng, rng.choice(WORDS), names)]
    text = " ".join(sentences)
    if rng.random() < 0.06:
        text = re.sub(r"[.!?]$", rng.choice(["...", "--"]), text)
    if rng.random() < 0.06 and ". " in text:
        head, tail = text.split(". ", 1)
        lines += [head + ".", f"({fill(rng, rng.choice(HINTS), names)})", tail]
    else:
        lines.append(text)
    lines = [line[:1].upper() + line[1:] if line[0] != "@" else line for line in lines if line]
    if re.search(r"\w", text):
        out.append("\n".join(lines))


def told_and_said(paragraph):
    """The paragraph as what is told, and what is said."""
    pieces = paragraph.split('"')
    told = " ".join(p.strip() for p in pieces[0::2] if p.strip())
    said = ""
    for piece in (p.strip() for p in pieces[1::2] if p.strip()):
        if said.endswith(",") and piece[0].isupper():
            said = said[:-1] + "."
        said += " " + piece
    return told, re.sub(r",$", ".", said.strip())


def elements(parts, names, table, rng):
    """The elements of the script, and None where a heading may stand."""
    left, turn = rng.randrange(3, 20), rng.sample(names, min(2, len(names))) * 2
    present = rng.random() < 0.85
    for paragraph in parts:
        if '"' in paragraph and paragraph.count('"') % 2 and not paragraph.startswith('"'):
            continue
        told, said = told_and_said(paragraph)
        if present:
            told = to_present(told, table)
        out = []
        near = [n for n in names if re.search(rf"\b{n}\b", told)]
        if not said:
            if len(told) > 20 and rng.random() < 0.5:
                action(rng, told, names, out)
        else:
            who = near[0] if near else turn[1]
            if who != turn[0]:
                turn = [who, turn[0]]
            if len(told) > 90 and rng.random() < 0.6 and re.match(r"[A-Z]", told):
                action(rng, told, names, out)
            speech(rng, turn[0], said, names, out)
        if out and out[0].startswith("!") and rng.random() < 0.06:
            # a heading that is the subject of the action under it
            split = out[0][1:].split(" ")
            if len(split) > 4:
                take = 1 if split[0] in names and rng.random() < 0.7 else rng.choice([1, 2, 2, 3])
                yield "." + " ".join(split[:take]).upper().strip(",;:.")
                out[0] = "!" + " ".join(split[take:])
        yield from out
        left -= 1
        if left <= 0:
            yield None
            left = rng.randrange(2, 30)


def write(path, table, outdir):
    name = os.path.splitext(os.path.basename(path))[0]
    rng = random.Random(name)
    parts = paragraphs(path)
    told = " ".join(told_and_said(p)[0] for p in parts)
    if sum(p.count('"') for p in parts) < 300 or len(re.findall(r"\bI\b", told)) * 250 > told.count(" "):
        return
    names = cast(parts)
    n, left, out = 0, 0, []

    def finish():
        if len(out) > 4:
            with open(os.path.join(outdir, f"{name}-{n:03}.fountain"), "w", encoding="utf-8") as file:
                file.write("\n\n".join(out) + "\n")

    for element in elements(parts, names, table, rng):
        if left <= 0:
            finish()
            n, left = n + 1, rng.choice(LENGTHS)
            out = [title_page(rng, name)]
            if rng.random() < 0.4:
                out.append(rng.choice(["FADE IN:", "> FADE IN:", "> OVER BLACK:"]))
            if rng.random() < 0.8:
                out.append(heading(rng, names))
        if element is None:
            if rng.random() < 0.15:
                out.append("> " + rng.choice(["CUT TO:", "DISSOLVE TO:", "FADE OUT.", "SMASH CUT TO:", "INTERCUT WITH:",
                                              "MATCH CUT TO:", "HERE WE GO:", "TRANSITION TO:", "COME TO:", "BURN TO WHITE."]))
            out.append(heading(rng, names))
        else:
            out.append(element)
            left -= 1
    finish()


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    verbs = tenses(sys.argv[2])
    os.makedirs(sys.argv[1], exist_ok=True)
    for novel in sys.argv[3:]:
        write(novel, verbs, sys.argv[1])
