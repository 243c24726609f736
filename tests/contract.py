#!/usr/bin/env python3
"""Holds what `whose read --json`, `annotate --json` and `claim --json` print against the contract.

  contract.py WHOSE FILE...

Every field is named here with its type, so that a field that is new, gone or of another
type fails; then ids are in range, offsets ordered and inside the text, quotations the
text's own bytes, shares a distribution, the runs of the origin without a gap.  Prints TAP,
one case a file.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

LIMIT_S = 120

INT, NUM, STR, BOOL, SIGNED = "int", "number", "string", "bool", "signed"


class OrNull:
    def __init__(self, of):
        self.of = of


class One:
    """One of a few strings."""

    def __init__(self, *of):
        self.of = of


class ListOf:
    def __init__(self, of):
        self.of = of


ID = "character"
SEGMENT = "segment"
QUOTE = {"start": INT, "end": INT, "text": STR, "where": STR, "why": OrNull(STR)}
READING = One("told_by", "seen_through", "driven_by", "changed_in", "occupied_by",
              "felt_by")

REPORT = {
    "schema": INT,
    "source": {"path": OrNull(STR), "format": STR,
               "kind": One("screenplay", "play", "novel", "film", "account"),
               "title": OrNull(STR), "author": OrNull(STR), "bytes": INT, "sha256": STR,
               "encoding": OrNull(STR), "language": OrNull(STR)},
    "model": OrNull({"name": STR, "version": STR, "sha256": STR, "licence": OrNull(STR)}),
    "corrections": ListOf({"file": STR, "line": INT, "done": BOOL, "what": STR}),
    "counts": {"bytes": INT, "tokens": INT, "sentences": INT, "scenes": INT, "speeches": INT,
               "characters": INT},
    "origin": ListOf({"start": INT, "end": INT, "source": INT, "byte": INT, "line": INT,
                      "page": OrNull(INT)}),
    "characters": ListOf({"id": INT, "name": STR, "aliases": ListOf({"text": STR, "count": INT}),
                          "pronouns": OrNull(One("she", "he", "they", "it")), "group": BOOL,
                          "narrator": BOOL, "billed": OrNull(INT), "speeches": INT, "words": INT, "mentions": INT,
                          "scenes": INT, "first": INT, "last": INT, "introduced": OrNull(QUOTE),
                          "fate": {"state": OrNull(One("dies", "lives")), "cause": OrNull(ID),
                                   "quotes": ListOf(QUOTE)}}),
    "levels": ListOf({"id": INT, "parent": OrNull(INT),
                      "mode": One("shown", "told", "written", "dreamt", "acted"),
                      "teller": OrNull(ID), "to": OrNull(ID), "spans": ListOf(ListOf(INT)),
                      "quotes": ListOf(QUOTE)}),
    "segments": ListOf({"id": INT, "parent": OrNull(INT),
                        "kind": One("part", "act", "chapter", "scene"), "heading": OrNull(STR),
                        "number": OrNull(STR), "start": INT, "end": INT, "because": STR,
                        "sure": NUM}),
    "presence": ListOf({"character": ID, "segment": OrNull(SEGMENT),
                        "how": One("speaks", "voice-over", "off-screen", "acts", "seen",
                                   "addressed", "named"),
                        "start": INT, "end": INT, "sure": NUM}),
    "speeches": ListOf({"start": INT, "end": INT, "turn": INT, "level": INT,
                        "speaker": OrNull(ID), "also": ListOf(ID), "to": ListOf(ID),
                        "how": One("cue", "quote", "thought", "letter"),
                        "voice": One("on", "off-screen", "voice-over"),
                        "via": OrNull(One("cue", "name", "pronoun", "turn", "vocative",
                                          "narrator")),
                        "sure": NUM}),
    "mentions": ListOf({"start": INT, "end": INT, "character": ID,
                        "kind": One("name", "nominal", "pronoun"), "sure": NUM}),
    "narration": {"person": OrNull(INT), "narrator": OrNull(ID),
                  "narrators": ListOf({"id": ID, "stance": One("own-story", "witness", "outside"),
                                       "spans": ListOf(ListOf(INT))}),
                  "frame": {"present": BOOL, "teller": OrNull(ID), "to": OrNull(ID),
                            "quotes": ListOf(QUOTE)},
                  "retrospect": {"present": BOOL, "teller": OrNull(ID),
                                 "quotes": ListOf(QUOTE)}},
    "bonds": ListOf({"a": ID, "b": ID,
                     "kinds": ListOf(One("care", "harm", "desire", "kin", "command", "depend",
                                         "marriage")),
                     "weight": NUM, "segments": ListOf(SEGMENT), "begins": OrNull(SEGMENT),
                     "ends": OrNull(SEGMENT), "quotes": ListOf(QUOTE), "turns": ListOf(QUOTE)}),
    "turns": ListOf({"start": INT, "end": INT, "at": NUM,
                     "kind": One("death", "killing", "marriage", "betrothal", "against", "towards",
                                 "together", "gone", "company", "feeling"),
                     "what": STR, "score": NUM, "characters": ListOf(ID),
                     "quotes": ListOf(QUOTE)}),
    "arcs": ListOf({"character": ID,
                    "points": ListOf({"at": NUM, "value": SIGNED, "low": SIGNED, "high": SIGNED,
                                      "words": ListOf(ListOf(INT))})}),
    "changes": ListOf({"character": ID, "value": NUM, "company": OrNull(NUM), "place": OrNull(NUM),
                       "bonds": OrNull(NUM), "fate": OrNull(NUM), "feeling": OrNull(NUM),
                       "direction": SIGNED}),
    "verdict": {"answer": One("one", "shared", "contested", "nobody"), "because": OrNull(STR),
                "ranking": ListOf({"character": ID, "share": NUM, "low": NUM, "high": NUM}),
                "apparent": OrNull(ID),
                "readings": {"told_by": OrNull(ID), "seen_through": OrNull(ID),
                             "driven_by": OrNull(ID), "changed_in": OrNull(ID),
                             "occupied_by": OrNull(ID), "felt_by": OrNull(ID)},
                "agency": OrNull(ListOf({"character": ID, "thirds": ListOf({"does": INT, "undergoes": INT})})),
                "weighing": {"temperature": NUM, "levelled": NUM,
                             "terms": ListOf({"name": STR, "reading": READING, "weight": NUM,
                                              "scores": ListOf({"character": ID, "score": NUM})})},
                "evidence": ListOf({"measure": STR, "reading": READING, "asks": STR,
                                    "favours": OrNull(ID), "weight": NUM,
                                    "values": ListOf({"character": ID, "value": OrNull(NUM),
                                                      "unit": STR}),
                                    "quotes": ListOf(QUOTE)})},
}

LAYERS = {
    "entities": ListOf({"start": INT, "end": INT, "type": One("PER", "FAC", "GPE", "LOC", "VEH", "ORG"),
                        "kind": One("PROP", "NOM", "PRON"), "cluster": INT}),
    "events": ListOf({"start": INT, "end": INT}),
}

CLAIM = {
    "claim": {"text": STR, "kind": One("story-of", "tells", "dies", "lives", "kills", "marries"),
              "subject": OrNull(ID), "object": OrNull(ID),
              "source": OrNull({"start": INT, "end": INT})},
    "answer": {"verdict": One("supported", "contradicted", "contested", "not-in-text", "opinion"),
               "share": OrNull(NUM), "looked": INT, "for": ListOf(QUOTE),
               "against": ListOf(QUOTE),
               "measures": ListOf({"measure": STR, "subject": OrNull(NUM), "object": OrNull(NUM),
                                   "leans": One("for", "against", "neither"), "weight": NUM})},
}


PIECE = {"part": INT, "close": NUM, "in": One("speech", "narration"), "speaker": OrNull(ID), "to": OrNull(ID),
         "quote": QUOTE}

FOUND = {
    "memory": {"text": STR, "parts": ListOf(STR)}, "looked": INT,
    "passages": ListOf({"close": NUM, "pieces": ListOf(PIECE)}),
}

POST_CLAIM = {
    "claim": {"text": STR, "kind": One("story-of", "tells", "dies", "lives", "kills", "marries", "says", "cares", "harms",
                                       "ends", "changes", "falls", "saved", "past", "billing", "apparent", "opinion"),
              "subject": OrNull(ID), "object": OrNull(ID), "denied": BOOL, "shared": BOOL,
              "source": {"start": INT, "end": INT}},
    "answer": CLAIM["answer"],
}


class Check:
    def __init__(self, text, n_characters, n_segments):
        self.text, self.faults = text, []
        self.top = {ID: n_characters, SEGMENT: n_segments}

    def fault(self, where, what):
        if len(self.faults) < 20:
            self.faults.append(f"{where}: {what}")

    def number(self, x, where, whole):
        if isinstance(x, bool) or not isinstance(x, int if whole else (int, float)):
            self.fault(where, f"{x!r} is no number")
            return False
        return True

    def shape(self, x, form, where):
        if isinstance(form, OrNull):
            if x is not None:
                self.shape(x, form.of, where)
        elif isinstance(form, ListOf):
            if not isinstance(x, list):
                return self.fault(where, "is no list")
            for i, item in enumerate(x):
                self.shape(item, form.of, f"{where}[{i}]")
        elif isinstance(form, One):
            if x not in form.of:
                self.fault(where, f"{x!r} is none of {form.of}")
        elif isinstance(form, dict):
            self.object(x, form, where)
        elif form in self.top:
            if self.number(x, where, True) and not 0 <= x < self.top[form]:
                self.fault(where, f"there is no {form} {x}")
        elif form == SIGNED:
            self.number(x, where, False)
        elif form in (INT, NUM):
            if self.number(x, where, form == INT) and x < 0:
                self.fault(where, f"{x} is negative")
            if where.endswith((".sure", ".share", ".low", ".high")) and not 0 <= x <= 1:
                self.fault(where, f"{x} is no probability")
        elif not isinstance(x, {STR: str, BOOL: bool}[form]):
            self.fault(where, f"{x!r} is no {form}")

    def object(self, x, form, where):
        if not isinstance(x, dict):
            return self.fault(where, "is no object")
        for name in form.keys() - x.keys():
            self.fault(where, f"has no {name}")
        for name in x.keys() - form.keys():
            self.fault(where, f"has {name}, of which the contract does not speak")
        for name in form.keys() & x.keys():
            self.shape(x[name], form[name], f"{where}.{name}")
        if isinstance(x.get("start"), int) and isinstance(x.get("end"), int):
            if not 0 <= x["start"] <= x["end"] <= len(self.text):
                self.fault(where, f"[{x['start']}, {x['end']}) is no place of the text")
            elif form is QUOTE and self.text[x["start"]:x["end"]] != x["text"].encode():
                self.fault(where, f"is not what the text says at {x['start']}")
            elif form is QUOTE and not x["where"]:
                self.fault(where, "does not say where")

    def ordered(self, items, where, disjoint=False):
        for i in range(1, len(items)):
            least = items[i - 1]["end" if disjoint else "start"]
            if items[i]["start"] < least:
                return self.fault(f"{where}[{i}]", f"begins at {items[i]['start']}, before {least}")


def report_faults(report, text, raw):
    c = Check(text, len(report.get("characters", [])), len(report.get("segments", [])))
    c.shape(report, REPORT, "report")
    if c.faults:
        return c.faults
    if report["schema"] != 1:
        c.fault("schema", "is not 1")
    if not re.fullmatch("[0-9a-f]{64}", report["source"]["sha256"]):
        c.fault("source.sha256", "is no SHA-256")
    counts = report["counts"]
    for name, value in (("bytes", len(text)), ("characters", len(report["characters"])),
                        ("speeches", len({s["turn"] for s in report["speeches"]}))):
        if name == "speeches" and counts[name] >= value:
            continue  # a cue without words has no piece
        if counts[name] != value:
            c.fault(f"counts.{name}", f"is {counts[name]}, not {value}")
    if report["source"]["bytes"] != raw:
        c.fault("source.bytes", f"is {report['source']['bytes']}, not {raw}")
    runs = report["origin"]
    edges = [0] + [r["end"] for r in runs]
    for i, run in enumerate(runs):
        if run["start"] != edges[i]:
            c.fault(f"origin[{i}]", f"begins at {run['start']}, not at {edges[i]}")
        if run["line"] < 1 or run["page"] == 0:
            c.fault(f"origin[{i}]", "lines and pages are counted from 1")
    if text and edges[-1] != len(text):
        c.fault("origin", f"ends at {edges[-1]} of {len(text)}")
    for i, who in enumerate(report["characters"]):
        where = f"characters[{i}]"
        if who["id"] != i:
            c.fault(where, f"has id {who['id']}")
        if not who["name"].strip():
            c.fault(where, "has no name")
        if not 0 <= who["first"] <= who["last"] <= len(text):
            c.fault(where, f"goes from {who['first']} to {who['last']}")
        if i and who["first"] < report["characters"][i - 1]["first"]:
            c.fault(where, "appears before the one before")
        if who["mentions"] != sum(m["character"] == i for m in report["mentions"]):
            c.fault(where, "mentions do not add up")
    for i, segment in enumerate(report["segments"]):
        parent = segment["parent"]
        if segment["id"] != i or (parent is not None and not 0 <= parent < i):
            c.fault(f"segments[{i}]", f"has id {segment['id']}, parent {parent}")
        elif parent is not None and not (
                report["segments"][parent]["start"] <= segment["start"] and
                segment["end"] <= report["segments"][parent]["end"]):
            c.fault(f"segments[{i}]", "lies outside its parent")
    for name in ("segments", "presence", "speeches", "mentions"):
        c.ordered(report[name], name, disjoint=name == "speeches")
    telling_faults(c, report, text)
    event_faults(c, report, text)
    verdict_faults(c, report)
    return c.faults


def telling_faults(c, report, text):
    levels = report["levels"]
    if not levels or levels[0]["parent"] is not None or levels[0]["spans"] != [[0, len(text)]]:
        c.fault("levels[0]", "is not the whole text")
    for i, level in enumerate(levels):
        if level["id"] != i or (i and not (level["parent"] is not None and 0 <= level["parent"] < i)):
            c.fault(f"levels[{i}]", f"has id {level['id']}, parent {level['parent']}")
        edge = 0
        for span in level["spans"]:
            if len(span) != 2 or not edge <= span[0] <= span[1] <= len(text):
                c.fault(f"levels[{i}]", f"has the span {span}")
            edge = span[-1]
    for i, speech in enumerate(report["speeches"]):
        level = speech["level"]
        if not 0 <= level < len(levels) or not any(
                a <= speech["start"] < b for a, b in levels[level]["spans"]):
            c.fault(f"speeches[{i}]", f"does not lie in level {level}")
    for name in ("frame", "retrospect"):
        said = report["narration"][name]
        if said["present"] != bool(said["quotes"]):
            c.fault(f"narration.{name}", "is present without a quotation, or quoted and absent")
    for i, who in enumerate(report["characters"]):
        fate = who["fate"]
        if (fate["state"] == "dies") != bool(fate["quotes"]):
            c.fault(f"characters[{i}].fate", "dies without a quotation, or is quoted and does not")
        if fate["cause"] is not None and (fate["state"] != "dies" or fate["cause"] == i):
            c.fault(f"characters[{i}].fate", "has a cause and no death, or is its own")


def event_faults(c, report, text):
    segments = {s["id"] for s in report["segments"]}
    pairs = [(b["a"], b["b"]) for b in report["bonds"]]
    if pairs != sorted(set(pairs)) or any(a >= b for a, b in pairs):
        c.fault("bonds", "are not in order, or bind somebody twice or to nobody else")
    for i, bond in enumerate(report["bonds"]):
        if not bond["kinds"] or not bond["quotes"]:
            c.fault(f"bonds[{i}]", "has no kind or no quotation")
        shown = bond["segments"] + [s for s in (bond["begins"], bond["ends"]) if s is not None]
        if not set(shown) <= segments or bond["segments"] != sorted(bond["segments"]):
            c.fault(f"bonds[{i}]", "shows in segments that are none, or not in order")
    if len(report["turns"]) > 12:
        c.fault("turns", "are more than a dozen")
    for i, turn in enumerate(report["turns"]):
        if not 0 <= turn["at"] <= 1 or not turn["characters"] or not turn["quotes"]:
            c.fault(f"turns[{i}]", "is nowhere, of nobody, or without a quotation")
        if i and turn["start"] < report["turns"][i - 1]["start"]:
            c.fault(f"turns[{i}]", "is not in order")
    for i, arc in enumerate(report["arcs"]):
        last = -1
        for k, point in enumerate(arc["points"]):
            where = f"arcs[{i}].points[{k}]"
            if not -1 <= point["low"] <= point["value"] <= point["high"] <= 1:
                c.fault(where, "lies outside of its band, or the band outside of -1 to 1")
            if not last < point["at"] <= 1 or not point["words"]:
                c.fault(where, "is not in order, or has no words")
            if any(len(w) != 2 or not 0 <= w[0] < w[1] <= len(text) for w in point["words"]):
                c.fault(where, "has a word that is none")
            last = point["at"]
    for i, change in enumerate(report["changes"]):
        parts = [change[k] for k in ("company", "place", "bonds", "fate", "feeling")
                 if change[k] is not None]
        if not parts or not min(parts) - 1e-6 <= change["value"] <= max(parts) + 1e-6:
            c.fault(f"changes[{i}]", "is no mean of its parts")


def verdict_faults(c, report):
    verdict = report["verdict"]
    ranking = verdict["ranking"]
    sides = [r["character"] for r in ranking]
    if len(set(sides)) != len(sides):
        c.fault("verdict.ranking", "names somebody twice")
    if ranking and abs(sum(r["share"] for r in ranking) - 1) > 1e-4:
        c.fault("verdict.ranking", f"shares add up to {sum(r['share'] for r in ranking)}")
    for i, r in enumerate(ranking):
        if not r["low"] - 1e-6 <= r["share"] <= r["high"] + 1e-6:
            c.fault(f"verdict.ranking[{i}]", "share lies outside low and high")
        if i and r["share"] > ranking[i - 1]["share"]:
            c.fault(f"verdict.ranking[{i}]", "is not in order")
    if verdict["answer"] == "nobody" and not verdict["because"]:
        c.fault("verdict", "says nobody, and not why")
    if verdict["answer"] != "nobody" and not ranking:
        c.fault("verdict", "says who, and nobody is ranked")
    weights = sum(e["weight"] for e in verdict["evidence"])
    if ranking and verdict["answer"] != "nobody" and abs(weights - 1) > 1e-3:
        c.fault("verdict.evidence", f"weights add up to {weights}")
    for i, row in enumerate(verdict["evidence"]):
        if sorted(v["character"] for v in row["values"]) != sorted(sides):
            c.fault(f"verdict.evidence[{i}]", "values are not those of the ranked")
        known = [v["value"] for v in row["values"] if v["value"] is not None]
        if row["favours"] is not None and row["favours"] not in [
                v["character"] for v in row["values"] if v["value"] == max(known)]:
            c.fault(f"verdict.evidence[{i}]", "favours somebody who does not lead")


def layer_faults(whose, path, report, text):
    """`annotate --json`: the report again, with entities that nest or lie apart, and events."""
    code, out, err = run(whose, "annotate", "--json", path)
    if code != 0:
        return [f"annotate: exit code {code}: {err}"]
    found = json.loads(out.decode("utf-8"))
    layers = {name: found.pop(name, None) for name in LAYERS}
    c = Check(text, 0, 0)
    c.shape(layers, LAYERS, "annotate")
    if found != report:
        c.fault("annotate", "says something else than read")
    if c.faults:
        return c.faults
    c.ordered(layers["events"], "events", disjoint=True)
    entities = layers["entities"]
    c.ordered(entities, "entities")
    open_ = []
    for i, entity in enumerate(entities):
        while open_ and open_[-1]["end"] <= entity["start"]:
            open_.pop()
        if open_ and not entity["end"] <= open_[-1]["end"] or entity in open_:
            c.fault(f"entities[{i}]", "crosses or repeats the one before")
        if entity["start"] == entity["end"]:
            c.fault(f"entities[{i}]", "is empty")
        open_.append(entity)
    return c.faults


def run(whose, *args):
    done = subprocess.run([whose, *args], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=LIMIT_S)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()


def file_faults(whose, path):
    code, out, err = run(whose, "read", "--json", path)
    if code not in (0, 1):
        return [f"exit code {code}: {err}"]
    try:
        report = json.loads(out.decode("utf-8"))
    except ValueError as e:
        return [f"this is no JSON: {e}"]
    text = run(whose, "text", path)[1]
    found = report_faults(report, text, os.path.getsize(path))
    if (report["verdict"]["answer"] == "nobody") != (code == 1):
        found.append(f"exit code {code} with answer {report['verdict']['answer']}")
    found += layer_faults(whose, path, report, text)
    ranking = report["verdict"]["ranking"]
    if not found and report["speeches"]:
        found += found_faults(whose, path, report, text)
    if found or len(ranking) < 2:
        return found
    names = [report["characters"][r["character"]]["name"] for r in ranking[:2]]
    code, out, err = run(whose, "claim", "--json", f"{names[0]}, not {names[1]}", path)
    if code == 2:  # two people may bear one name
        return found
    claim = json.loads(out.decode("utf-8"))
    c = Check(text, len(report["characters"]), len(report["segments"]))
    c.shape(claim, CLAIM, "claim")
    for kind, words in (("dies", f"{names[0]} dies"), ("lives", f"{names[0]} lives"),
                        ("kills", f"{names[0]} kills {names[1]}"), ("tells", f"{names[0]} tells it"),
                        ("marries", f"{names[0]} marries {names[1]}")):
        code, out, err = run(whose, "claim", "--json", words, path)
        if code == 2:
            continue
        event = json.loads(out.decode("utf-8"))
        c.shape(event, CLAIM, kind)
        if event["claim"]["kind"] != kind:
            c.fault(words, f"is read as {event['claim']['kind']}")
        answer = event["answer"]
        if (answer["verdict"] == "not-in-text") != (answer["share"] is None):
            c.fault(words, f"is {answer['verdict']} with the share {answer['share']}")
    return c.faults


def found_faults(whose, path, report, text):
    """A line of the story is found where it stands; a post about its people is answered in its order."""
    c = Check(text, len(report["characters"]), len(report["segments"]))
    at = max(report["speeches"], key=lambda s: s["end"] - s["start"])
    line = " ".join(text[at["start"]:at["end"]].decode("utf-8", "replace").split())[:200].rsplit(" ", 1)[0]
    if re.search(r"[A-Za-z]{3}", line):
        found = json.loads(run(whose, "find", "--json", line, path)[1].decode("utf-8"))
        c.shape(found, FOUND, "found")
        pieces = [p["quote"] for passage in found["passages"][:1] for p in passage["pieces"]]
        if not any(p["start"] < at["end"] and at["start"] < p["end"] for p in pieces):
            c.fault("found", f"a line of the story is not found: {line}")
    names = [who["name"] for who in report["characters"] if not who["group"]][:2]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as post:
        post.write("".join(f"{name} dies. It is {name}'s story. " for name in names) + "The acting was great.")
        post.flush()
        code, out, err = run(whose, "claim", "--json", "--from", post.name, path)
    claims = json.loads(out.decode("utf-8"))
    text_of_post = Check(b" " * 100000, len(report["characters"]), 0)
    for i, row in enumerate(claims):
        source = row["claim"].pop("source", None)
        text_of_post.shape(source, POST_CLAIM["claim"]["source"], f"post[{i}].source")
        c.shape(row, {"claim": {k: v for k, v in POST_CLAIM["claim"].items() if k != "source"},
                      "answer": POST_CLAIM["answer"]}, f"post[{i}]")
    if not claims or claims[-1]["claim"]["kind"] != "opinion":
        c.fault("post", "does not end in its opinion")
    return c.faults + text_of_post.faults


def main():
    whose, paths = os.path.abspath(sys.argv[1]), sys.argv[2:]
    n_failed = 0
    for n, path in enumerate(paths, 1):
        found = file_faults(whose, path)
        n_failed += bool(found)
        print(f"{'not ' if found else ''}ok {n} - JSON of {os.path.basename(path)} keeps the contract")
        for line in found:
            print("# " + line)
    print(f"1..{len(paths)}")
    return n_failed > 0


if __name__ == "__main__":
    sys.exit(main())
