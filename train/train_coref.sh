#!/bin/sh
# train_coref.sh CORPORA: learn the weights of coreference from LitBank into data/coref_weights.tsv, with the tags and
# heads of the model of English.  `train_coref.sh CORPORA cv` prints how they do on authors that they have not seen.
# The same bytes each time on one machine.
set -eu
corpora=$(cd "$1" && pwd)
tree=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
flags="-std=c17 -D_POSIX_C_SOURCE=200809L -I$tree/include -I$tree/src -I$work -O2 -ffp-contract=off"
people="$tree/src/people/coref.c $tree/src/people/coref_features.c $tree/src/people/coref_mentions.c
    $tree/src/people/coref_talk.c $tree/src/people/prose_words.c"
library="$tree/src/base/*.c $tree/src/learn/*.c $tree/src/doc/*.c $tree/src/text/*.c"
python3 "$tree/tools/abbreviations.py" "$tree/data/abbreviations.tsv" "$work/abbreviations_table.h"
python3 "$tree/tools/word_tables.py" "$tree/data/speech_verbs.tsv" "$tree/data/titles.tsv" "$tree/data/person_nouns.tsv" \
    "$tree/data/petnames.tsv" "$tree/data/no_weights.tsv" "$work/word_table.h"
$cc $flags "$tree/train/train_coref.c" $people $library -lutf8proc -lz -lm -o "$work/train_coref"
if [ "${2:-}" = cv ]; then
    "$work/train_coref" "$tree/models/whose.model" "$corpora/split.tsv" "$corpora/litbank" cv "$work"
else
    "$work/train_coref" "$tree/models/whose.model" "$corpora/split.tsv" "$corpora/litbank" weights >"$work/weights"
    mv "$work/weights" "$tree/data/coref_weights.tsv"
fi
