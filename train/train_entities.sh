#!/bin/sh
# train_entities.sh CORPORA [MODEL]: learn entities and events from LitBank and put the parts "entity.net" and
# "entity.words" into MODEL, models/whose.model by default, in place of those that it has.  Its other parts stay as they are.
# The same bytes each time on one machine.
set -eu
corpora=$(cd "$1" && pwd)
tree=$(cd "$(dirname "$0")/.." && pwd)
model=${2:-$tree/models/whose.model}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
flags="-std=c17 -D_POSIX_C_SOURCE=200809L -I$tree/include -I$tree/src -I$tree/train -I$work"
library="$tree/src/base/*.c $tree/src/learn/*.c $tree/src/doc/*.c $tree/src/text/*.c"
python3 "$tree/tools/abbreviations.py" "$tree/data/abbreviations.tsv" "$work/abbreviations_table.h"
$cc $flags -O3 -march=native -ffast-math "$tree"/train/train_entities.c "$tree"/train/entity_learn.c \
    "$tree"/train/entity_export.c "$tree"/train/litbank.c "$tree"/train/treebank.c $library -lutf8proc -lz -lm -o "$work/train_entities"
$cc $flags -O2 "$tree/train/make_model.c" "$tree/train/treebank.c" $library -lutf8proc -lz -lm -o "$work/make_model"

"$work/train_entities" "$model" "$corpora" "$tree/data/noun_classes.tsv" dev "$work/entity" | tee "$work/log"
score=$(tail -n 1 "$work/log")
data="LitBank, train part of the excerpts and, annotated by models learnt from these, of the novels; classes of nouns from WordNet 3.0"
"$work/make_model" "$work/model" "English" "CC BY 4.0 (LitBank); CC BY-SA 4.0 (EWT); WordNet 3.0 licence" "$model" \
    entity.net "$work/entity.net" "$data" "$score" "train/train_entities.sh CORPORA" \
    entity.words "$work/entity.words" "$data" "$score" "train/train_entities.sh CORPORA"
mv "$work/model" "$model"
