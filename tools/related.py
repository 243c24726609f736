#!/usr/bin/env python3
"""Turn the tables of forms and of related words into what src/find/related.c includes.

usage: related.py WORD_FORMS.tsv RELATED_WORDS.tsv FUNCTION_WORDS.tsv OUT.h

Words lie in one string each, sorted; a related word is the number of its row.
"""
import sys


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def main(forms, related, function, out):
    table = {stem: rest.split() for stem, rest in rows(related)}
    number = {stem: i for i, stem in enumerate(sorted(set(table) | {b for rest in table.values() for b in rest[::2]}))}
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from the word lists of data/ by tools/related.py. */\n")
        file.write("static const struct { const char *form, *base; } word_form[] = {\n")
        for form, base in sorted(rows(forms)):
            file.write(f'    {{"{form}", "{base}"}},\n')
        file.write("};\nstatic const char *const function_word[] = {\n")
        for word, in sorted(rows(function)):
            file.write(f'    "{word}",\n')
        file.write("};\nstatic const struct { const char *stem; uint32_t first; } related_stem[] = {\n")
        n = 0
        for stem in number:
            file.write(f'    {{"{stem}", {n}}},\n')
            n += len(table.get(stem, ())) // 2
        file.write(f"    {{0, {n}}},\n}};\nstatic const struct {{ uint16_t stem; uint8_t hundredths; }} related_word[] = {{\n")
        for stem in number:
            rest = table.get(stem, ())
            if rest:
                file.write("    " + " ".join(f"{{{number[b]}, {x}}}," for b, x in zip(rest[::2], rest[1::2])) + "\n")
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
