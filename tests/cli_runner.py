#!/usr/bin/env python3
"""Runs the blocks of a file such as cli.test against the program.

  cli_runner.py WHOSE CLI_TEST

Blocks are parted by blank lines; '#' begins a comment.  A block is a file
  file NAME          in the folder where all commands run
  | a line of it
or a test
  $ command          run by sh; `whose` is the program
  > line             all of standard output, line by line
  ~ words            standard output has these words somewhere
  ! line             all of standard error, line by line
  = code             exit code, 0 when not given
Where no '>', '~' or '!' stands, that stream may say anything.  Prints TAP.
"""
import os
import subprocess
import sys
import tempfile

LIMIT_S = 60


def blocks(path):
    block = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("#"):
                continue
            if line.strip():
                block.append(line)
            elif block:
                yield block
                block = []
    if block:
        yield block


def under(block, mark):
    return [line[2:] for line in block if line == mark or line.startswith(mark + " ")]


def faults(block, folder, env):
    command = under(block, "$")[0]
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=LIMIT_S)
    out = done.stdout.decode("utf-8", "replace")
    err = done.stderr.decode("utf-8", "replace")
    found = []
    code = int((under(block, "=") or ["0"])[0])
    if done.returncode != code:
        found.append(f"exit code {done.returncode}, not {code}")
    for mark, text, name in ((">", out, "output"), ("!", err, "error")):
        wanted = under(block, mark)
        if wanted and text.splitlines() != wanted:
            found.append(f"standard {name} is:")
            found += ["  " + line for line in text.splitlines()]
    for words in under(block, "~"):
        if words not in out:
            found.append(f"not in the output: {words}")
    if found and err and not under(block, "!"):
        found += ["standard error:"] + ["  " + line for line in err.splitlines()]
    return found


def main():
    whose, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    env = {"PATH": os.path.dirname(whose) + os.pathsep + os.environ.get("PATH", ""),
           "LC_ALL": "C.UTF-8"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE"):
        if name in os.environ:
            env[name] = os.environ[name]
    n = n_failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks(path):
            if block[0].startswith("file "):
                with open(os.path.join(folder, block[0][5:]), "w", encoding="utf-8",
                          newline="\n") as f:
                    f.writelines(line + "\n" for line in under(block, "|"))
                continue
            n += 1
            found = faults(block, folder, env)
            n_failed += bool(found)
            print(f"{'not ' if found else ''}ok {n} - {under(block, '$')[0]}")
            for line in found:
                print("# " + line)
    print(f"1..{n}")
    return n_failed > 0


if __name__ == "__main__":
    sys.exit(main())
