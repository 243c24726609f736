#!/bin/bash
# bench/run.sh [CORPORA]: speed, as a table for bench/RESULTS.md on standard output.
# Builds release; times each stage, the whole command, and fountain-js on the same file in the same run where Node can be had.
set -u
corpora=${1:+$(cd "$1" && pwd)}
cd "$(dirname -- "$0")/.." || exit 4
. tools/install.sh
install_missing build meson ninja pkg-config python3 "${CC:-cc}"
build build --buildtype=release && ninja -C build bench >/dev/null || exit 4
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
build/bench --runs 20 "$sample"
echo
[ "$story" != "$sample" ] && build/bench --runs 20 "$story" && echo
build/bench --runs 3 --grow $large "$story" | tee "$work/large"
echo

echo "### Time is linear"
echo
echo "| bytes | all stages, ms | ns/byte |"
echo "|------:|---------------:|--------:|"
for n in 12500000 25000000 50000000 100000000; do
    build/bench --runs 1 --grow $n "$story" | awk -F'|' -v n=$n '$2 ~ /^ all/ { printf "| %d | %s | %s |\n", n, $3, $4 }'
done
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
    # fountain-js gets a tenth: it is the time of reading to tokens for each
    tenth=$((large / 10))
    python3 - "$story" "$work/tenth.fountain" $tenth <<'PY'
import sys
bytes_ = open(sys.argv[1], "rb").read()
n = int(sys.argv[3])
open(sys.argv[2], "wb").write((bytes_ * (n // len(bytes_) + 1))[:n].decode("utf-8", "ignore").encode())
PY
    ours=$(build/bench --runs 5 "$work/tenth.fountain" | awk -F'|' '$2 ~ /^ read/ { gsub(/ /, "", $5); print $5 }')
    theirs=$(node bench/fountain-js/time.js "$work/tenth.fountain" 3 | cut -f 2)
    version=$(sed -n 's/.*"fountain-js": "\(.*\)".*/\1/p' bench/fountain-js/package.json)
    echo "| reading $((tenth / 1000000)) MB of Fountain | MB/s |"
    echo "|---|---:|"
    echo "| whose, bytes to doc | $ours |"
    echo "| fountain-js $version, text to tokens | $theirs |"
    awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "| ratio | %.0f |\n", a / b }'
else
    echo "(Node or its package is not to be had here)"
fi
