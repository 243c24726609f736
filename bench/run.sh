#!/bin/bash
# bench/run.sh [CORPORA]: speed, as a table for bench/RESULTS.md on standard output.
# Builds release; times each stage, the whole command, and fountain-js on the same file in the same run where Node can be had.
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
if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
    (cd bench/fountain-js && npm install --silent --no-audit --no-fund --no-save >/dev/null 2>&1); then
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
