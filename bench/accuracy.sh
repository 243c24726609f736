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
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
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
    rm -f "$rows.one"
    return $status
}

# whole WHAT COMMAND...: a program that agrees (exit 0) or does not.
whole() {
    local what=$1
    shift
    if measure "$@"; then
        printf 'row\t%s\t1\t1\n' "$what" >>"$rows"
    else
        printf 'row\t%s\t0\t1\n' "$what" >>"$rows"
    fi
    floor "$what" all
}

# ---- plays ----
measure python3 bench/play_owners.py "$whose" "$corpora"
floor "plays with a verdict or a reason" all
floor "owner, weights fitted on these plays" 16

if [ -f tools/fit_weights.py ]; then
    measure python3 tools/fit_weights.py --loo "$whose" "$corpora"
    floor "owner, leave one out" 16
fi
if [ -f bench/tei_counts.py ]; then
    whole "TEI: an independent query counts the same" python3 bench/tei_counts.py "$whose" "$corpora"
fi

# ---- screenplays ----
if [ -f bench/fountain_cases.py ]; then
    whole "Fountain: small cases agree" python3 bench/fountain_cases.py "$whose" "$corpora"
fi
measure python3 bench/fountain_scenes.py "$whose" "$corpora/fountain/scripts"
for what in "scenes at their line" "speeches a scene" "speakers a scene" "voices a scene" "totals of a script"; do
    floor "$what" all
done
floor "silent people found" -
floor "silent people told rightly" -

printf '\n| %-44s | %12s | %8s | %6s | %4s |\n' what right share floor held
echo "|----------------------------------------------|-------------:|---------:|-------:|-----:|"
printf '%s\n' "$table"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
