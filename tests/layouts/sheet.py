"""The paper around a script: pages, title page, the site it was found on, margins, and what scanning did to it.

takes   lines [text, tag, speaker] of the body, the settings of the layout
gives   more such lines, or the same ones altered
cost    linear
"""
import words


def name_case(name, how):
    if how == "upper":
        return name.upper()
    if how == "title":
        return " ".join(w[:1].upper() + w[1:].lower() for w in name.split())
    return name.lower() if how == "lower" else name


def paginate(rows, s, rng, title):
    """Page numbers, headers, footers, and what stands at the edges of a page."""
    if not s["page"]:
        return rows
    out, on_page, page, length = [], 0, 1, rng.choice([52, 54, 56, 60])
    if s["blank"] == "none":
        length = length * 2 // 3
    header = rng.choice([title, title.upper(), f'"{title.upper()}"', f"{title} - {rng.choice(words.DRAFTS)}"])
    if s["page"] == "revision":
        header = f"{title.upper()}{' ' * rng.choice([3, 8, 16])}{rng.choice(words.COLOURS)} Rev. {rng.randrange(1, 13)}/{rng.randrange(1, 29)}/{rng.randrange(80, 99)}"
    wide = s["right"] + 4 if s["right"] else 0
    scene, times = "", 0
    blank = [] if s["blank"] == "none" else [["", "-", None]]
    for i, row in enumerate(rows):
        on_page += 1
        out.append(row)
        if row[1] == "S" and row[0].strip():
            scene, times = row[0].split()[0], 0
        if on_page < length or i + 1 >= len(rows) or row[1] in "SCE":
            continue
        following = next((r for r in rows[i + 1:i + 4] if r[1] != "-"), None)
        inside = row[1] == "D" and following and following[1] in "DE" and following[2] == row[2]
        if not inside and row[1] != "-" and rows[i + 1][1] != "-":
            continue
        page += 1
        on_page = 0
        more = inside and s["more"] and s["cue"] == "line"
        if more:
            out.append([" " * s["cue_at"] + "(MORE)", "M", row[2]])
        if s["continued"] and not inside:
            text = rng.choice(["(CONTINUED)", "CONTINUED"])
            out.extend(blank + [[" " * max(0, wide - len(text)) + text, "M", None]])
        number = rng.choice([f"{page}."] * 5 + [str(page)])
        if s["page"] == "footer":
            out.extend(blank + [[" " * (wide // 2) + rng.choice([number, f"- {page} -", f"Page {page}"]), "M", None]])
        elif s["page"] == "right":
            out.extend(blank + [[" " * max(0, wide - len(number)) + number, "M", None]])
        elif s["page"] == "left":
            out.extend(blank + [[number, "M", None]])
        else:
            gap = " " * max(2, wide - len(header) - len(number))
            out.extend(blank + [[header + gap + number, "M", None]])
        if s["form_feed"]:
            out[-1][0] = "\f" + out[-1][0]
        out.extend(blank)
        if s["continued"] and not inside:
            if s["page"] == "revision":
                times += 1
                body = f"{scene:<5}CONTINUED:{f' ({times})' if times > 1 else ''}"
                at = max(0, s["heading"] - 5)
                out.extend([[" " * at + body + " " * max(2, s["right"] - at - len(body) + 3) + scene, "M", None]] + blank)
            else:
                out.extend([[" " * s["action"] + f"CONTINUED:{rng.choice(['', '', ' (2)'])}", "M", None]] + blank)
        if more:
            out.append([" " * s["cue_at"] + name_case(row[2], s["cue_case"]) + " (CONT'D)", "C", row[2]])
    return out


def web_page(s, rng, script):
    """What stands above a script on a site: where to go, what it is, who is in it."""
    if not s["site"]:
        return []
    title = script["title"]
    rows = rng.sample(words.NAV, rng.randrange(1, 6)) + [title] * rng.choice([0, 1, 1])
    about = [f"Genres: {rng.choice(words.GENRES)}   {rng.choice(words.GENRES)}", f"Average rating: {rng.randrange(5, 9)}.{rng.randrange(10)}",
             f"Writers : {rng.choice(words.ACTORS)}", f'Read "{title}" Script', f"{title} ({rng.randrange(1950, 2010)}) movie script",
             f"Script Date : {rng.choice(words.DRAFTS)}", f"by {rng.choice(words.ACTORS)}."]
    rows += rng.sample(about, rng.randrange(0, 4))
    if rng.random() < 0.5 and script["cast"]:
        dots = rng.choice([" ........ ", " .... ", "   ", " - "])
        rows += [""] * rng.choice([0, 1]) + [rng.choice(["Cast list:", "Cast:", "CAST"])]
        rows += [rng.choice(words.ACTORS) + dots + name for name in script["cast"][:10]]
    return [[line, "M" if line else "-", None] for line in rows] + [["", "-", None]] * rng.choice([1, 2, 4])


def web_foot(s, rng, script):
    if not s["site"]:
        return []
    title = script["title"]
    about = [title, f"Writers : {rng.choice(words.ACTORS)}", f"Genres : {rng.choice(words.GENRES)}  {rng.choice(words.GENRES)}",
             f"User Comments ({rng.randrange(9)})", "Back to Script Loft", "Index", "Submit your script", "All scripts are property of their owners.",
             "Copyright Script Loft 1998-2011. All rights reserved.", "Script Loft | DVDs | Contact"]
    return [["", "-", None]] * rng.choice([1, 3]) + [[line, "M", None] for line in about if rng.random() < 0.6]


def front(s, rng, script):
    """Title page, cast, the top of a site."""
    rows = []

    def put(*lines):
        for line in lines:
            at = max(0, (s["right"] - len(line)) // 2) if line and middle else 0
            rows.append([" " * at + line, "M" if line else "-", None])
    middle = bool(s["right"])
    if s["matter"]:
        site, middle = middle, False
        put(*rng.choice(words.SITE_TOP))
        middle = site
    if s["short_front"]:
        middle = middle and rng.random() < 0.6
        title = " ".join(script.get("title_lines") or [script["title"]])
        name = rng.choice(words.ACTORS)
        put(rng.choice([title, title.upper(), title.upper(), f'"{title}"', f"{title.upper()} - TRANSCRIPT", f"{title} - Episode {rng.randrange(1, 13)}"]))
        if rng.random() < 0.6:
            put("", rng.choice(words.UNDER_TITLES).format(name, rng.randrange(1, 30)))
        put("")
    elif s["title_page"]:
        title = script.get("title_lines") or [script["title"]]
        how = rng.random()
        if how < 0.6:
            title = [line.upper() for line in title]
        elif how < 0.7 and len(title) == 1:
            title = [f'"{title[0]}"']
        gap = [""] * rng.choice([0, 1, 1, 1, 3])
        put(*title, *gap, rng.choice(words.CREDITS), *gap, script["author"] or "Anonymous", *gap)
        if rng.random() < 0.3:
            put(rng.choice(words.SOURCES), *gap)
        if rng.random() < 0.5:
            put(*([""] * rng.choice([0, 1, 4])), rng.choice(words.DRAFTS), *gap)
        middle = middle and rng.random() < 0.5
        if script.get("more") and rng.random() < 0.5:
            put(*script["more"], *gap)
        elif rng.random() < 0.4:
            put(*rng.choice(words.CONTACTS), *gap)
        if rng.random() < 0.8:
            put("")
        middle = bool(s["right"])
    if s["matter"] > 1 and script["cast"]:
        middle = False
        put(rng.choice(["CAST", "CHARACTERS", "Dramatis Personae", "CAST OF CHARACTERS"]), "", *script["cast"], "")
    return rows


def back(s, rng, has_end):
    rows = [["", "-", None]]
    text = rng.choice(["THE END", "THE END", "END", "The End", "FINIS"])
    if rng.random() < 0.6 and not has_end:
        if rng.random() < 0.4:
            fade = rng.choice(["FADE OUT.", "FADE OUT:", "CUT TO BLACK.", "FADE TO BLACK.", "BLACKOUT."])
            rows[:0] = [["", "-", None], [" " * max(0, s["right"] - len(fade)) + fade, "T", None]]
        rows.append([" " * (max(0, s["right"] // 2 - 4) if s["right"] else 0) + text, "M", None])
    if s["matter"]:
        rows.extend([line, "M", None] for line in rng.choice(words.SITE_BOTTOM))
    return rows


def tabbed(text, how, rng):
    bare = text.lstrip(" ")
    n = len(text) - len(bare)
    if not n or text.startswith("\f"):
        return text
    if how == "few":
        return "\t" * ((n + 5) // 10) + bare
    if how == "stops" or rng.random() < 0.5:
        return "\t" * (n // 8) + " " * (n % 8) + bare
    return text


def spoil(row, rate, rng):
    """What an eye of glass makes of a line."""
    chars = row[0]
    hits = sum(1 for _ in range(len(chars)) if rng.random() < rate)
    for _ in range(hits):
        kind = rng.random()
        at = rng.randrange(len(chars) or 1)
        if kind < 0.6:
            wrong, read = rng.choice(words.OCR)
            chars = chars[:at] + chars[at:].replace(wrong, read, 1)
        elif kind < 0.8 and 0 < at < len(chars) - 1 and chars[at - 1].isalpha() and chars[at].isalpha():
            chars = chars[:at] + " " + chars[at:]
        elif kind < 0.9:
            chars += rng.choice(["", " "]) + rng.choice(words.STRAY)
        elif chars.strip() and at < len(chars) and chars[at] == " " and chars[:at].strip():
            chars = chars[:at] + chars[at + 1:]
    row[0] = chars


def finish(rows, s, rng):
    """Margins and noise over the finished lines."""
    starred = 0
    out = []
    for row in rows:
        if s["marks"] and row[1] not in "-M":
            starred = starred - 1 if starred else (rng.randrange(1, 8) if rng.random() < s["marks"] else 0)
            if starred:
                row[0] += " " * max(1, (s["right"] or len(row[0])) + 6 - len(row[0])) + "*"
        if s["noise"] and row[1] != "-":
            spoil(row, s["noise"], rng)
            if rng.random() < s["noise"]:
                out.append([rng.choice(words.STRAY), "M", None])
        if s["tabs"]:
            row[0] = tabbed(row[0], s["tabs"], rng)
        if s["curly"]:
            row[0] = row[0].replace("'", "\u2019")
        else:
            row[0] = row[0].replace("\u2019", "'")
        if not row[0].strip():
            row[1] = "-"
        out.append(row)
    return out
