"""What pdftotext makes of a page: three ways to lose a layout.

takes   finished lines [text, tag, speaker] with their indents; a form feed begins each page
gives   the lines as `pdftotext -layout`, `-raw` and without option give them
method  the rules were read off the real texts: with -layout each page loses its own left margin, and its columns
        drift by some places; without option whatever stands apart on a line becomes a block of its own
cost    linear
"""
import re

WORDS_APART = re.compile(r"(?<=[.!?]) {2,}(?=\S)")


def pages_of(rows):
    page = []
    for row in rows:
        if row[0].startswith("\f") and page:
            yield page
            page = []
        page.append(row)
    if page:
        yield page


def as_layout(rows, rng):
    """Each page from its own left margin, indents a little stretched or shrunk."""
    out = []
    for page in pages_of(rows):
        scale = rng.choice([0.95, 1.0, 1.0, 1.0, 1.03, 1.06, 1.1, 1.2])
        indents = [len(row[0]) - len(row[0].lstrip(" \f")) for row in page if row[1] != "-"]
        margin = min(indents or [0])
        for row in page:
            bare = row[0].lstrip(" \f")
            indent = len(row[0]) - len(bare) - margin
            feed = "\f" if row[0].startswith("\f") else ""
            row[0] = feed + " " * max(0, int(indent * scale)) + bare
            out.append(row)
    return out


def as_raw(rows):
    """No indents and no blank lines; the words in the order in which the page was set."""
    out = []
    for row in rows:
        if row[1] != "-":
            feed = "\f" if row[0].startswith("\f") else ""
            row[0] = feed + row[0].strip(" \f")
            out.append(row)
    return out


def as_plain(rows, s, rng):
    """Blocks: a short speech may come before its cue, the second half of a line after the rest of its paragraph."""
    reach = s["cue_at"] - s["dialogue"]
    split_headings = rng.random() < 0.5
    apart = rng.choice([0.0, 0.2, 0.5])
    out, late = [], []
    rows = as_paragraph_ends(rows)

    def blank():
        if out and out[-1][1] != "-":
            out.append(["", "-", None])

    def put(text, row):
        out.append([text, row[1], row[2]])

    def flush():
        for text, row in late:
            blank()
            put(text, row)
        if late:
            blank()
        late.clear()

    i = 0
    while i < len(rows):
        row, ends = rows[i]
        feed = "\f" if row[0].startswith("\f") else ""
        text = row[0].strip(" \f")
        pieces = WORDS_APART.split(text)
        following = rows[i + 1][0] if i + 1 < len(rows) else None
        alone = following and following[1] == "D" and (i + 2 >= len(rows) or rows[i + 2][0][1] not in "DE")
        if row[1] == "C" and alone and len(following[0].strip()) <= reach and rng.random() < 0.8:
            put(following[0].strip(), following)
            blank()
            put(text, row)
            blank()
            i += 1
            ends = True
        elif row[1] == "S" and split_headings and re.match(r"\S+[.:]? \S", text):
            first, rest = text.split(" ", 1)
            put(feed + first, row)
            blank()
            put(rest, row)
            blank()
        elif row[1] in "ND" and len(pieces) > 1 and rng.random() < apart:
            put(feed + pieces[0], row)
            late.extend((piece, row) for piece in pieces[1:])
        elif row[1] == "M":
            blank()
            put(feed + " ".join(text.split()), row)
        else:
            put(feed + " ".join(text.split()), row)
        if ends and late and rng.random() < 0.7:
            flush()
        i += 1
    flush()
    return joined_at_dashes(out)


def as_paragraph_ends(rows):
    """The lines that are not blank, each with whether its paragraph ends there."""
    out = []
    for i, row in enumerate(rows):
        if row[1] != "-":
            following = rows[i + 1] if i + 1 < len(rows) else ["", "-", None]
            out.append((row, following[1] == "-" or following[1] != row[1]))
    return out


def joined_at_dashes(rows):
    """A dash at the end of a line is taken for a hyphen: the next line is drawn up to it."""
    out = []
    for row in rows:
        before = out[-1] if out else None
        if before and before[0].endswith("--") and row[1] not in "-M" and before[1] != "-":
            before[0] = before[0][:-1] + row[0].lstrip("\f")
            before[1] = "C" if row[1] == "C" else before[1]
            before[2] = row[2]
        else:
            out.append(row)
    return out
