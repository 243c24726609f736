#!/bin/bash
# train/train_lines.sh CORPORA [OUT.tsv]: make data/line_weights.tsv again, the same bytes each time.
# Novels of the `train` part of split.tsv become screenplays, these and American plays are rendered in every layout,
# the words of talk are counted, and the perceptron goes over all of it.  KEEP=DIR leaves the scripts there.
set -eu
if [ $# -lt 1 ] || [ ! -f "$1/split.tsv" ]; then
    echo "usage: train/train_lines.sh CORPORA [OUT.tsv]" >&2
    exit 2
fi
corpora=$(cd "$1" && pwd)
cd "$(dirname -- "$0")/.."
out=${2:-data/line_weights.tsv}
work=${KEEP:-$(mktemp -d)}
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work/novels" "$work/head"

mapfile -t novel < <(awk -F'\t' -v at="$corpora/litbank/original/" \
    '$1 ~ /^litbank\// && $3 == "train" { print at substr($1, 9) ".txt" }' "$corpora/split.tsv" | LC_ALL=C sort)
mapfile -t play < <(python3 bench/rendered.py --sources train "$corpora" | grep /plays_us/ | LC_ALL=C sort)
mapfile -t prose < <(python3 bench/rendered.py --novels train "$corpora")
python3 train/novel_to_fountain.py "$work/novels" "$corpora/ewt/train.conllu" "${novel[@]}"
script=("$work"/novels/*.fountain)

python3 tests/layouts/render.py --all "$work/a" --seed 1 --rounds 10 "${script[@]}"
python3 tests/layouts/render.py --all "$work/b" --seed 2 --rounds 8 --prose "${prose[@]}" -- "${play[@]}"
# the layouts that say least need most examples
hard=(plain raw neither colon noblank wild twohands noindent)
python3 tests/layouts/render.py --all "$work/c" --seed 3 --rounds 6 --only "${hard[@]}" -- "${script[@]}"
python3 tests/layouts/render.py --all "$work/d" --seed 4 --rounds 8 --only "${hard[@]}" --prose "${prose[@]}" -- "${play[@]}"
# what pdftotext takes apart is the hardest of all
python3 tests/layouts/render.py --all "$work/e" --seed 5 --rounds 2 --only plain raw -- "${script[@]}"
for text in "$work"/[a-e]/*.txt; do
    printf '%s\t%s\n' "$text" "${text%.txt}.tsv"
done | LC_ALL=C sort >"$work/pairs"

python3 train/talk_words.py "${script[@]}" "${play[@]}" >"$work/words"
printf 'rows\t0\n' | cat "$work/words" - >"$work/words.tsv"
python3 tools/line_weights.py "$work/words.tsv" "$work/head/line_weights.h"
${CC:-cc} -std=c17 -O3 -D_POSIX_C_SOURCE=200809L -DSCRIPT_UNTRAINED -Iinclude -Isrc -I"$work/head" train/train_lines.c \
    src/read/script_form.c src/read/script_shape.c src/read/script_layout.c src/read/script_order.c src/read/script_early.c src/read/script_label.c src/read/decode.c src/base/*.c \
    -lutf8proc -lz -lm -o "$work/train_lines"
"$work/train_lines" "${EPOCHS:-12}" "${RUNS:-5}" "$work/pairs" >"$work/weights"
{
    echo "# The labeller of plain-text scripts (src/read/script_label.c).  Made by train/train_lines.sh."
    echo "# word: its score, how much more it is said than told; what a line opens as that begins with it."
    echo "# Other rows: number of the feature, then the weights of S N C D E T M."
    cat "$work/words" "$work/weights"
} >"$work/table"
mv "$work/table" "$out"
