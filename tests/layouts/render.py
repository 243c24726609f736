#!/usr/bin/env python3
"""Writes a script down as plain text, in one of the layouts in which scripts are found, with the tag of each line.

  render.py --seed N --layout NAME --out FILE --labels FILE.tsv SOURCE [--prose NOVEL...]
  render.py --all OUTDIR --seed N [--rounds R] SOURCE... [--prose NOVEL...]       R layouts of each source, all in turn
  render.py --list                                                                the names
  render.py --samples write|check                  samples/, from the scripts of the tree; check says what differs

takes   SOURCE: Fountain, or a play in TEI (acted as if it were a screenplay)
gives   FILE, and rows "number<TAB>tag" as `whose lines` prints them (README.md says what counts as what)
method  a layout is a table of settings drawn from the seed; elements become lines that carry their tag, then pages,
        margins and noise are laid over them
cost    linear; the same seed, layout and source give the same bytes
"""
import argparse
import os
import random
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pdf  # noqa: E402
import sheet  # noqa: E402
import source  # noqa: E402
import words  # noqa: E402


def settings(layout, rng):
    """The table of one layout: a usual screenplay, changed as its name says."""
    base = rng.choice([0, 0, 10, 15, 15])
    s = {
        "action": base, "heading": base, "dialogue": base + rng.choice([10, 10, 9, 11, 12, 15]),
        "width_action": rng.choice([57, 60, 60, 62, 65]), "width_dialogue": rng.choice([33, 35, 35, 36, 40]),
        "blank": "one", "before_heading": rng.choice([1, 1, 2]), "wrap": True, "tabs": None,
        "cue": "line", "cue_case": "upper",
        "centre": False, "heading_kind": rng.choice(["int"] * 4 + ["acts"]), "heading_case": "upper", "lang": "en",
        "numbers": None, "page": None, "more": False, "continued": False, "voices": rng.choice([0, 0.03, 0.08]),
        "voice_at": "cue", "voice_wild": False, "tones": rng.choice([0, 0.03, 0.06]), "long_parens": rng.random() < 0.3,
        "run_on": 0.0, "marks": 0.0, "noise": 0.0, "matter": 0, "verse": rng.random() < 0.4,
        "transitions": rng.choice([0, 0.2, 0.5]), "invent": rng.choice([0.05, 0.1, 0.3, 0.6]), "action_caps": False,
        "brackets": "()", "form_feed": rng.random() < 0.2, "spaces": rng.random() < 0.3,
        "contd": rng.random() < 0.6, "crlf": rng.random() < 0.15, "join_ext": rng.random() < 0.1,
        "pdf": None, "dual": 0.0, "hang": 0, "tight": False, "title_page": rng.random() < 0.7,
        "curly": rng.random() < 0.3, "loose": False,
        "cue_mark": "", "emphasis": "", "numbered": False, "gap": 0, "labels": 0, "action_brackets": None, "scene_word": False,
        "divisions": False, "omitted": 0, "site": False, "short_front": False, "torn": False,
    }
    s["paren"] = s["dialogue"] + rng.choice([5, 6, 6, 4])
    s["cue_at"] = s["dialogue"] + rng.choice([10, 11, 12, 12, 15])
    s["right"] = s["action"] + s["width_action"]
    CHANGES[layout](s, rng)
    if layout in LATER:
        s["short_front"] = not s["torn"] and rng.random() < 0.4
    return s


def no_indent(s, rng):
    s.update(action=0, heading=0, dialogue=0, paren=0, cue_at=0, right=0, centre=False)


def no_blank(s, rng):
    s.update(blank="none", before_heading=0)


def colon(s, rng):
    no_indent(s, rng)
    s.update(cue="colon", cue_case=rng.choice(["upper", "title", "title"]), brackets=rng.choice(["()", "()", "[]"]),
             heading_kind=rng.choice(["int", "acts", "bare"]), hang=rng.choice([0, 0, 4]), tight=rng.random() < 0.4,
             wrap=rng.random() < 0.5, width_dialogue=rng.choice([60, 72]), voice_wild=True, verse=rng.random() < 0.2)


def transcript(s, rng):
    colon(s, rng)
    s.update(cue_case=rng.choice(["title", "title", "upper"]), action_brackets=rng.choice(["[]", "[]", "()", "**"]),
             brackets=rng.choice(["()", "[]"]), heading_kind=rng.choice(["int", "int", "times"]), run_on=rng.choice([0, 0, 1]),
             before_heading=rng.choice([0, 1]))


def radio(s, rng):
    colon(s, rng)
    s.update(cue_case="upper", numbered=rng.random() < 0.7, labels=rng.choice([0.3, 0.7, 1]), brackets="()", tones=0.1,
             action_caps=rng.random() < 0.6, scene_word=rng.random() < 0.7, heading_kind="int")


def columns(s, rng):
    """The name on the left, the words in a column of their own."""
    colon(s, rng)
    at = rng.choice([12, 16, 20, 24])
    s.update(cue_case="upper", gap=at, hang=at, wrap=True, width_dialogue=rng.choice([34, 40, 48]), tight=rng.random() < 0.3)


def cued(s, rng):
    """The name and a colon on a line, the words under it."""
    rng.choice([no_indent, no_indent, lambda s, rng: None, CHANGES["centred"]])(s, rng)
    s.update(cue_mark=":", cue_case=rng.choice(["upper", "upper", "title"]))
    if rng.random() < 0.3:
        no_blank(s, rng)
    if rng.random() < 0.4:
        s.update(action_brackets=rng.choice(["()", "[]"]))


def shooting(s, rng):
    pages(s, rng)
    s.update(numbers="both", heading_kind="int", page="revision", continued=True, more=True, omitted=rng.choice([0.03, 0.1]),
             marks=rng.choice([0, 0.05, 0.15]))


def bold(s, rng):
    no_indent(s, rng)
    s.update(emphasis=rng.choice(["**", "**", "_", "*"]), loose=rng.random() < 0.5, wrap=rng.random() < 0.4)


def site(s, rng):
    if rng.random() < 0.5:
        rng.choice([no_indent, no_blank, lambda s, rng: s.update(tabs="stops")])(s, rng)
    s.update(site=True, matter=0)


def soft(s, rng):
    """Small letters wherever there are usually large ones."""
    s.update(centre=rng.random() < 0.6, heading_case="title", cue_case=rng.choice(["title", "upper"]),
             transitions=rng.choice([0.2, 0.5]))


def excerpt(s, rng):
    """Torn out of the middle: no front, no first heading, no end."""
    CHANGES[rng.choice(["clean", "noindent", "noblank", "pages", "numbers", "tabs", "shooting", "layout", "raw", "neither", "colon"])](s, rng)
    s.update(torn=True, title_page=False)


def pages(s, rng):
    s.update(page=rng.choice(["right", "right", "header", "header", "footer", "left"]), more=rng.random() < 0.7,
             continued=rng.random() < 0.4, form_feed=rng.random() < 0.4)


def pdf_text(kind):
    def change(s, rng):
        s.update(page="right", more=rng.random() < 0.4, continued=rng.random() < 0.2, form_feed=True, pdf=kind,
                 dual=rng.choice([0, 0.01]), crlf=False, spaces=rng.random() < 0.5)
    return change


def wild(s, rng):
    every = ["pages", "numbers", "bare", "foreign", "voices", "parens", "run_on", "scraped", "noisy", "mixed", "verse",
             "marks"]
    for name in rng.sample(every, rng.choice([2, 3, 4])):
        CHANGES[name](s, rng)
    if rng.random() < 0.5:
        CHANGES[rng.choice(["noindent", "noblank", "neither", "double", "colon", "tabs", "centred", "loose"])](s, rng)


CHANGES = {
    "clean": lambda s, rng: None,
    "noindent": no_indent,
    "noblank": no_blank,
    "tabs": lambda s, rng: s.update(tabs=rng.choice(["stops", "few"])),
    "mixed": lambda s, rng: s.update(tabs="mixed"),
    "double": lambda s, rng: s.update(blank="double", before_heading=1, form_feed=False),
    "centred": lambda s, rng: s.update(centre=True, cue_case=rng.choice(["title", "title", "upper", "lower"])),
    "colon": colon,
    "neither": lambda s, rng: (no_indent(s, rng), no_blank(s, rng)),
    "unwrapped": lambda s, rng: (no_indent(s, rng), s.update(wrap=False)),
    "pages": pages,
    "numbers": lambda s, rng: s.update(numbers=rng.choice(["both", "both", "left", "apart"]), heading_kind="int"),
    "bare": lambda s, rng: s.update(heading_kind=rng.choice(["bare", "bare", "times"])),
    "foreign": lambda s, rng: s.update(heading_kind="foreign", lang=rng.choice(sorted(words.FOREIGN))),
    "voices": lambda s, rng: s.update(voices=0.25, voice_wild=True, voice_at=rng.choice(["cue", "paren", "any"])),
    "parens": lambda s, rng: s.update(long_parens=True, tones=0.15),
    "run_on": lambda s, rng: s.update(run_on=rng.choice([0.3, 0.8, 1.0])),
    "scraped": lambda s, rng: s.update(matter=rng.choice([1, 2, 3]), crlf=rng.random() < 0.4),
    "marks": lambda s, rng: s.update(marks=rng.choice([0.03, 0.15]), page="header"),
    "noisy": lambda s, rng: s.update(noise=rng.choice([0.002, 0.006, 0.015])),
    "verse": lambda s, rng: s.update(verse=True, width_dialogue=rng.choice([35, 50])),
    "cased": lambda s, rng: s.update(heading_case="title", cue_case=rng.choice(["title", "upper", "upper"])),
    "sitcom": lambda s, rng: s.update(action_caps=True, tight=False, blank=rng.choice(["one", "double"])),
    "layout": pdf_text("layout"), "raw": pdf_text("raw"), "plain": pdf_text("plain"),
    "loose": lambda s, rng: s.update(loose=True),
    "wild": wild,
    "transcript": transcript, "radio": radio, "columns": columns, "cued": cued, "shooting": shooting, "bold": bold, "site": site,
    "soft": soft,
    "excerpt": excerpt,
    "acts": lambda s, rng: s.update(divisions=True, heading_kind="int", page=rng.choice([None, "right"])),
}
LATER = ["excerpt", "transcript", "radio", "columns", "cued", "shooting", "bold", "site", "soft", "acts"]
LAYOUTS = ["clean", "noindent", "noblank", "neither", "tabs", "mixed", "double", "centred", "colon", "unwrapped",
           "pages", "numbers", "bare", "foreign", "voices", "parens", "run_on", "twohands", "scraped", "marks",
           "noisy", "verse", "cased", "sitcom", "layout", "raw", "plain", "loose", "wild", *LATER]


def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return lines + [line] if line else lines


class Writer:
    """Lines as [text, tag, speaker]; blank ones have the tag "-"."""

    def __init__(self, s, rng, script, first_number=1):
        self.s, self.rng, self.script = s, rng, script
        self.out = []
        self.number = first_number
        self.speaker = self.last_speaker = None
        self.n_speeches = self.n_acts = 0
        self.people = sorted({e[1] for e in script["elements"] if e[0] == "SP" and 1 < len(e[1]) < 20}) or ["A MAN"]

    # ---- lines
    def put(self, text, tag, at=0):
        self.out.append([" " * at + text, tag, self.speaker])
        if self.s["blank"] == "double":
            self.out.append(["", "-", self.speaker])

    def gap(self, n=1):
        if self.s["blank"] != "none" and self.out:
            self.out.extend(["", "-", self.speaker] for _ in range(n))

    def paragraph(self, text, tag, at, width):
        for line in wrap(text, width) if self.s["wrap"] else [text]:
            if self.s["spaces"]:
                line = re.sub(r"([.?!]) (?=[A-Z])", r"\1  ", line)
            self.put(line, tag, at)

    # ---- elements
    def heading(self, text):
        s, rng = self.s, self.rng
        self.speaker = self.last_speaker = None
        before = next((row[1] for row in reversed(self.out) if row[1] != "-"), "S")
        if before not in "ST" and rng.random() < s["transitions"]:
            self.transition(rng.choice(words.TRANSITIONS))
        if s["divisions"]:
            self.division()
        self.gap(s["before_heading"])
        if s["omitted"] and rng.random() < s["omitted"]:
            self.omitted()
        text = text.upper() if s["heading_case"] == "upper" else re.sub(
            r"[^\W\d_]+(['\u2019]\w+)?", lambda w: w.group()[:1].upper() + w.group()[1:].lower(), text)
        if s["scene_word"]:
            text = f"SCENE {self.number}{rng.choice([': ', '. ', ' - '])}{text}"
        text = s["emphasis"] + text + s["emphasis"]
        label = str(self.number) + rng.choice(["", "", "", "", "", "A"])
        self.number += 1
        if s["numbers"] == "both":
            body = f"{label:<5}{text}" if s["heading"] < 6 else f"{label:>{s['heading'] - 4}}    {text}"
            gap = max(2, s["right"] - len(body) + 3) if s["right"] else rng.choice([1, 2, 8])
            self.put(body + " " * gap + label, "S")
        elif s["numbers"] == "left":
            self.put(f"{label}{rng.choice(['.', '', ')'])} {text}", "S", max(0, s["heading"] - 4))
        else:
            if s["numbers"] == "apart":
                self.put(label, "M", max(0, s["heading"] - 4))
            for line in wrap(text, s["width_action"]) if s["wrap"] else [text]:
                self.put(line, "S", s["heading"])

    def division(self):
        """ACT TWO, SCENE B: before some headings."""
        s, rng = self.s, self.rng
        if self.n_acts and rng.random() > 0.15:
            if rng.random() < 0.25:
                self.gap()
                self.put(f"SCENE {rng.choice('ABCDEFGHJ')}", "S", s["heading"])
            return
        names = words.ACTS
        middle = s["right"] // 2 - 4 if s["right"] and rng.random() < 0.7 else s["heading"]
        if self.n_acts and rng.random() < 0.7:
            self.gap()
            self.put(f"END OF {names[min(self.n_acts, len(names)) - 1]}", "M", middle)
        self.gap()
        first = rng.choice([0, 0, 1]) if self.n_acts == 0 else 0
        self.n_acts += 1 + first
        name = names[min(self.n_acts, len(names)) - 1]
        self.put(rng.choice(["COLD OPEN", "TEASER"]) if name == "TEASER" else name, "S", middle)

    def omitted(self):
        s = self.s
        at = max(0, s["heading"] - 5)
        def line(text, label):
            body = f"{label:<5}{text}"
            self.put(body + " " * max(2, s["right"] - at - len(body) + 3) + label, "M", at)
        if self.rng.random() < 0.6:
            line("OMITTED", str(self.number))
            self.number += 1
        else:
            line("OMITTED", str(self.number))
            line("THRU", "  ") if self.rng.random() < 0.5 else None
            self.number += 3
            line("", str(self.number - 1))
        self.gap()

    def made_heading(self):
        s, rng = self.s, self.rng
        if s["lang"] != "en":
            inside, outside, places, times = words.FOREIGN[s["lang"]]
            where = inside[0] if rng.random() < 0.6 else outside[0]
            dot = "" if where.endswith(".") or rng.random() < 0.5 else "."
            return f"{where}{dot} {rng.choice(places)}{rng.choice([' - ', ' - ', ' – ', ', '])}{rng.choice(times)}"
        place, time = rng.choice(words.PLACES), rng.choice(words.TIMES)
        if s["heading_kind"] == "times" and rng.random() < 0.7:
            return rng.choice(words.BARE_TIMES)
        if s["heading_kind"] in ("bare", "times"):
            return place + rng.choice([f" - {time}", f". {time}", f", {time}", "", f" -- {time}"])
        usual = ["INT. ", "INT. ", "INT. ", "EXT. ", "EXT. ", "INT./EXT. ", "INT ", "I/E. ", "INT: ", "EXT/INT. "]
        prefix = rng.choice(usual[:rng.choice([5, 5, 6, 10])])
        return f"{prefix}{place}{rng.choice([' - ', ' - ', ' - ', ' -- ', ', ', ' – '])}{time}"

    def transition(self, text):
        s = self.s
        self.speaker = self.last_speaker = None
        self.gap()
        if s["heading_case"] == "title":
            text = text[:1] + text[1:].lower()
        if s["lang"] in words.FOREIGN_TRANSITIONS and self.rng.random() < 0.7:
            text = self.rng.choice(words.FOREIGN_TRANSITIONS[s["lang"]])
        at = 0
        if s["right"]:
            at = s["right"] - len(text) if not text.startswith("FADE IN") else s["action"]
        self.put(text, "T", max(0, at))

    def action(self, text, together=False):
        s, rng = self.s, self.rng
        after_speech = self.out and any(row[1] in "DCE" for row in self.out[-2:])
        self.speaker = None
        if not (together or (after_speech and rng.random() < s["run_on"])):
            self.gap()
        if s["labels"] and rng.random() < s["labels"]:
            text = f"{rng.choice(words.LABELS)}: {text}"
        elif s["action_brackets"]:
            text = s["action_brackets"][0] + text + s["action_brackets"][1]
        elif s["cue"] == "colon" and rng.random() < 0.5:
            text = s["brackets"][0] + text + s["brackets"][1]
        if s["action_caps"]:
            text = text.upper()
        self.paragraph(text, "N", s["action"], s["width_action"])

    def invented(self):
        rng = self.rng
        if self.script.get("prose") and rng.random() < 0.7:
            sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", rng.choice(self.script["prose"]))
            first = rng.randrange(len(sentences))
            return " ".join(sentences[first:first + rng.choice([1, 1, 2, 3, 4])])
        thing, a, b = rng.choice(words.THINGS), rng.choice(self.people), rng.choice(self.people)
        text = rng.choice(words.ACTIONS)
        for _ in range(rng.choice([0, 0, 0, 1, 2, 3])):
            more = rng.choice(words.ACTIONS)
            if text[-1] in '."' and more[-1] == ".":    # a shot or a card stands alone
                text += " " + more
        return text.format(a=sheet.name_case(a, "title"), b=sheet.name_case(b, "title"), A=a.upper(), B=b.upper(),
                           n=thing, N=thing.upper())

    def voices(self, extensions):
        """(in the cue, under the cue): what the speech's extensions are called here."""
        s, rng = self.s, self.rng
        cue, below = [], []
        if not extensions and rng.random() < s["voices"]:
            extensions = [rng.choice(["V.O.", "V.O.", "O.S."])]
        for extension in extensions:
            usual = extension.upper().replace(" ", "").replace("’", "'")
            usual = "O.S." if usual in ("OFF", "OS") else "V.O." if usual == "VO" else usual
            if s["voice_wild"] and usual in words.VOICES:
                extension = rng.choice(words.VOICES[usual])
            at = rng.choice(["cue", "paren"]) if s["voice_at"] == "any" else s["voice_at"]
            (below if at == "paren" and usual != "CONT'D" else cue).append(extension)
        return cue, below

    def cue(self, name, extensions):
        s = self.s
        text = sheet.name_case(name, s["cue_case"])
        for extension in extensions:
            text += ("" if s["join_ext"] else " ") + s["brackets"][0] + extension + s["brackets"][1]
        text = s["emphasis"] + text + s["cue_mark"] + s["emphasis"]
        self.gap()
        at = s["cue_at"]
        if s["centre"]:
            at = max(0, s["action"] + (s["width_action"] - len(text)) // 2)
        self.put(text, "C", at)

    def speech(self, element):
        s, rng = self.s, self.rng
        _, name, extensions, parts, _ = element
        if s["contd"] and name == self.last_speaker and "CONT'D" not in extensions:
            extensions = extensions + ["CONT'D"]
        extensions, below = self.voices(extensions)
        parts = [("E", text) for text in below] + list(parts)
        if rng.random() < s["tones"]:
            if s["voice_wild"] or (s["tones"] > 0.1 and rng.random() < 0.3):
                extensions.append(rng.choice(words.TONES))
            else:
                parts.insert(0, ("E", rng.choice(words.TONES)))
        if not s["verse"]:
            parts = joined(parts)
        self.speaker = name
        if s["cue"] == "colon":
            self.colon_speech(name, extensions, parts)
        else:
            self.column_speech(name, extensions, parts)
        self.last_speaker = name

    def column_speech(self, name, extensions, parts):
        s = self.s
        self.cue(name, extensions)
        said = False
        for i, (kind, text) in enumerate(parts):
            if s["loose"]:
                self.gap()
            if kind == "E":
                text = text.strip("()")
                long = len(text.split()) > (40 if s["long_parens"] else 9)
                rest = any(part[0] != "E" for part in parts[i + 1:])
                if long or (said and not rest):
                    # too long for brackets, or nothing said behind it: action, and the cue again if he goes on
                    if not said and rest:
                        self.paragraph("(" + " ".join(text.split()[:6]) + ")", "E", s["paren"], 26)
                        continue
                    self.action(text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?" else "."))
                    self.speaker = name
                    if rest:
                        self.cue(name, ["CONT'D"] if s["contd"] else [])
                        said = False
                    continue
                text = s["brackets"][0] + text + s["brackets"][1]
                self.paragraph(text, "E", s["paren"], max(16, s["width_dialogue"] - 10))
            else:
                self.paragraph(text, "D", s["dialogue"], s["width_dialogue"])
                said = True

    def side_by_side(self, left, right):
        """Two short speeches at once, in two columns."""
        s = self.s
        at, width = s["action"] + 4, 26
        other = at + width + 6
        columns = [wrap(" ".join(part[1] for part in speech[3]), width) for speech in (left, right)]
        self.speaker = right[1]
        self.gap()
        first = " " * (at + 5) + sheet.name_case(left[1], s["cue_case"])
        self.put(f"{first:<{other + 5}}{sheet.name_case(right[1], s['cue_case'])}", "C")
        for k in range(max(len(column) for column in columns)):
            said = [column[k] if k < len(column) else "" for column in columns]
            self.put(f"{' ' * at + said[0]:<{other}}{said[1]}", "D")
        self.last_speaker = None

    def colon_speech(self, name, extensions, parts):
        """NAME (how): the words, with directions inside them."""
        s = self.s
        text = sheet.name_case(name, s["cue_case"])
        hints = [extension for extension in extensions if extension != "CONT'D"]
        parts = list(parts)
        while parts and parts[0][0] == "E" and len(parts[0][1].split()) <= 9:
            hints.append(parts.pop(0)[1])
        if hints:
            text += f" {s['brackets'][0]}{', '.join(hints)}{s['brackets'][1]}"
        self.n_speeches += 1
        if s["gap"]:
            self.column(text, parts)
            return
        if s["numbered"]:
            text = f"{self.n_speeches}. {text}"
        text += ":"
        if not s["tight"]:
            self.gap()
        for kind, part in parts:
            text += f" {s['brackets'][0]}{part}{s['brackets'][1]}" if kind == "E" else " " + part
        tag = "C"
        for line in wrap(text, s["width_dialogue"]) if s["wrap"] else [text]:
            self.put(line, tag, 0 if tag == "C" else s["hang"])
            tag = "D"

    def column(self, name, parts):
        s = self.s
        said = " ".join(s["brackets"][0] + part + s["brackets"][1] if kind == "E" else part for kind, part in parts)
        if not s["tight"]:
            self.gap()
        lines = wrap(said, s["width_dialogue"]) or [""]
        at = max(s["gap"], len(name) + 3)
        self.put(name + " " * (at - len(name)) + lines[0], "C")
        for line in lines[1:]:
            self.put(line, "D", s["hang"])

    def matter(self, text):
        self.speaker = None
        self.gap()
        s = self.s
        at = max(0, s["action"] + (s["width_action"] - len(text)) // 2) if s["right"] else 0
        self.put(text, "M", at)

    def write(self, elements):
        s, rng = self.s, self.rng
        heads = sum(1 for e in elements if e[0] == "S")
        has_action = sum(1 for e in elements if e[0] == "N") > 0.5 * sum(1 for e in elements if e[0] == "SP")
        since = 0
        if heads == 0 and s["heading_kind"] != "acts" and not s["torn"]:
            self.heading(self.made_heading())
        skip = False
        for i, element in enumerate(elements):
            kind = element[0]
            since += 1
            if skip:
                skip = False
                continue
            if kind == "H" and s["heading_kind"] != "acts":
                if since > 4:
                    self.heading(self.made_heading())
                    since = 0
            elif kind in "SH":
                text = element[1]
                if kind == "S" and s["heading_kind"] not in ("int", "acts"):
                    text = self.made_heading()
                self.heading(text)
                since = 0
            elif kind == "N" and source.BARE_TRANSITION.match(element[1]):
                self.transition(element[1])
            elif kind == "N":
                self.action(element[1], element[2])
            elif kind == "T":
                self.transition(element[1])
            elif kind == "M":
                self.matter(element[1])
            elif kind == "SP":
                if not heads and s["heading_kind"] != "acts" and since > 18 and rng.random() < 0.05:
                    self.heading(self.made_heading())
                    since = 0
                if not has_action and rng.random() < s["invent"]:
                    self.action(self.invented())
                    while rng.random() < 0.4:
                        self.action(self.invented())
                following = elements[i + 1:i + 2]
                if rng.random() < s["dual"] and following and fit_together(element, following[0]):
                    self.side_by_side(element, following[0])
                    skip = True
                    continue
                self.speech(element)
        return self.out


def fit_together(a, b):
    """Can two speeches stand side by side?"""
    if b[0] != "SP" or a[1] == b[1] or len(a[1]) > 20:
        return False
    return all(part[0] != "E" and len(part[1]) < 120 for speech in (a, b) for part in speech[3])


def joined(parts):
    """Verse as prose: neighbouring lines become one paragraph."""
    out = []
    for kind, text in parts:
        kind = "D" if kind == "V" else kind
        if out and kind == "D" and out[-1][0] == "D":
            out[-1] = ("D", out[-1][1] + " " + text)
        else:
            out.append((kind, text))
    return out


def render(script, layout, seed):
    """(text, tags) of a script in a layout."""
    rng = random.Random(f"{seed}/{layout}/{script['title']}")
    elements = script["elements"]
    if layout == "twohands":
        first, second = rng.sample(["clean", "noindent", "centred", "colon", "double", "tabs", "pages", "neither"], 2)
        half = len(elements) * rng.randrange(30, 70) // 100
        halves = [(first, elements[:half]), (second, elements[half:])]
    else:
        halves = [(layout, elements)]
    rows, number = [], 1
    for i, (name, part) in enumerate(halves):
        s = settings(name, rng)
        if i == 0:
            crlf = s["crlf"]
            if s["torn"]:
                first = rng.randrange(max(1, len(part) // 2))
                part = part[first:first + rng.choice([20, 60, 150])]
            rows.extend(sheet.finish(sheet.web_page(s, rng, script) + sheet.front(s, rng, script), s, rng))
        writer = Writer(s, rng, script, number)
        fades = any(e[0] in "NT" and e[1].startswith("FADE IN") for e in part[:8])
        if i == 0 and rng.random() < 0.5 and not fades and not s["torn"]:
            writer.transition("FADE IN:")
        elif rows:
            rows.append(["", "-", None])
        body = writer.write(part)
        number = writer.number
        if i + 1 == len(halves) and not s["torn"]:
            body.extend(sheet.back(s, rng, part and part[-1][0] == "M") + sheet.web_foot(s, rng, script))
        body = sheet.paginate(body, s, rng, script["title"])
        if s["pdf"] == "layout":
            body = pdf.as_layout(body, rng)
        elif s["pdf"] == "raw":
            body = pdf.as_raw(body)
        elif s["pdf"] == "plain":
            body = pdf.as_plain(body, s, rng)
        rows.extend(sheet.finish(body, s, rng))
    end = "\r\n" if crlf else "\n"
    return "".join(row[0].rstrip(" ") + end for row in rows), [row[1] for row in rows]


def save(text, tags, out, labels):
    with open(out, "w", encoding="utf-8", newline="") as f:
        f.write(text)
    with open(labels, "w", encoding="utf-8", newline="") as f:
        f.writelines(f"{i + 1}\t{tag}\n" for i, tag in enumerate(tags))


# file: layout, seed, elements taken, source
SAMPLES = {
    "clean": ("clean", 3, 40, "a-quarter-turn.fountain"), "noindent": ("noindent", 4, 40, "a-quarter-turn.fountain"),
    "noblank": ("noblank", 5, 40, "the-rain-book.xml"), "neither": ("neither", 6, 40, "a-quarter-turn.fountain"),
    "colon": ("colon", 7, 40, "the-rain-book.xml"), "pages": ("pages", 8, 60, "a-quarter-turn.fountain"),
    "double": ("double", 9, 25, "the-rain-book.xml"), "numbers": ("numbers", 10, 40, "a-quarter-turn.fountain"),
    "foreign": ("foreign", 11, 30, "a-quarter-turn.fountain"), "voices": ("voices", 12, 40, "a-quarter-turn.fountain"),
    "twohands": ("twohands", 16, 50, "the-rain-book.xml"), "noisy": ("noisy", 14, 30, "a-quarter-turn.fountain"),
    "scraped": ("scraped", 15, 25, "the-rain-book.xml"), "layout": ("layout", 17, 50, "a-quarter-turn.fountain"),
    "plain": ("plain", 20, 50, "a-quarter-turn.fountain"),
}


def samples(write):
    """Writes the samples, or gives the names of those that would come out differently."""
    here = os.path.dirname(os.path.abspath(__file__))
    different = []
    for name, (layout, seed, n, file) in SAMPLES.items():
        script = source.script(os.path.join(here, "..", "..", "samples", file))
        script["elements"] = script["elements"][:n]
        base = os.path.join(here, "samples", name)
        text, tags = render(script, layout, seed)
        if write:
            save(text, tags, base + ".txt", base + ".tsv")
            continue
        with open(base + ".txt", encoding="utf-8", newline="") as f, open(base + ".tsv", encoding="utf-8") as g:
            if f.read() != text or [row.rstrip("\n").split("\t")[1] for row in g] != tags:
                different.append(name)
    return different


def main():
    options = argparse.ArgumentParser(description="Writes scripts down in wild layouts, with the tag of each line.")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--layout", choices=LAYOUTS)
    options.add_argument("--out")
    options.add_argument("--labels")
    options.add_argument("--all", metavar="OUTDIR")
    options.add_argument("--rounds", type=int, default=len(LAYOUTS), help="layouts a source (with --all)")
    options.add_argument("--only", nargs="+", choices=LAYOUTS, help="the layouts to take turns (with --all)")
    options.add_argument("--prose", nargs="+", default=[], metavar="NOVEL",
                         help="lends its narration to plays as action")
    options.add_argument("--samples", choices=["write", "check"])
    options.add_argument("--list", action="store_true")
    options.add_argument("source", nargs="*")
    given = options.parse_args()
    prose = source.prose(given.prose)
    turns = given.only or LAYOUTS
    if given.list:
        print("\n".join(LAYOUTS))
    elif given.samples:
        different = samples(given.samples == "write")
        if different:
            sys.exit("differ from what is committed: " + ", ".join(different))
    elif given.all and given.source:
        os.makedirs(given.all, exist_ok=True)
        for i, path in enumerate(sorted(given.source)):
            script = dict(source.script(path), prose=prose)
            stem = os.path.splitext(os.path.basename(path))[0]
            for k in range(given.rounds):
                layout = turns[(i * given.rounds + k) % len(turns)]
                base = os.path.join(given.all, f"{stem}.{k // len(turns)}.{layout}")
                save(*render(script, layout, given.seed + k // len(turns)), base + ".txt", base + ".tsv")
    elif given.layout and given.out and given.labels and len(given.source) == 1:
        script = dict(source.script(given.source[0]), prose=prose)
        save(*render(script, given.layout, given.seed), given.out, given.labels)
    else:
        options.error("needs --layout, --out, --labels and one SOURCE; or --all OUTDIR and SOURCES; or --list")


if __name__ == "__main__":
    main()
