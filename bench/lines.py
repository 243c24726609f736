#!/usr/bin/env python3
"""How well plain-text scripts are read: lines with the right tag, speeches with the right speaker.

  lines.py CORPORA PROGRAM [-v] [--labels DIR]

CORPORA/fountain/layouts holds the text of three PDFs as three programs give it; the Fountain twin of each, in
CORPORA/fountain/scripts, says what every line is.  -v shows the first wrong lines; --labels writes each file's right
tags to DIR as <file>.tsv, in the form of `whose lines`, and asks nothing of PROGRAM.

takes   the layouts, their twins, the program
gives   a table; rows "row<TAB>what<TAB>right<TAB>of" for bench/accuracy.sh; a last line
        "lines<TAB>min<TAB>mean<TAB>speeches<TAB>min<TAB>mean"
method  The words of both texts are aligned: runs of five words that occur once in each are anchors (longest increasing
        chain), difflib fills the gaps; what a program moved about is then found by its words, near its neighbours.
        A line gets the tag of the Fountain line that its words come from.
cost    near linear

What is decided where a line could be two things:
  cue and dialogue on one line            C
  the lines of two speeches side by side  the tag they share: C, E or D
  two Fountain lines joined to one        the tag of the one that begins the line, unless it is a cue: then C
  page numbers                            M
  no word at all (dashes, dots)           the tag of the line above in the same paragraph, else the one below
Where readers would differ from the twin a second tag could be defended: FADE IN:, FADE OUT., INTERCUT WITH: typed as
action (N, perhaps T), text centred in the story (M, perhaps N), a heading EXT/INT., which the Fountain rules
do not list (S, perhaps N).  Only the first counts as right; the column "or" tells how many lines got the second.
"""
import bisect
import collections
import difflib
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "layouts"))
import source  # noqa: E402

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
PAGE = re.compile(r"^\s*\d{1,4}\.?\s*$")
RUN = 5


def words_of(text):
    return [w.replace("\u2019", "'") for w in WORD.findall(text)]


def folded(words):
    return [w.lower() for w in words]


def chain(pairs):
    """The longest subsequence of pairs, sorted by their first, that rises in the second too."""
    tails, last, before = [], [], [-1] * len(pairs)
    for i, (_, b) in enumerate(pairs):
        at = bisect.bisect_left(tails, b)
        before[i] = last[at - 1] if at else -1
        if at == len(tails):
            tails.append(b)
            last.append(i)
        else:
            tails[at], last[at] = b, i
    i, kept = (last[-1] if last else -1), []
    while i >= 0:
        kept.append(pairs[i])
        i = before[i]
    return kept[::-1]


def align(a, b):
    """For each word of a the index of its twin in b, or None."""
    def once(words):
        at = collections.defaultdict(list)
        for i in range(len(words) - RUN + 1):
            at[tuple(words[i:i + RUN])].append(i)
        return {run: places[0] for run, places in at.items() if len(places) == 1}
    in_a, in_b = once(a), once(b)
    anchors = chain(sorted((i, in_b[run]) for run, i in in_a.items() if run in in_b))
    twin = [None] * len(a)
    for i, j in anchors:
        for k in range(RUN):
            if twin[i + k] is None:
                twin[i + k] = j + k
    # the case of a word tells a cue from the same name spoken, so that it counts at first
    fill_gaps(a, b, twin)
    fill_gaps(folded(a), folded(b), twin)
    return twin


def fill_gaps(a, b, twin):
    done_a = done_b = 0
    for i, j in [(i, j) for i, j in enumerate(twin) if j is not None] + [(len(a), len(b))]:
        if i > done_a and j > done_b:
            for block in difflib.SequenceMatcher(None, a[done_a:i], b[done_b:j], autojunk=False).get_matching_blocks():
                for k in range(block.size):
                    twin[done_a + block.a + k] = done_b + block.b + k
        done_a, done_b = i + 1, max(done_b, j + 1)


class Twin:
    """A Fountain script as a row of words, each with its line."""

    def __init__(self, path):
        with open(path, encoding="utf-8-sig", newline="") as f:
            self.rows = source.fountain_lines(f.read())
        self.words, self.line, self.is_first = [], [], []
        for i, (_, shown, _) in enumerate(self.rows):
            for k, word in enumerate(words_of(shown)):
                self.words.append(word)
                self.line.append(i)
                self.is_first.append(k == 0)

    def tags(self, line):
        """The tags that are right for a twin's line, the first one best."""
        tag, shown, kind = self.rows[line]
        if tag == "N" and source.BARE_TRANSITION.match(shown):
            return "NT"
        if kind == "centred":
            return "MN"
        if tag == "S" and shown.upper().startswith("EXT/INT"):
            return "SN"
        return tag


def find_moved(words, twin, used, near, reach=400):
    """Where a line that the program moved stands in the twin: an unused run of its words, the nearest one."""
    best = None
    n = len(words)
    for j in range(max(0, near - reach), min(len(twin.words), near + reach) - n + 1):
        if twin.words[j] == words[0] and twin.words[j:j + n] == words and not any(used[j:j + n]):
            if best is None or abs(j - near) < abs(best - near):
                best = j
    return best


def gold(lines, twin):
    """The right tags of each line of a layout; the first letter is the best one."""
    texts = [words_of(line) for line in lines]
    flat = [word for words in texts for word in words]
    to = align(flat, twin.words)
    used = [False] * len(twin.words)
    for j in to:
        if j is not None:
            used[j] = True
    right = [None] * len(lines)
    at = near = 0
    for i, words in enumerate(texts):
        mine = to[at:at + len(words)]
        if not lines[i].strip():
            right[i] = "-"
        elif words and not PAGE.match(lines[i]) or PAGE.match(lines[i]) and mine[0] is not None and len(
                words_of(twin.rows[twin.line[mine[0]]][1])) == 1:
            found = [j for j in mine if j is not None]
            if 2 * len(found) < len(words):
                moved = find_moved(words, twin, used, near)
                if moved is not None:
                    for j in found:
                        used[j] = False
                    found = list(range(moved, moved + len(words)))
                    for j in found:
                        used[j] = True
            if found:
                right[i] = line_tags(found, twin)
                near = found[-1]
        elif words:
            right[i] = "M"
        at += len(words)
    fill(lines, right)
    return right


def line_tags(found, twin):
    count = collections.Counter(twin.line[j] for j in found)
    cues = [line for line in count if twin.tags(line) == "C" and any(
        twin.line[j] == line and twin.is_first[j] for j in found)]
    if cues:
        return "C"
    # a stray word must not decide: the first Fountain line with two words here, or a third of them, does
    for j in found:
        if count[twin.line[j]] >= min(2, max(1, len(found) // 3)):
            return twin.tags(twin.line[j])
    return twin.tags(twin.line[found[0]])


def fill(lines, right):
    for i in range(len(lines)):
        if right[i] is None and not WORD.search(lines[i]) and i and right[i - 1] not in (None, "-"):
            right[i] = right[i - 1]
    for i in range(len(lines) - 1, -1, -1):
        if right[i] is None and not WORD.search(lines[i]) and i + 1 < len(lines) and right[i + 1] != "-":
            right[i] = right[i + 1]
        right[i] = right[i] or "M"


def read_lines(path):
    with open(path, encoding="utf-8", newline="") as f:
        lines = f.read().replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True)
    if done.returncode in (0, 1):
        return done.stdout.decode("utf-8", "replace")
    print(f"{' '.join([program, *arguments])}: exit {done.returncode}: {done.stderr.decode('utf-8', 'replace')[:200]}",
          file=sys.stderr)
    return None


def key(name):
    return " ".join(folded(words_of(name or "?")))


def turns(program, path):
    """[speaker, words] of each speech, in order."""
    report, text = run(program, "read", "--json", path), run(program, "text", path)
    if report is None or text is None or not report.strip():
        return []
    report, text = json.loads(report), text.encode("utf-8")
    names = {c["id"]: c["name"] for c in report["characters"]}
    out = collections.OrderedDict()
    for piece in sorted(report["speeches"], key=lambda s: s["start"]):
        turn = out.setdefault(piece["turn"], [key(names.get(piece["speaker"])), []])
        turn[1].extend(folded(words_of(text[piece["start"]:piece["end"]].decode("utf-8", "replace"))))
    return list(out.values())


def speeches(found, true):
    """(right, all): a speech is right when one speech found has its speaker and four fifths of its words.  Which one is
    told by the words in order; the words themselves may stand there in another order, as a program moved them."""
    home = [k for k, (_, words) in enumerate(found) for _ in words]
    flat_true = [w for _, words in true for w in words]
    to = align(flat_true, [w for _, words in found for w in words])
    right = all_of_them = at = near = 0
    for name, words in true:
        if words:
            all_of_them += 1
            where = collections.Counter(home[j] for j in to[at:at + len(words)] if j is not None)
            if where:
                near = where.most_common(1)[0][0]
            # a speech that was moved as a whole aligns with nothing, but is not far
            for k in [near] if where else range(max(0, near - 1), near + 4):
                both = collections.Counter(words) & collections.Counter(found[k][1] if k < len(found) else [])
                if sum(both.values()) >= 0.8 * len(words) and found[k][0] == name:
                    right += 1
                    break
        at += len(words)
    return right, all_of_them


def compare(program, path, lines, right, verbose):
    """(lines, right, right by the second tag, confusion, the first wrong lines to show)"""
    told = run(program, "lines", path)
    tags = [row.split("\t")[1] for row in told.splitlines()] if told else []
    tags += ["?"] * (len(lines) - len(tags))
    wrong = collections.Counter()
    n = good = second = 0
    shown = []
    for i, line in enumerate(lines):
        if right[i] == "-":
            continue
        n += 1
        if tags[i] == right[i][0]:
            good += 1
        else:
            second += tags[i] in right[i]
            wrong[right[i][0] + tags[i]] += 1
            shown.append(f"    {i + 1}: {right[i][0]} not {tags[i]}: {line.strip()[:90]}")
    confusion = " ".join(f"{a}>{b}:{k}" for (a, b), k in wrong.most_common(9))
    return n, good, second, confusion, shown[:15] if verbose else []


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    folder = None
    if "--labels" in arguments:
        at = arguments.index("--labels")
        folder = arguments[at + 1]
        del arguments[at:at + 2]
    if len(arguments) < (1 if folder else 2):
        sys.exit(__doc__)
    layouts = os.path.join(arguments[0], "fountain", "layouts")
    line_shares, speech_shares = [], []
    if not folder:
        print(f"{'file':<34}{'lines':>6}{'right':>7}{'or':>4}{'%':>8}{'speeches':>10}{'right':>7}{'%':>8}  "
              "confusion (right>given:times)")
    twins = {}
    for file in sorted(os.listdir(layouts)):
        stem = file.split(".")[0]
        path = os.path.join(layouts, file)
        fountain = os.path.join(arguments[0], "fountain", "scripts", stem + ".fountain")
        if stem not in twins:
            twins[stem] = Twin(fountain), (None if folder else turns(arguments[1], fountain))
        lines = read_lines(path)
        right = gold(lines, twins[stem][0])
        if folder:
            with open(os.path.join(folder, file + ".tsv"), "w", encoding="utf-8") as f:
                f.writelines(f"{i + 1}\t{tags[0]}\n" for i, tags in enumerate(right))
            continue
        n, good, second, confusion, shown = compare(arguments[1], path, lines, right, "-v" in sys.argv)
        well, turns_n = speeches(turns(arguments[1], path), twins[stem][1])
        line_shares.append(100 * good / max(1, n))
        speech_shares.append(100 * well / max(1, turns_n))
        print(f"{file:<34}{n:>6}{good:>7}{second:>4}{line_shares[-1]:>8.2f}"
              f"{turns_n:>10}{well:>7}{speech_shares[-1]:>8.2f}  {confusion}")
        print(f"row\tlines, {file[:-4]}\t{good}\t{n}\nrow\tspeeches, {file[:-4]}\t{well}\t{turns_n}")
        for line in shown:
            print(line)
    if line_shares:
        print("\t".join(["lines", f"{min(line_shares):.2f}", f"{sum(line_shares) / len(line_shares):.2f}",
                         "speeches", f"{min(speech_shares):.2f}", f"{sum(speech_shares) / len(speech_shares):.2f}"]))


if __name__ == "__main__":
    main()
