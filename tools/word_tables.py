#!/usr/bin/env python3
"""Turn the word lists of data/ into the tables that src/people/prose_words.c includes.

usage: word_tables.py SPEECH_VERBS.tsv TITLES.tsv PERSON_NOUNS.tsv PETNAMES.tsv SPEAKER_WEIGHTS.tsv OUT.h

The weights may be an empty file: then the speakers are found with the weights that no corpus taught.
"""
import sys

GENDER = {"she": "WORD_SHE", "he": "WORD_HE", "mostly-he": "WORD_MOSTLY_HE", "any": ""}


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def main(verbs, titles, nouns, pets, weights, out):
    table = {}
    for form, strength in rows(verbs):
        table.setdefault(form, []).append("WORD_SAYS" if strength == "2" else "WORD_MAY_SAY")
    for form, gender in rows(titles):
        table.setdefault(form, []).append("WORD_TITLE")
        if GENDER[gender]:
            table[form].append(GENDER[gender])
    for form, gender in rows(nouns):
        table.setdefault(form, []).append("WORD_PERSON")
        if GENDER[gender] and not set(table[form]) & set(GENDER.values()):
            table[form].append(GENDER[gender])
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from the word lists of data/ by tools/word_tables.py. */\n")
        file.write("static const struct { const char *word; uint32_t bits; } listed_word[] = {\n")
        for form in sorted(table):
            file.write(f'    {{"{form}", {" | ".join(table[form])}}},\n')
        file.write("};\nstatic const struct { const char *name, *forms; } pet_name[] = {\n")
        for name, forms in rows(pets):
            file.write(f'    {{"{name}", "{forms}"}},\n')
        file.write("};\n#ifdef SPEAKER_WEIGHTS\nstatic const struct { const char *name; float value; } learnt_weight[] = {\n")
        n = 0
        for name, value, *_ in rows(weights):
            file.write(f'    {{"{name}", {float(value)!r}f}},\n')
            n += 1
        file.write("    {0, 0},\n};\n#endif\n")


if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    main(*sys.argv[1:])
