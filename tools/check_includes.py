#!/usr/bin/env python3
"""Who may include whom.

  check_includes.py [TREE]      prints every breach as file:line: what; exit 1 if there is one
  check_includes.py --mend FILE...  puts the includes of .c files under src/ in order
  check_includes.py --self-test

The folders of src/ stand in one order.  A file includes its own folder and the faces (folder/folder.h) to its left;
every header of base/ is a face.  Each outside library is named in one file; what belongs to a process, a thread or a
file in a few.  Programs, examples and callers see whose.h alone.  In a .c file: own header, project, outside, libc.
"""
import os
import re
import sys

ORDER = "base learn doc read text people story align verdict find compare claim post report store".split()
MADE = ("_table.h", "_weights.h")  # without a folder: made at build time from data/.
# Only the pipeline, which calls every stage, may see these.
PIPELINE_ONLY = {"read"}

# outside header -> the files that may name it
OUTSIDE = {
    "expat.h": {"src/read/xml.c"},
    "zlib.h": {"src/base/pack.c"},
    "zip.h": {"src/read/zip.c"},
    "utf8proc.h": {"src/base/utf8.c"},
    "sqlite3.h": {"src/store/store.c"},
    "microhttpd.h": {"src/cli/cmd_serve.c"},
    "pthread.h": {"src/base/pool.c", "src/cli/serve_workers.c", "tests/"},
    "cmocka.h": {"tests/"},
}

C_LIBRARY = set(
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic "
    "stdbool stddef stdint stdio stdlib stdnoreturn string tgmath time uchar wchar wctype".split())
# Of the C library, but a process, a thread or a place: not for the core.
NOT_IN_CORE = {"locale.h", "setjmp.h", "signal.h", "threads.h"}
# Where the system itself may be used.
SYSTEM_PLACES = ("src/read/outside.c", "src/base/pool.c", "src/store/", "src/cli/", "tests/", "bench/", "fuzz/", "train/",
                 "examples/")
# Folders whose files see of the project whose.h and what lies beside them.
OUTSIDERS = ("src/cli/", "examples/", "tests/api/")
TRAIN_MAY = {"base", "learn", "doc", "text", "people"}
# A trainer uses the one copy of the features that its stage has, even where that lies behind a face.
TRAINER_OF = {"train/train_lines.c": {"read/internal.h", "read/script.h"},
              "train/train_speakers.c": {"read/read.h", "people/speakers.h"},
              "train/related_vectors.c": {"find/related.h"}}

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
SOURCE = (".c", ".h", ".cpp")
ROOTS = ("src", "include", "tests", "bench", "fuzz", "examples", "train")


def includes(text):
    """[(line, is_project, name)] outside comments."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = INCLUDE.match(line)
        if match:
            found.append((number, match.group(1) == '"', match.group(2)))
    return found


def folder_of(path):
    """The folder of src/ in which a file lies, or None."""
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def is_face(name):
    folder, _, rest = name.partition("/")
    return folder == "base" or rest == folder + ".h"


def project_breach(path, name):
    """Why this file may not include this project header, or None."""
    if name == "whose.h":
        return None
    if path == "include/whose.h":
        return "whose.h includes only the C library"
    target = name.split("/")[0] if "/" in name else None
    if path.startswith(OUTSIDERS):
        own = path.split("/")[1] if path.startswith("src/") else None
        if target is None or target == own:
            return None
        return "sees whose.h alone"
    if target is None:
        return None if name.endswith(MADE) or not path.startswith("src/") else "project headers are named with their folder"
    if path.startswith(("tests/unit/", "bench/", "fuzz/", "tests/spec/", "tests/golden/")):
        return None
    if path.startswith("tests/"):
        return "sees whose.h alone"
    if target not in ORDER:
        return None if target == folder_of(path) else f"'{target}' has no place in the order of folders"
    if name in TRAINER_OF.get(path, ()):
        return None
    if path.startswith("train/"):
        if target in TRAIN_MAY:  # a trainer uses the one copy of the feature code, behind the face
            return None
        return f"train/ sees {', '.join(sorted(TRAIN_MAY))}"
    if path.startswith("src/") and folder_of(path) is None:
        return None if is_face(name) else "the pipeline sees faces only"
    own = folder_of(path)
    if target == own:
        return None
    if own not in ORDER:
        return f"'{own}' has no place in the order of folders"
    if not is_face(name):
        return f"reaches past the face {target}/{target}.h"
    if ORDER.index(target) > ORDER.index(own):
        return f"{target} stands to the right of {own}"
    if target in PIPELINE_ONLY:
        return f"only whose.c includes {target}"
    return None


def outside_breach(path, name):
    """Why this file may not include this header in angle brackets, or None."""
    if name in OUTSIDE:
        if any(path == place or place.endswith("/") and path.startswith(place) for place in OUTSIDE[name]):
            return None
        return f"<{name}> belongs in {', '.join(sorted(OUTSIDE[name]))} alone"
    if name in NOT_IN_CORE or not (name.endswith(".h") and name[:-2] in C_LIBRARY):
        if path.endswith(".cpp") or path.startswith(SYSTEM_PLACES):
            return None
        return f"<{name}> is not for the core"
    return None


def group(path, is_project, name):
    """0 own header, 1 project, 2 outside, 3 C library and system."""
    if is_project:
        stem = path.rsplit(".", 1)[0]
        return 0 if stem == "src/" + name[:-2] else 1
    return 2 if name in OUTSIDE and name not in ("pthread.h", "cmocka.h") else 3


def breaches(files):
    """files: {path: text}; gives [(path, line, what)]."""
    found = []
    graph = {}
    for path, text in sorted(files.items()):
        rows = includes(text)
        graph[path] = []
        last = 0
        own = path[len("src/"):-2] + ".h" if path.startswith("src/") and path.endswith(".c") else None
        if own and "src/" + own in files and (not rows or rows[0][2] != own):
            found.append((path, rows[0][0] if rows else 1, f"its own header \"{own}\" comes first"))
        for line, is_project, name in rows:
            what = (project_breach if is_project else outside_breach)(path, name)
            if what:
                found.append((path, line, what))
            if is_project:
                target = "include/whose.h" if name == "whose.h" else "src/" + name
                if target not in files and "/" not in name:
                    target = os.path.dirname(path) + "/" + name
                if target in files:
                    graph[path].append((line, target))
            if path.endswith(".c") and not path.startswith("tests/unit/"):  # cmocka.h wants its own order
                now = group(path, is_project, name)
                if now < last and name != "cmocka.h":
                    found.append((path, line, "order: own header, project, outside, C library"))
                last = max(last, now)
    found += circles(graph)
    return sorted(found)


def circles(graph):
    found, done = [], set()
    for root in graph:
        if root in done:
            continue
        stack, on_path = [(root, iter(graph[root]))], {root}
        while stack:
            path, rest = stack[-1]
            for line, target in rest:
                if target in on_path:
                    found.append((path, line, f"a circle back to {target}"))
                elif target not in done:
                    stack.append((target, iter(graph.get(target, ()))))
                    on_path.add(target)
                    break
            else:
                done.add(path)
                on_path.discard(path)
                stack.pop()
    return found


def tree(root):
    files = {}
    for top in ROOTS:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                if name.endswith(SOURCE):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8", errors="replace") as f:
                        files[os.path.relpath(path, root).replace(os.sep, "/")] = f.read()
    return files


def mended(path, text, has_own):
    """The text of a .c file with its first block of includes in order."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if INCLUDE.match(line)), None)
    if first is None:
        return text
    end = first
    while end < len(lines) and (INCLUDE.match(lines[end]) or not lines[end].strip()):
        end += 1
    groups = [[], [], [], []]
    for line in filter(str.strip, lines[first:end]):
        _, is_project, name = includes(line)[0]
        place = group(path, is_project, name)
        # without a header of its own, a file begins with the one of its folder that it named first
        if not has_own and not groups[0] and is_project and name.split("/")[0] == folder_of(path):
            place = 0
        groups[place].append(line)
    block = []
    for lines_of_group in filter(None, groups):
        block += lines_of_group + [""]
    return "\n".join(lines[:first] + block + lines[end:])


def mend(root, paths):
    for path in paths:
        path = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        full = os.path.join(root, path)
        if not (path.startswith("src/") and path.endswith(".c")):
            continue
        with open(full, encoding="utf-8") as f:
            text = f.read()
        new = mended(path, text, os.path.exists(full[:-2] + ".h"))
        if new != text:
            print(path)
            with open(full, "w", encoding="utf-8") as f:
                f.write(new)


def self_test():
    base = {"include/whose.h": "#include <stddef.h>\n", "src/base/str.h": "", "src/doc/doc.h": '#include "base/str.h"\n',
            "src/read/read.h": '#include "doc/doc.h"\n', "src/read/internal.h": '#include "read/read.h"\n',
            "src/text/text.h": '#include "doc/doc.h"\n'}
    cases = [
        ("src/base/str.c", '#include "base/str.h"\n#include <string.h>\n', 0),
        ("src/base/str.c", '#include <string.h>\n#include "base/str.h"\n', 2),
        ("src/base/map.c", '#include "doc/doc.h"\n', 1),
        ("src/text/token.c", '#include "text/text.h"\n#include "read/read.h"\n', 1),
        ("src/text/token.c", '#include "read/internal.h"\n', 1),
        ("src/text/token.c", '#include <unistd.h>\n', 1),
        ("src/read/xml.c", '#include "read/internal.h"\n#include <expat.h>\n#include <string.h>\n', 0),
        ("src/read/tei.c", '#include "read/internal.h"\n#include <expat.h>\n', 1),
        ("src/read/xml.c", '#include "read/internal.h"\n#include <string.h>\n#include <expat.h>\n', 1),
        ("src/cli/main.c", '#include "cli/cli.h"\n#include "whose.h"\n#include <unistd.h>\n', 0),
        ("src/cli/main.c", '#include "base/str.h"\n', 1),
        ("src/whose.c", '#include "whose.h"\n#include "read/read.h"\n', 0),
        ("src/whose.c", '#include "read/internal.h"\n', 1),
        ("tests/hostile.c", '#include "whose.h"\n#include <time.h>\n', 0),
        ("tests/hostile.c", '#include "base/str.h"\n', 1),
        ("tests/unit/test_str.c", '#include "base/str.h"\n#include <setjmp.h>\n#include <cmocka.h>\n', 0),
        ("src/doc/doc.h", '#include "text/text.h"\n', 2),  # to the right, and so a circle
        ("src/read/fdx.c", '/* #include "text/text.h"\n*/ #include "read/internal.h"\n', 0),
    ]
    wrong = 0
    order = mended("src/read/xml.c", '/* xml */\n#include "read/internal.h"\n\n#include <string.h>\n#include <expat.h>\n\n'
                   '#include "base/err.h"\n\nint x;\n', False)
    if order != ('/* xml */\n#include "read/internal.h"\n\n#include "base/err.h"\n\n#include <expat.h>\n\n'
                 '#include <string.h>\n\nint x;\n'):
        wrong += 1
        print(order)
    for number, (path, text, n) in enumerate(cases, 1):
        got = breaches({**base, path: text})
        if len(got) != n:
            wrong += 1
            print(f"case {number}, {path}: {len(got)} breaches instead of {n}: {got}")
    print(f"{len(cases) + 1 - wrong} passed, {wrong} failed")
    return wrong


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 1 if self_test() else 0
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.argv[1:2] == ["--mend"]:
        return mend(root, sys.argv[2:])
    root = sys.argv[1] if len(sys.argv) > 1 else root
    files = tree(root)
    if not any(path.startswith("src/") for path in files):
        print(f"{root}: no sources here", file=sys.stderr)
        return 2
    found = breaches(files)
    for path, line, what in found:
        print(f"{path}:{line}: {what}")
    print(f"{len(files)} files, {len(found)} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
