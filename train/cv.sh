#!/bin/sh
# cv.sh CORPORA: five-fold cross-validation of tags and heads on the training part of the
# treebank; prints one line a fold, the last pass of each.
set -eu
corpora=$1
tree=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
flags="-std=c17 -D_POSIX_C_SOURCE=200809L -O3 -march=native -ffast-math -I$tree/include -I$tree/src -I$tree/train"
base="$tree/src/base/arena.c $tree/src/base/map.c $tree/src/base/str.c $tree/src/base/utf8.c $tree/src/base/err.c"
$cc $flags "$tree/train/vectors.c" "$tree/src/text/features.c" $base -lutf8proc -lm -o "$work/vectors"
$cc $flags "$tree"/train/train_text.c "$tree"/train/text_net.c "$tree"/train/text_learn.c \
    "$tree"/train/text_arcs.c "$tree"/train/text_export.c "$tree"/train/treebank.c \
    "$tree"/src/text/features.c "$tree"/src/text/tagset.c "$tree"/src/text/tree.c $base -lutf8proc -lm \
    -o "$work/train_text"
"$work/vectors" "$work/vectors.bin" "$corpora/ewt/train.conllu" "$corpora/split.tsv" "$corpora/litbank/original"
for fold in 0 1 2 3 4; do
    "$work/train_text" "$corpora/ewt/train.conllu" "fold:$fold" "$work/vectors.bin" - passes "${PASSES:-12}" name "fold $fold" |
        tail -n 1
done
