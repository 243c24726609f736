#!/bin/bash
# bench/accuracy.sh CORPORA: measure on the corpora, print one table, fail under a floor.
# Ends with "N passed, N failed": the rows that have a floor, held or not.  Details of what is wrong stand above the table.
#
# A measuring program prints "row<TAB>what<TAB>right<TAB>of" lines, or tells by its exit code; `floor` says what must be held.
set -u
if [ $# != 1 ] || [ ! -d "$1/gold" ]; then
    echo "usage: bench/accuracy.sh CORPORA" >&2
    exit 2
fi
corpora=$(cd "$1" && pwd)
cd "$(dirname -- "$0")/.." || exit 4
. tools/install.sh
install_missing build meson ninja pkg-config python3 "${CC:-cc}"
build build --buildtype=release || exit 4
whose=$PWD/build/whose
work=$(mktemp -d)
rows=$work/rows
: >"$rows"
mkdir "$work/plays"
trap 'rm -rf "$work"' EXIT
failed=0
passed=0
table=

# floor WHAT FLOOR: add one row of $rows to the table; FLOOR is a number of right ones, "all", "P%", or "-" for none.
floor() {
    local what=$1 floor=$2 right of least held
    IFS=$'\t' read -r right of < <(awk -F'\t' -v what="$what" '$1 == "row" && $2 == what { print $3 "\t" $4 }' "$rows" | tail -n 1)
    if [ -z "${right:-}" ]; then
        right=0 of=0 # not measured is not held
    fi
    case $floor in
    -) least=0 ;;
    all) least=$of ;;
    *%) least=$(awk -v p="${floor%\%}" -v of="$of" 'BEGIN { n = p * of / 100; print (n == int(n)) ? n : int(n) + 1 }') ;;
    *) least=$floor ;;
    esac
    if [ "$floor" = - ]; then
        held=-
    elif [ "$of" -gt 0 ] && [ "$right" -ge "$least" ]; then
        held=yes
        passed=$((passed + 1))
    else
        held=NO
        failed=$((failed + 1))
    fi
    table+=$(awk -v what="$what" -v right="$right" -v of="$of" -v floor="$floor" -v held="$held" 'BEGIN {
        share = of ? sprintf("%.1f %%", 100 * right / of) : ""
        printf "| %-44s | %12s | %8s | %6s | %4s |", what, right " of " of, share, floor, held }')$'\n'
}

# measure COMMAND...: its rows are kept, what else it prints is shown.
measure() {
    "$@" >"$rows.one" 2>&1
    local status=$?
    grep -v $'^row\t' "$rows.one"
    grep $'^row\t' "$rows.one" >>"$rows"
    return $status
}

# agrees WHAT FLOOR COMMAND...: a program that says "N of M ... agree" and exits 0 when all differences are known ones.
agrees() {
    local what=$1 floor=$2
    shift 2
    measure "$@"
    local status=$?
    sed -n -E 's/^[^:]*: ([0-9]+) of ([0-9]+) .*agree.*$/\1\t\2/p' "$rows.one" | tail -n 1 |
        awk -F'\t' -v what="$what" -v status=$status '{ print "row\t" what "\t" (status ? 0 : $1) "\t" $2 }' >>"$rows"
    floor "$what" "$floor"
}

# ---- owners ----
# Baseline: the narrator in the first person, else whoever is named (in plays, speaks) most; "authors left out" is cross-validated.
measure python3 bench/owners.py "$whose" "$corpora" "$work/plays"
floor "plays with a verdict or a reason" all
floor "owner by two rules: novels" -
floor "owner by two rules: plays" -
floor "owner, authors left out: novels" 85
floor "owner, authors left out: third person" 58
floor "owner, authors left out: first person" 16
floor "owner, authors left out: witness narrator" 80%
floor "owner, authors left out: one owner" 58
floor "owner, authors left out: dev novels" -
floor "owner, authors left out: plays" 16
floor "owner as printed: works" -
floor "100 less how far shares are off" 88

# ---- plays ----
[ -f bench/tei_counts.py ] &&
    agrees "TEI: an independent query counts the same" all python3 bench/tei_counts.py "$whose" "$corpora/plays" "$corpora/plays_us"

# ---- screenplays ----
[ -f bench/fountain_cases.py ] &&
    agrees "Fountain: cases of another parser agree" 14 python3 bench/fountain_cases.py "$corpora/fountain/cases" "$whose"
measure python3 bench/fountain_scenes.py "$whose" "$corpora/fountain/scripts"
for what in "scenes at their line" "speeches a scene" "speakers a scene" "voices a scene" "totals of a script"; do
    floor "$what" all
done
floor "silent people found" -
floor "silent people told rightly" -

# ---- scripts as they are found ----
# The issue asks for 97 % of lines and 98 % of speeches in each; where less is held, it is said in docs/scripts.md.
measure python3 bench/lines.py "$corpora" "$whose"
for row in Big-Fish.layout:97:98 Big-Fish.plain:97:98 Big-Fish.raw:97:98 Brick-and-Steel.layout:97:98 \
    Brick-and-Steel.plain:97:98 Brick-and-Steel.raw:97:98 The-Last-Birthday-Card.layout:97:98 \
    The-Last-Birthday-Card.plain:97:98 The-Last-Birthday-Card.raw:97:98; do
    IFS=: read -r file lines speeches <<<"$row"
    floor "lines, $file" "$lines%"
    floor "speeches, $file" "$speeches%"
done
measure python3 bench/rendered.py "$whose" "$corpora"
for row in clean:99.5 noindent:98 noblank:97 neither:92; do
    floor "rendered, ${row%:*}" "${row#*:}%"
done
for layout in tabs mixed double centred colon unwrapped pages numbers bare foreign voices parens run_on twohands scraped \
    marks noisy verse cased sitcom layout raw plain loose wild \
    excerpt transcript radio columns cued shooting bold site soft acts; do
    floor "rendered, $layout" -
done
agrees "Final Draft: twins in Fountain agree" all python3 bench/fdx_twins.py "$corpora/fountain" "$whose"

# ---- English ----
measure python3 bench/english.py "$whose" "$corpora"
floor "EWT dev, gold words: UPOS" 95.0%
floor "EWT dev, gold words: UAS" -
floor "EWT dev, gold words: LAS" 82.0%
floor "EWT dev, raw text: tokens, F1" 99.2%
floor "EWT dev, raw text: sentences, F1" 85.0%

# ---- novels ----
measure python3 bench/novels.py "$whose" "$corpora" "$corpora/../score/score.py" --part dev
floor "novels, speaker: all" 77%
floor "novels, speaker: Explicit" 92%
floor "novels, speaker: Anaphoric" 72%
floor "novels, speaker: Implicit" 70%
floor "novels, quotations found" 98%
floor "novels, speeches that are quotations" 96%
floor "novels, cast whole" 90%
floor "novels, addressees that are right" 82%
floor "novels, addressees found" -
# the same novels with every name replaced by an invented one: at most 1.5 points less
measure python3 bench/novels.py "$whose" "$corpora" "$corpora/../score/score.py" --part dev --renamed
floor "novels renamed, speaker: all" 77.5%
floor "novels renamed, cast whole" 89%

# ---- excerpts of novels: entities, events ----
measure python3 bench/litbank.py "$whose" "$corpora" "$corpora/../score/score.py" --part dev
floor "LitBank entities F1, all" 74%
floor "LitBank entities F1, PROP+NOM" 60%
floor "LitBank events F1" 57%

# ---- fates, marriages, tellers and frames ----
meson compile -C build find_lines >/dev/null || exit 4
measure python3 bench/claims.py "$whose" build/find_lines "$corpora"
for part in train dev plays; do
    floor "claims, $part: right" -
    floor "claims, $part: not the opposite" -
    floor "frames, $part: found" -
done
floor "claims, all: right" 71%
floor "claims, all: not the opposite" 90%
floor "frames, all: found" 50%
floor "frames, all: no false alarm" 95%

# ---- quotations for claims, remembered lines, posts ----
measure python3 bench/evidence.py "$whose" "$corpora"
floor "quotations that show the claim, tune" -
floor "quotations that show the claim, judge" -
floor "quotations that show the claim, all" 60%
measure python3 bench/find.py "$whose" build/find_lines "$corpora"
floor "remembered: verbatim" all
floor "remembered: two words changed" 97%
floor "remembered: paraphrase, tune" 60%
floor "remembered: paraphrase, judge" 60%
measure python3 bench/posts.py "$whose" "$corpora"
floor "claims of posts found" 80%
floor "claims of posts, of those found meant" 85%
floor "claims of posts not tuned on found" 45%
floor "claims of posts not tuned on, of those found meant" 45%

# ---- coreference: excerpts; pronouns and nouns in the quotations of novels ----
measure python3 bench/coref.py "$whose" "$corpora" "$corpora/../score/score.py" --part dev
floor "LitBank coreference, mean of MUC, B3, CEAFe" 57%
floor "coreference in novels: he, she" -
floor "coreference in novels: you" -

printf '\n| %-44s | %12s | %8s | %6s | %4s |\n' what right share floor held
echo "|----------------------------------------------|-------------:|---------:|-------:|-----:|"
printf '%s\n' "$table"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
