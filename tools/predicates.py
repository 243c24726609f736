#!/usr/bin/env python3
"""Turn data/predicates.tsv, data/feelings.tsv and data/embedding.tsv into the tables that src/story/predicates.c includes.

usage: predicates.py PREDICATES.tsv FEELINGS.tsv EMBEDDING.tsv WORD_FORMS.tsv OUT.h

WORD_FORMS: irregular forms; with the regular past they find a verb whose lemma the tagger has got wrong.
"""
import sys

ROLE = {"a": "ROLE_AGENT", "p": "ROLE_PATIENT", "-": "ROLE_NONE"}
PART = {"v": "PART_VERB", "n": "PART_NOUN", "a": "PART_ADJECTIVE"}
PLACE = {"any": "PLACE_ANY", "stage": "PLACE_STAGE", "prose": "PLACE_PROSE"}


def rows(path, n):
    seen = set()
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith("#"):
                continue
            row = line.rstrip("\n").split("\t")
            if len(row) != n or tuple(row[:2]) in seen:
                sys.exit(f"{path}:{number}: {len(row)} cells, or a word that stands twice")
            seen.add(tuple(row[:2]))
            yield row


def past(lemma):
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if lemma.endswith("y") and lemma[-2] not in "aeou" else lemma + "ed"


def forms_of(table, word_forms):
    """(form, row) of the verbs that stand alone, sorted by form."""
    verbs = {row[0]: number for number, row in enumerate(table) if row[1] == "v" and " " not in row[0]}
    forms = {past(lemma): number for lemma, number in verbs.items()}
    with open(word_forms, encoding="utf-8") as file:
        for line in file:
            form, _, lemma = line.rstrip("\n").partition("\t")
            if not line.startswith("#") and lemma in verbs:
                forms.setdefault(form, verbs[lemma])
    return sorted((form, row) for form, row in forms.items() if form not in verbs)


def main(predicates, feelings, embedding, word_forms, out):
    rows_of_both = sorted([*rows(predicates, 7), *rows(feelings, 7)])
    for one, two in zip(rows_of_both, rows_of_both[1:]):
        if one[:2] == two[:2]:
            sys.exit(f"{feelings}: {one[0]} stands in {predicates} too")
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("/* Made from data/predicates.tsv, data/feelings.tsv and data/embedding.tsv by tools/predicates.py. */\n")
        file.write("static const struct predicate predicate_row[] = {\n")
        for lemma, part, kind, subject, obj, owner, place in rows_of_both:
            first, _, second = lemma.partition(" ")
            file.write(f'    {{"{first}", "{second}", {PART[part]}, FACT_{kind.upper()}, {ROLE[subject]}, '
                       f'{ROLE[obj]}, {ROLE[owner]}, {PLACE[place]}}},\n')
        file.write("};\nstatic const struct { const char *form; uint16_t row; } form_row[] = {\n")
        for form, row in forms_of(rows_of_both, word_forms):
            file.write(f'    {{"{form}", {row}}},\n')
        file.write("};\nstatic const struct { const char *lemma; enum part part; enum fact_modality makes; } embedding_row[] = {\n")
        for lemma, part, makes in sorted(rows(embedding, 3)):
            file.write(f'    {{"{lemma}", {PART[part]}, FACT_{makes.upper()}}},\n')
        file.write("};\n")


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
