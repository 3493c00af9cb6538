# What quickstart.sh, Tests/run.sh and Tests/benchmark.sh have in common; sourced, not run.
#
# Progress goes to standard output, a line a step with the seconds since the start; trouble goes to standard error as a
# sentence, and ends the script with status 1.

step() { printf '\n[%4d s] %s\n' "$SECONDS" "$*"; }

fail() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}

# Runs a command as root: directly, or by sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "Packages must be installed ($*), this is not root, and there is no sudo."
    fi
}

# Installs what is missing. Each argument is PROBE=PACKAGE: a command or an absolute path to look for, and the Debian
# package that brings it.
install_missing() {
    local pair probe missing=()
    for pair in "$@"; do
        probe=${pair%%=*}
        case $probe in
            /*) [ -e "$probe" ] || missing+=("${pair#*=}") ;;
            *) command -v "$probe" >/dev/null || missing+=("${pair#*=}") ;;
        esac
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    step "Installing what is missing: ${missing[*]}"
    command -v apt-get >/dev/null ||
        fail "There is no apt-get here. Install what these Debian packages bring, then try again: ${missing[*]}."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null ||
        fail "apt-get update failed. Is there a network?"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null ||
        fail "apt-get could not install ${missing[*]}; its own message is above."
}

# What building needs besides the toolchain, for install_missing.
build_needs=(
    git=git pkg-config=pkg-config /usr/include/openssl/ssl.h=libssl-dev /usr/include/re2/re2.h=libre2-dev
    /usr/include/yaml.h=libyaml-dev
    /etc/ssl/certs/ca-certificates.crt=ca-certificates
)

# Checks that there is a Swift toolchain of at least 6.2; Debian has none, so it can't be installed here.
require_swift() {
    local version
    command -v swift >/dev/null ||
        fail "There is no Swift toolchain in PATH. Install Swift 6.2 or later: https://www.swift.org/install/linux/"
    version=$(swift --version 2>&1 | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || fail "swift --version does not work: $(swift --version 2>&1 | head -n 1)"
    [ "$(printf '%s\n' 6.2 "$version" | sort -V | head -n 1)" = 6.2 ] ||
        fail "The Swift toolchain in PATH is $version; 6.2 or later is needed: https://www.swift.org/install/linux/"
    echo "Swift $version"
}

# Builds the binary that is shipped, in a folder of its own: optimised, with Swift's libraries inside, without symbols.
# Sets `sekisho` to its path.
build_release() {
    step "Building sekisho (release). The first time, this takes some minutes and fetches the Swift packages it uses"
    swift build -c release --product sekisho --static-swift-stdlib -Xlinker -s --scratch-path .build-release ||
        fail "The build failed; its messages are above. Fetching packages needs access to github.com."
    sekisho=$PWD/.build-release/release/sekisho
}

# Whether something on this machine listens on a port of the loopback address.
is_busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Prints the first port from the given one up on which nothing listens.
free_port() {
    local port=$1
    while is_busy "$port"; do port=$((port + 1)); done
    echo "$port"
}

# Waits until a server's admin port says that it is ready. Arguments: process, admin port, log of the server.
wait_until_ready() {
    local deadline=$((SECONDS + 20))
    until [ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 2 "http://127.0.0.1:$2/readyz")" = 200 ]; do
        kill -0 "$1" 2>/dev/null || fail "The server ended before it was ready. It said: $(cat "$3")"
        [ "$SECONDS" -lt "$deadline" ] || fail "The server was not ready after 20 seconds. It said: $(cat "$3")"
        sleep 0.05
    done
}
