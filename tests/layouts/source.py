"""Reads a script whose structure is known, so that it can be written down again in another layout.

takes   a Fountain file, or a play in TEI
gives   script(path): title, author, cast, elements; fountain_lines(text): one row a line of a Fountain file;
        prose(paths): paragraphs of novels, to be used as action
method  Fountain by the rules of its version 1.1, as far as the tag of a line needs them; TEI by walking the tree
cost    linear

Elements, as tuples:
  ("S", text)                  a scene heading; ("H", text) is the head of an act or a scene of a play
  ("N", text, together)        a paragraph of action; together is true when no blank line stood before it
  ("T", text)  ("M", text)     a transition; centred text, title cards
  ("SP", name, extensions, parts, dual)     a speech; parts are ("D" text), ("V" line of verse), ("E" direction)
"""
import os
import re
import xml.etree.ElementTree as xml_tree

TITLE_KEY = re.compile(r"^[A-Za-z][A-Za-z ]*:")
HEADING = re.compile(r"^(INT|EXT|EST|INT\./EXT|INT/EXT|EXT/INT|EXT\./INT|I/E|E/I)[. ]", re.I)
EXTENSION = re.compile(r"\s*\(([^()]*)\)\s*$")
NUMBER = re.compile(r"\s*#([\w.)(-]+)#\s*$")
BARE_TRANSITION = re.compile(r"^(FADE (IN|OUT)|(SMASH )?CUT TO BLACK|INTERCUT WITH)[.:]?$")
EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|_)(?=\S)(.+?)(?<=[^\s\\])\1")


def plain(text):
    """Without the signs of emphasis and the escapes."""
    for _ in range(4):
        shorter = EMPHASIS.sub(r"\2", text)
        if shorter == text:
            break
        text = shorter
    return re.sub(r"\\([*_\\@!.~>#^])", r"\1", text)


def blank_out(text):
    """Boneyards and notes become spaces; their line ends stay, so that lines keep their numbers."""
    def spaces(found):
        return re.sub(r"[^\n]", " ", found.group())
    text = re.sub(r"/\*.*?\*/", spaces, text, flags=re.S)
    return re.sub(r"\[\[(?:[^\]\n]|\](?!\])|\n(?!\s*\n))*\]\]", spaces, text)


def is_cue(line, lines, i):
    bare = EXTENSION.sub("", EXTENSION.sub("", line.rstrip("^ ")))
    letters = [c for c in bare if c.isalpha()]
    return (bool(letters) and bare.upper() == bare and i + 1 < len(lines) and bool(lines[i + 1].strip())
            and not line.endswith("TO:"))


def title_lines(raw):
    """The number of lines of the title page."""
    if not raw or not TITLE_KEY.match(raw[0]):
        return 0
    n = 0
    while n < len(raw) and raw[n].strip():
        n += 1
    return n


def fountain_lines(text):
    """[tag, text to read, kind] for each line; kind tells title page, dual cue, lyric and centred text apart."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = blank_out("\n".join(raw)).split("\n")
    rows = []
    start = title_lines(raw)
    for line in raw[:start]:
        rows.append(["M", plain(re.sub(TITLE_KEY, "", line)).strip(), "title"])
    speaking = False
    for i in range(start, len(lines)):
        line = lines[i].strip()
        after_blank = i == start or not lines[i - 1].strip()
        before_blank = i + 1 >= len(lines) or not lines[i + 1].strip()
        if not line:
            # two spaces on a line of dialogue keep the speech open; a blanked note does not close it either
            speaking = speaking and (lines[i] == "  " or bool(raw[i].strip()))
            rows.append(["M" if raw[i].strip() else "-", "", "hidden"])
            continue
        tag, kind, shown = "N", "", line
        if speaking and line.startswith("(") and line.endswith(")"):
            tag = "E"
        elif speaking:
            tag, shown = "D", line.lstrip("~")
        elif re.match(r"^={3,}$", line):
            tag, shown = "M", ""
        elif line.startswith("#") or (line.startswith("=") and not line.startswith("==")):
            tag, shown, kind = "M", "", "hidden"
        elif line.startswith("!"):
            shown = line[1:]
        elif line.startswith("@"):
            tag, shown, speaking = "C", line[1:], True
        elif line.startswith("~"):
            tag, shown, kind = "D", line[1:], "lyric"
        elif line.startswith(">") and line.endswith("<"):
            tag, shown, kind = "M", line[1:-1], "centred"
        elif line.startswith(">"):
            tag, shown = "T", line[1:]
        elif re.match(r"^\.[^.]", line):
            tag, shown = "S", line[1:]
        elif HEADING.match(line) and after_blank:
            tag = "S"
        elif after_blank and before_blank and line.endswith("TO:") and line.upper() == line:
            tag = "T"
        elif after_blank and is_cue(line, lines, i):
            tag, speaking = "C", True
        if tag == "C" and shown.endswith("^"):
            shown, kind = shown[:-1], "dual"
        if tag == "S":
            shown = NUMBER.sub("", shown)
        rows.append([tag, plain(shown).strip(), kind])
    return rows


def cue_parts(cue):
    """The name, and what stands behind it in brackets, without the brackets."""
    extensions = []
    while True:
        found = EXTENSION.search(cue)
        if not found or not found.start():
            return cue.strip(), extensions
        extensions.insert(0, found.group(1))
        cue = cue[:found.start()]


def read_fountain(path):
    with open(path, encoding="utf-8-sig") as f:
        text = f.read()
    out = {"title": "", "title_lines": [], "author": "", "more": [], "cast": [], "elements": []}
    key = ""
    for line in text.replace("\r\n", "\n").split("\n")[:title_lines(text.replace("\r\n", "\n").split("\n"))]:
        found = TITLE_KEY.match(line)
        key = found.group()[:-1].lower() if found else key
        value = plain(line[found.end():] if found else line).strip()
        if key in ("title", "author") and value:
            out[key] = f"{out[key]} {value}".strip()
        if key == "title" and value:
            out["title_lines"].append(value)
        elif key not in ("title", "author", "credit", "authors") and value:
            out["more"].append(value)
    out["title"] = out["title"] or os.path.splitext(os.path.basename(path))[0]
    elements = out["elements"]
    previous = "-"
    for tag, shown, kind in fountain_lines(text):
        if kind in ("title", "hidden") or tag == "-" or not shown:
            previous = "-"
            continue
        if tag == "C":
            name, extensions = cue_parts(shown)
            elements.append(("SP", name, extensions, [], kind == "dual"))
        elif tag in "DE" and elements and elements[-1][0] == "SP" and kind != "lyric":
            elements[-1][3].append((tag, shown))
        elif tag in "DE":
            elements.append(("M", shown))
        elif tag == "N":
            elements.append((tag, shown, previous == "N"))
        else:
            elements.append((tag, shown))
        previous = tag
    return out


def tidy(text):
    text = " ".join(text.split())
    return re.sub(r"\s+([,.;:!?)])", r"\1", re.sub(r"([(\[])\s+", r"\1", text))


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def flat(element, skip=()):
    parts = [element.text or ""]
    for child in element:
        if local(child) not in skip:
            parts.append(flat(child, skip))
        parts.append(child.tail or "")
    return " ".join(parts) if local(element) in ("sp", "lg") else "".join(parts)


def direction(text):
    """A stage direction without the brackets that the print gives it."""
    text = tidy(text).strip()
    while len(text) > 1 and text[0] in "([" and text[-1] in ")]":
        text = text[1:-1].strip()
    return text.strip("[]()")


def speech_parts(element, kind, parts):
    """Words and directions of a paragraph or verse line, in order."""
    words = []

    def close():
        text = tidy(" ".join(words))
        if text and re.search(r"\w", text):
            parts.append((kind, text))
        words.clear()

    def walk(node):
        words.append(node.text or "")
        for child in node:
            name = local(child)
            if name == "stage":
                close()
                if re.search(r"\w", direction(flat(child))):
                    parts.append(("E", direction(flat(child))))
            elif name == "lb":
                if kind == "V":
                    close()
            elif name == "l":
                close()
                speech_parts(child, "V", parts)
            elif name not in ("pb", "note", "fw"):
                walk(child)
            words.append(child.tail or "")

    walk(element)
    close()


def read_speech(sp):
    name, parts = "", []
    for child in sp:
        what = local(child)
        if what == "speaker":
            name = tidy(flat(child, ("stage", "note"))).rstrip(".:, ").lstrip("[( ").rstrip(")]")
        elif what == "stage":
            if re.search(r"\w", direction(flat(child))):
                parts.append(("E", direction(flat(child))))
        elif what in ("l", "lg", "p", "ab", "q"):
            speech_parts(child, "V" if what in ("l", "lg") else "D", parts)
    name = name or (sp.get("who") or "").split(" ")[0].lstrip("#").split("_")[0].replace("-", " ")
    return ("SP", name, [], parts, False)


def read_tei(path):
    root = xml_tree.parse(path).getroot()
    out = {"title": "", "author": "", "cast": [], "elements": []}
    elements = out["elements"]
    for node in root.iter():
        what = local(node)
        if what == "title" and not out["title"]:
            out["title"] = tidy(flat(node))
        elif what == "author" and not out["author"]:
            names = [tidy(flat(n)) for n in node.iter() if local(n) in ("forename", "surname", "nameLink")]
            out["author"] = " ".join(names) or tidy(flat(node))
        elif what == "castItem":
            out["cast"].append(tidy(flat(node)))

    def walk(node):
        for child in node:
            what = local(child)
            if what == "sp":
                speech = read_speech(child)
                if speech[1] and any(part[0] != "E" for part in speech[3]):
                    elements.append(speech)
            elif what == "stage" and re.search(r"\w", direction(flat(child))):
                elements.append(("N", direction(flat(child)), False))
            elif what == "head" and tidy(flat(child)):
                elements.append(("H", tidy(flat(child))))
            elif what == "castList":
                continue
            else:
                walk(child)

    for node in root.iter():
        if local(node) == "body":
            walk(node)
    return out


def prose(paths):
    """Narration out of novels, to be lent to plays, which have little action: paragraphs without speech."""
    out = []
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as f:
            paragraphs = re.split(r"\n\s*\n", f.read().replace("\r\n", "\n"))
        n = len(paragraphs)
        for text in paragraphs[n // 20:n - n // 20]:   # licence and contents stand at the ends
            text = tidy(text.replace("_", ""))
            is_speech = re.search(r"[\"\u201c\u201d\u2018\[]|(^|\s)'|--", text)
            if (re.match(r"[A-Z]", text) and text[-1] in ".!?" and not is_speech
                    and 2 < text.count(" ") < 150 and text.upper() != text):
                out.append(text)
    return out


def script(path):
    return read_tei(path) if path.lower().endswith(".xml") else read_fountain(path)
