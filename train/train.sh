#!/bin/sh
# train.sh CORPORA [OUT]: make the model of English again; OUT is models/whose.model by default.
# The same bytes each time on one machine.  Programs and parts are made in a folder that goes.
set -eu
corpora=$1
tree=$(cd "$(dirname "$0")/.." && pwd)
out=${2:-$tree/models/whose.model}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
flags="-std=c17 -D_POSIX_C_SOURCE=200809L -I$tree/include -I$tree/src -I$tree/train -I$work"
base="$tree/src/base/arena.c $tree/src/base/map.c $tree/src/base/str.c $tree/src/base/utf8.c $tree/src/base/err.c"
words="$tree/src/text/features.c $tree/src/text/tagset.c $tree/src/text/tree.c"
fast="-O3 -march=native -ffast-math"
python3 "$tree/tools/abbreviations.py" "$tree/data/abbreviations.tsv" "$work/abbreviations_table.h"
$cc $flags $fast "$tree/train/vectors.c" "$tree/src/text/features.c" $base -lutf8proc -lm -o "$work/vectors"
$cc $flags $fast "$tree"/train/train_text.c "$tree"/train/text_net.c "$tree"/train/text_learn.c \
    "$tree"/train/text_arcs.c "$tree"/train/text_export.c \
    "$tree"/train/treebank.c $words $base -lutf8proc -lm -o "$work/train_text"
$cc $flags -O2 "$tree/train/train_endings.c" "$tree/train/treebank.c" $words $base -lutf8proc -lm -o "$work/train_endings"
library="$tree/src/base/*.c $tree/src/learn/*.c $tree/src/doc/*.c $tree/src/text/*.c"
$cc $flags -O2 -ffp-contract=off "$tree/train/train_tokens.c" $library -lutf8proc -lz -lm -o "$work/train_tokens"
$cc $flags -O2 "$tree/train/make_model.c" "$tree/train/treebank.c" $library -lutf8proc -lz -lm -o "$work/make_model"

train=$corpora/ewt/train.conllu
dev=$corpora/ewt/dev.conllu
"$work/train_tokens" "$train" "$work/sentences.model" &
"$work/train_endings" "$train" "$work/endings"
"$work/vectors" "$work/vectors.bin" "$train" "$corpora/split.tsv" "$corpora/litbank/original"
"$work/train_text" "$train" "$dev" "$work/vectors.bin" "$work/text" | tee "$work/log"
wait
score=$(tail -n 1 "$work/log" | sed 's/.*\(upos.*las [0-9.]*\).*/EWT dev, gold tokens: \1/')
trees="Universal Dependencies English Web Treebank, train part"
novels="$trees; vectors also from the novels of LitBank, train part"
mkdir -p "$(dirname "$out")"
"$work/make_model" "$out" "English" "CC BY-SA 4.0" "$work/sentences.model" \
    text.net "$work/text.net" "$trees" "$score" "train/train.sh CORPORA" \
    text.words "$work/text.words" "$novels" "$score" "train/train.sh CORPORA" \
    text.endings "$work/endings" "$trees" "EWT dev, where the tags are right: lemma 99.3, features 95.2" "train/train.sh CORPORA"
sh "$tree/train/train_entities.sh" "$corpora" "$out"
