# Read by ./try, ./check and bench/run.sh: installs what is missing, builds.  The caller stands in the root of the tree.
# POSIX sh; nothing is printed unless something is installed or fails.

# The packages of apt.txt, up to the section "# to test" or (all) with it.
packages() {
    if [ "$1" = all ]; then
        sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' apt.txt
    else
        sed -e '/^# to test/,$d' -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' apt.txt
    fi
}

# install_missing all|build TOOL...: afterwards the tools are there, or the script ends.
install_missing() {
    which=$1
    shift
    missing=
    if command -v dpkg-query >/dev/null 2>&1; then
        for package in $(packages "$which"); do
            case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
            installed) ;;
            *) missing="$missing $package" ;;
            esac
        done
    fi
    if [ -n "$missing" ] && command -v apt-get >/dev/null 2>&1; then
        root=
        if [ "$(id -u)" != 0 ]; then
            root=none
            # without a terminal, sudo must not wait for a password
            if command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
                root=sudo
            fi
        fi
        if [ "$root" = none ]; then
            echo "Not installed, for want of root and sudo:$missing" >&2
        else
            echo "Installing:$missing" >&2
            log=$(mktemp)
            if ! { $root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
                $root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } \
                >"$log" 2>&1 </dev/null; then
                tail -n 20 "$log" >&2
                echo "apt-get did not install:$missing" >&2
            fi
            rm -f "$log"
        fi
    fi
    absent=
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 || absent="$absent $tool"
    done
    for library in expat libutf8proc zlib libmicrohttpd; do
        if command -v pkg-config >/dev/null 2>&1 && ! pkg-config --exists "$library"; then
            absent="$absent $library"
        fi
    done
    if [ -n "$absent" ]; then
        echo "Not found:$absent" >&2
        echo "On Debian or Ubuntu these packages have them:" $(packages "$which") >&2
        exit 4
    fi
}

# build DIR [MESON OPTION...]: the compiler is $CC.  A folder that was made for another tree or with other options is made anew.
build() {
    dir=$1
    shift
    made_for="$PWD ${CC-} $*"
    mkdir -p "$dir"
    if [ ! -f "$dir/build.ninja" ] || [ "$(cat "$dir/made-for" 2>/dev/null)" != "$made_for" ]; then
        rm -rf "$dir/build.ninja" "$dir/meson-private" "$dir/meson-info" "$dir/meson-logs"
        if ! meson setup "$dir" "$@" >"$dir/build.log" 2>&1; then
            cat "$dir/build.log" >&2
            return 1
        fi
        printf '%s' "$made_for" >"$dir/made-for"
    fi
    if ! ninja -C "$dir" >"$dir/build.log" 2>&1; then
        # Meson may have spoken before, of matters that are well
        if grep -q '^FAILED' "$dir/build.log"; then
            sed -n '/^FAILED/,$p' "$dir/build.log" >&2
        else
            cat "$dir/build.log" >&2
        fi
        return 1
    fi
}
