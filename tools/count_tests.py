#!/usr/bin/env python3
"""Counts the cases in the test logs of Meson.

  count_tests.py CHECKS TESTLOG.json...

CHECKS holds lines "ok NAME" and "not ok NAME" of checks that are no Meson test.  A program that tells its cases (TAP,
cmocka, or a line "N passed, N failed") counts with them, another as one.  A case that ran in two builds counts once, and
as failed when it failed in either.  Prints what failed, and at last "N passed, N failed"; exit 1 if any failed.
"""
import json
import re
import sys

TAP = re.compile(r"^(not )?ok\b[ \d]*(?:- )?(.*)$")
CMOCKA = re.compile(r"^\[\s+(OK|FAILED)\s+\] (\S+)")
GOOD = re.compile(r"^(ok\b|\[\s+(RUN|OK)\s+\])")
TOTAL = re.compile(r"^(\d+) passed, (\d+) failed$")


def cases(text):
    """[(case, is_good)] of one program's output."""
    found = {}
    for line in text.splitlines():
        match = TAP.match(line)
        if match and "# SKIP" not in line:
            name = re.sub(r" *(?:#.*|\(\d+ ms\))$", "", match.group(2))
            found[name or str(len(found))] = not match.group(1)
            continue
        match = CMOCKA.match(line)
        if match and not match.group(2).isdigit():
            name = match.group(2).rstrip(":")
            found[name] = match.group(1) == "OK" and found.get(name, True)
    if not found:
        totals = [match for match in map(TOTAL.match, text.splitlines()) if match]
        if totals:
            passed, failed = (int(n) for n in totals[-1].groups())
            found = {f"case {i + 1}": i < passed for i in range(passed + failed)}
    return found


def main():
    good = {}
    with open(sys.argv[1], encoding="utf-8") as f:
        for line in f:
            match = TAP.match(line.strip())
            if match:
                good["check", match.group(2)] = not match.group(1)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            for row in map(json.loads, f):
                program = row["name"].split(" / ")[-1]
                if row["result"] == "SKIP":
                    print(f"skipped: {program}")
                    continue
                is_good = row["result"] in ("OK", "EXPECTEDFAIL")
                text = (row.get("stdout") or "") + "\n" + (row.get("stderr") or "")
                found = cases(text) or {"": is_good}
                if not is_good and all(found.values()):
                    found["runs to its end"] = False
                if not all(found.values()):
                    print(f"---- {program}: {row['result']} ({path})")
                    lines = [line for line in text.strip().splitlines() if not GOOD.match(line)]
                    print("\n".join(lines[-60:]))
                for case, case_good in found.items():
                    key = program, case
                    good[key] = good.get(key, True) and case_good
    failed = [key for key, is_good in good.items() if not is_good]
    for program, case in failed:
        print(f"failed: {program}: {case}" if case else f"failed: {program}")
    print(f"{len(good) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
