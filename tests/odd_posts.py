#!/usr/bin/env python3
"""Posts and claims as nobody should write them, and what the program says to each.

usage: odd_posts.py WHOSE STORY

STORY: the sample screenplay.  Prints TAP.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

TWO = """INT. MILL - DAY

TESS NORTH and TESS SOUTH wait.

TESS NORTH
You are late.

TESS SOUTH
I am.

TESS NORTH
Again.

TESS SOUTH
Always.
"""
NOBODY = """The rain fell on the hill. The rain fell on the sea. Nothing moved. The grass was wet, and the stones were wet, and
the sky was grey above the water. It rained until the evening.

The wind came later. It went over the water and was gone.
"""
SCRIPTS = """<html><head><script>var x = "<p>Rhoda dies</p>";</script><style>p {}</style></head>
<body><p onclick="alert('Ivor kills Rhoda')">Ivor <b>dies</b>.</p><!-- Sonny dies --><script>write("Nesta dies")</script>
<p>Desmond lives.</p></body></html>"""
FEED = ("<feed xmlns='http://www.w3.org/2005/Atom'>" +
        "".join(f"<entry><title>{i}</title><content type='html'>&lt;p&gt;Rhoda loves Ivor. Ivor dies.&lt;/p&gt;</content></entry>"
                for i in range(1000)) + "</feed>")
MARKS = ["\u201cAccounts\u201d", "\u201eAccounts\u201c", "\u00abAccounts\u00bb", "\u00bbAccounts\u00ab", "\u2039Accounts\u203a",
         "\u2018Accounts\u2019", "\u300cAccounts\u300d", '"Accounts"', "'Accounts'"]
GERMAN = ("Das ist die Geschichte von Rhoda, und nicht die von Ivor. Er stirbt am Ende, und sie lebt weiter, weil er sie "
          "gerettet hat. Ich habe den Film sehr gemocht und werde ihn wieder sehen.")
SCOTS = ("MACBETH", "LADY MACBETH", "BANQUO", "DUNCAN", "MACDUFF", "MALCOLM", "FLEANCE")
BY_LINES = "A fine film.\nAuthor: quillon_reader from Leeds\nIvor dies.\nu/brakspear77 \u00b7 5h\nRhoda lives.\n@tarnside\nNesta lives.\n"


def main(whose, story):
    n, failed = 0, 0
    folder = tempfile.mkdtemp()

    def put(name, text):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run(*arguments):
        done = subprocess.run([whose, "claim", *arguments], capture_output=True, timeout=120)
        return done.returncode, " ".join(done.stdout.decode().split()), done.stderr.decode()

    def claims(path, of=story):
        return json.loads(run("--json", "--from", path, of)[1])

    def check(holds, what):
        nonlocal n, failed
        n, failed = n + 1, failed + (not holds)
        print(f"{'ok' if holds else 'not ok'} {n} - {what}")

    two, nobody = put("two.fountain", TWO), put("nobody.txt", NOBODY)
    code, _, words = run("Zebulon dies", story)
    check(code == 2 and 'nobody here is called "Zebulon"' in words, "somebody who is not in it is named in the answer")
    code, _, words = run("Tess dies", two)
    check(code == 2 and "fits two people: Tess North, Tess South" in words, "two of one name are both named")
    code, said, _ = run("--from", put("tess.txt", "Tess dies. It is the story of Tess."), two)
    check(code == 0 and '"Tess" fits several people' in said, "in a post, too, a name of two is said to be one")
    code, said, _ = run("--from", put("empty.txt", ""), story)
    check(code == 0 and "nothing to read in this post" in said, "an empty post is called empty")
    code, said, _ = run("--from", put("other.txt", "Zarkon kills Brimble. I think Quaxley loves Brimble and Zarkon."), story)
    check(code == 1 and "it is about another" in said, "a post about another story is said to be one")
    feed = claims(put("feed.xml", FEED))
    check(len(feed) == 2000 and all(c["claim"]["kind"] in ("cares", "dies") for c in feed), "a feed of a thousand posts is read whole")
    kinds = [(c["claim"]["kind"], c["claim"]["text"]) for c in claims(put("page.html", SCRIPTS))]
    check(kinds == [("dies", "Ivor dies."), ("lives", "Desmond lives.")], "what scripts, styles, comments and handlers say is no claim")
    code, said, _ = run("--from", put("large.txt", "Rhoda loves Ivor and " * 50000), story)
    check(code == 0 and "claims" in said, "a sentence of a megabyte is read")
    many, few = put("openers.txt", "\u00ab " * 350000 + "Ivor dies."), put("few.txt", "\u00ab " * 350 + "Ivor dies.")
    took = []
    for path in (few, many):
        began = time.monotonic()
        code, _, _ = run("--from", path, story)
        took.append(time.monotonic() - began)
    check(code in (0, 1) and took[1] < took[0] + 3, "a megabyte of quotations that nobody closes is read at once")
    code, _, words = run("x" * 100000, story)
    check(code == 2 and len(words) < 300, "the answer to a claim of a hundred thousand letters is short")
    code, _, words = run("Ivor dies " * 9000, story)
    check(code in (0, 2) and len(words) < 400, "a claim that never ends is answered, or refused in a line")
    for mark in MARKS:
        found = claims(put("marks.txt", f"Rhoda says {mark}. Ivor dies."))
        check([c["claim"]["kind"] for c in found] == ["says", "dies"] and found[0]["answer"]["verdict"] == "supported",
              f"a line in {mark[0]} {mark[-1]} is a line")
    code, _, words = run("--from", put("german.txt", GERMAN), story)
    check(code == 3 and "looks like German" in words, "another language is named")
    code, _, words = run("Ivor dies", nobody)
    check(code == 2 and "nobody here is called" in words, "where there is nobody a claim is about nobody")
    code, _, _ = run("--json", "--from", put("one.txt", "Ivor dies."), nobody)
    check(code in (0, 1), "a post about a story of nobody is no error")
    path = put("by.txt", BY_LINES)
    said = run("--json", "--from", path, story)[1] + run("--from", path, story)[1]
    check(not any(name in said for name in ("quillon", "brakspear", "tarnside")) and "Nesta lives." in said,
          "the names of those who wrote are left out")
    for line, name in (("A fine film. cawdor_thane_2: Ivor dies.", "cawdor"), ("@tarnside Ivor dies.", "tarnside"),
                       ("u/one_two Ivor dies.", "one_two"), ("quillon_reader: Ivor dies.", "quillon"),
                       ("A review by Jane Q. Public: Ivor dies.", "Jane"), ("Quillon: Ivor dies.", "Quillon"),
                       ("Rhoda Quillon: Ivor dies.", "Quillon"), ("Posted by J. Quillon 3 March\nIvor dies.", "Quillon"),
                       ("A fine film\nPosted by J. Quillon 3 March\nIvor dies.", "Quillon")):
        said = run("--json", "--from", put("writer.txt", line + "\n"), story)[1]
        check(name not in said and "Ivor dies." in said, f"who wrote is left out of {line!r}")
    for line in ("Ivor: he dies.", "Verdict: Ivor dies."):
        check(line in run("--json", "--from", put("head.txt", line), story)[1], f"a head that is no writer stays: {line}")
    page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "posts", "20.html")
    scots = put("scots.fountain", "INT. CASTLE - NIGHT\n\n" + "".join(f"{name}\nA cold night, and a long one.\n\n"
                                                                 for name in SCOTS + SCOTS))
    for form in ("--json", "--plain"):
        said = run(*(["--json"] if form == "--json" else []), "--from", page, scots)[1]
        check("Macbeth betrays Duncan" in said, f"what was commented on a page is answered, {form}")
        check(not any(name in said for name in ("cawdor", "dunsinane_dropout")), f"who wrote it is left out, {form}")
    print(f"1..{n}")
    return failed != 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
