#!/bin/bash
# bench/run.sh [CORPORA]: speed, as a table for bench/RESULTS.md on standard output.
# Builds release; times each stage, the whole command, and where Node can be had other libraries on the same file in the same run:
# fountain-js on a script, wink-nlp and compromise on a novel.
set -u
corpora=${1:+$(cd "$1" && pwd)}
cd "$(dirname -- "$0")/.." || exit 4
. tools/install.sh
install_missing build meson ninja pkg-config python3 "${CC:-cc}"
build build --buildtype=release && ninja -C build bench hostile >/dev/null || exit 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
large=50000000

for sample in samples/*.fountain; do break; done
story=$sample
[ -n "$corpora" ] && story=$corpora/fountain/scripts/Big-Fish.fountain
novel= # of the development side: the model has never seen it
[ -n "$corpora" ] && novel=$corpora/litbank/original/766_david_copperfield.txt
model=models/whose.model

# package FOLDER: can Node and what FOLDER/package.json pins be had?
package() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
        (cd "$1" && npm install --silent --no-audit --no-fund --no-save >/dev/null 2>&1)
}

# timed RUNS COMMAND...: the best of RUNS as "milliseconds of processor<TAB>most bytes resident"; what it writes is thrown away.
timed() {
    python3 - "$@" <<'PY'
import os, subprocess, sys
best, most = float("inf"), 0
for _ in range(int(sys.argv[1])):
    child = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    best, most = min(best, usage.ru_utime + usage.ru_stime), max(most, usage.ru_maxrss * 1024)
    child.returncode = status
    if status:
        sys.exit("%s: it failed" % sys.argv[2])
print("%.1f\t%d" % (best * 1e3, most))
PY
}

echo "## $(date -u +%Y-%m-%d)"
echo
echo "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores; $(${CC:-cc} --version | head -n 1); release build."
echo

echo "### Stages"
echo
build/bench --runs 50 "$sample"
echo
[ "$story" != "$sample" ] && build/bench --runs 20 "$story" && echo
build/bench --runs 3 --grow $large "$story"
echo

echo "### Time is linear"
echo
echo "| bytes | all stages, ms | ns/byte |"
echo "|------:|---------------:|--------:|"
for n in 12500000 25000000 50000000 100000000; do
    build/bench --runs 2 --grow $n "$story" | awk -F'|' -v n=$n '$2 ~ /^ all/ { printf "| %d | %s | %s |\n", n, $3, $4 }'
done
echo

echo "### A line of 1 GB"
echo
build/hostile --full "1 GB" | sed -n 's/^\(not \)\{0,1\}ok [0-9]* - /\1/p'
echo

echo "### The whole command"
echo
if command -v hyperfine >/dev/null 2>&1; then
    hyperfine -N --warmup 3 --ignore-failure --export-markdown "$work/hyperfine.md" \
        "build/whose read $sample" "build/whose read $story" "build/whose read --json $story" >/dev/null 2>&1
    sed -e "s|build/whose|whose|g" -e "s|${corpora:-//}/fountain/scripts/||g" "$work/hyperfine.md"
else
    echo "(hyperfine is not installed)"
fi
echo

echo "### Beside fountain-js"
echo
if package bench/fountain-js; then
    # one script, and a megabyte of it: fountain-js slows down as a file grows
    python3 - "$story" "$work/megabyte.fountain" <<'PY'
import sys
bytes_ = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write((bytes_ * (1000000 // len(bytes_) + 1))[:1000000].decode("utf-8", "ignore").encode())
PY
    version=$(sed -n 's/.*"fountain-js": "\(.*\)".*/\1/p' bench/fountain-js/package.json)
    echo "| Fountain | whose, bytes to doc, MB/s | fountain-js $version, text to tokens, MB/s | ratio |"
    echo "|---|---:|---:|---:|"
    for file in "$story" "$work/megabyte.fountain"; do
        ours=$(build/bench --runs 20 "$file" | awk -F'|' '$2 ~ /^ read/ { gsub(/ /, "", $5); print $5 }')
        theirs=$(node bench/fountain-js/time.js "$file" 5 | cut -f 2)
        awk -v name="$(basename "$file")" -v a="$ours" -v b="$theirs" \
            'BEGIN { printf "| %s | %s | %s | %.0f |\n", name, a, b, a / b }'
    done
else
    echo "(Node or its package is not to be had here)"
fi

[ -n "$novel" ] || exit 0
echo
echo "### Sentences, tags and heads of a novel"
echo
build/bench --runs 10 --model $model "$novel" | tee "$work/novel"
n_tokens=$(sed -n 's/^\([0-9]*\) tokens in .*/\1/p' "$work/novel")
echo
# what is resident for a sentence is there for a novel too: the program, and the model, which is read as a whole
echo "Call me Ishmael." >"$work/short.txt"
short=$(timed 3 build/whose annotate --to conllu --model $model "$work/short.txt" | cut -f 2)
IFS=$'\t' read -r ms most < <(timed 10 build/whose annotate --to conllu --model $model "$novel")
awk -v a="$most" -v b="$short" -v n="$n_tokens" 'BEGIN {
    printf "`whose annotate` of it holds %.1f MB at most, of one sentence %.1f MB: %.0f bytes a token.\n", a / 1e6, b / 1e6, (a - b) / n }'
echo

echo "### How right, on EWT dev"
echo
echo "| what | right | of | share |"
echo "|---|---:|---:|---:|"
python3 bench/english.py build/whose "$corpora" $model | awk -F'\t' '
    $1 == "row" { sub(/^EWT dev, /, "", $2); printf "| %s | %d | %d | %.2f %% |\n", $2, $3, $4, 100 * $3 / $4 }'
echo

echo "### Beside wink-nlp and compromise"
echo
version() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" bench/wink/package.json; }
# upos CONLLU-OR-TSV: share of right tags from the raw text of EWT dev
upos() { python3 bench/wink/upos.py "$1" "$corpora/ewt/dev.conllu" | awk -F'\t' '{ printf "%.1f %%", 100 * $1 / $2 }'; }
# beside WHAT GIVES MS TOKENS UPOS: a row; the ratios are times over those of whose, to tags and as a command
beside() {
    awk -v what="$1" -v gives="$2" -v ms="$3" -v n="$4" -v upos="${5:--}" -v bytes="$(wc -c <"$novel")" -v tags="$to_tags" -v whole="$whole" 'BEGIN {
        printf "| %s | %s | %.0f | %d | %.0f | %.2f | %.2f | %.2f | %s |\n", what, gives, ms, n, n / ms * 1e3, bytes / 1e3 / ms, ms / tags, ms / whole, upos }'
}
to() { awk -F'|' -v what=" raw text to $1 " '{ gsub(/ +/, " ", $2) } $2 == what { print $3 + 0 }' "$work/novel"; }
to_tags=$(to tags)
whole=$ms
build/whose annotate --to conllu --model $model "$corpora/ewt/dev.txt" >"$work/ewt.conllu"
ours=$(upos "$work/ewt.conllu")
cat <<TEXT
$(basename "$novel"), best of 10 (compromise: of 3). Of the columns of times, the first takes that of whose to tags as 1, the second that
of the whole command. What a token is each says for itself, and wink-nlp counts line ends: compare the times. They are processor time;
Node's other threads, which collect garbage and compile, are not counted. UPOS is F1 from the raw text of EWT dev; whose is trained on
the train side of that treebank.

| program | gives | ms | tokens | tokens/s | MB/s | time, to tags = 1 | time, command = 1 | UPOS |
|---|---|---:|---:|---:|---:|---:|---:|---:|
TEXT
beside "whose, text to tags" "sentences, tokens, UPOS, XPOS, features, lemmas" "$to_tags" "$n_tokens" "$ours"
beside "whose, text to heads" "all that, heads, relations" "$(to heads)" "$n_tokens" "$ours"
beside "\`whose annotate\`, the whole command" "all that, as CoNLL-U" "$whole" "$n_tokens" "$ours"
if package bench/wink; then
    IFS=$'\t' read -r ms n _ < <(node bench/wink/time.js wink-nlp "$novel" 10)
    node bench/wink/tags.js "$corpora/ewt/dev.txt" >"$work/wink.tsv"
    beside "wink-nlp $(version wink-nlp), model $(version wink-eng-lite-web-model)" \
        "sentences, tokens, UPOS" "$ms" "$n" "$(upos "$work/wink.tsv")"
    IFS=$'\t' read -r ms n _ < <(node bench/wink/time.js compromise "$novel" 3)
    beside "compromise $(version compromise)" "sentences, words without marks, tags of its own" "$ms" "$n"
else
    echo
    echo "(Node or its packages are not to be had here)"
fi
