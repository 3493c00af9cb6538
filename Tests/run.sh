#!/usr/bin/env bash
# Sets up a machine for the whole test suite, and runs it: house rules, format, build, tests, fuzzing, conformance.
#
#   bash Tests/run.sh
#
# Environment: FUZZ_SECONDS, seconds of fuzzing a target (default 4); FILTER, a pattern of the tests to run (default all).
# Status 0 when everything passed; otherwise 1, and the summary at the end says what didn't.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
. Manifests/setup.sh

# The same for building and testing, or everything would be built twice.
flags=(--explicit-target-dependency-import-check error)
summary=()
failures=0

# Runs one part of the suite, and remembers how it came out.
part() {
    local name=$1 began=$SECONDS
    shift
    step "$name"
    if "$@"; then
        summary+=("passed   $name ($((SECONDS - began)) s)")
    else
        summary+=("FAILED   $name ($((SECONDS - began)) s)")
        failures=$((failures + 1))
        return 1
    fi
}

skip() { summary+=("skipped  $1: $2"); }

lint() { swift format lint --strict --parallel --recursive Package.swift Sources Tests && echo "The format is as wanted."; }

build() { swift build --build-tests "${flags[@]}"; }

run_tests() { swift test --skip-build --disable-xctest "${flags[@]}" "$@" 2>&1 | tee -a "$log"; }

# Those that talk over sockets come by themselves: they have time limits, and must not share two cores with tests that
# compute for a minute.
sockets='TransportTests|WebhookTests|EndToEndTests'

fuzz() {
    local target status=0
    for target in $("$products/Fuzz" | sed -n 's/^targets: //p'); do
        echo "$target, ${FUZZ_SECONDS:-4} seconds"
        "$products/Fuzz" "$target" "${FUZZ_SECONDS:-4}" || { echo "The fuzzing of $target failed." >&2; status=1; }
    done
    return $status
}

# The public suites that the project answers so far; they stand beside the clone where there are any.
conformance() {
    "$cases/compare.py" --suite pss --suite badpods --suite json --suite jsonpatch --suite yaml-k8s --suite yaml-suite \
        --suite manifests --suite cel-spec --suite cel-go-ext --suite cel-k8s-lib --suite vap-kubescape \
        --suite vap-kyverno --suite vap-gatekeeper --suite map-kyverno -- "$products/Conformance"
}

finish() {
    step "Summary"
    printf '  %s\n' "${summary[@]}"
    [ ! -s "$log" ] || grep -aE 'Test run with [0-9]+ tests?' "$log"
    rm -f "$log"
    if [ "$failures" -gt 0 ]; then
        echo "The suite did not pass: $failures of ${#summary[@]} parts failed."
        exit 1
    fi
    echo "The suite passed."
    exit 0
}

step "Preparing this machine"
install_missing "${build_needs[@]}" curl=curl jq=jq openssl=openssl
require_swift

log=$(mktemp)
part "House rules" bash Tests/house-rules.sh
part "Format" lint
part "Build (the first time some minutes)" build || finish
products=$(swift build --show-bin-path "${flags[@]}") || fail "swift build --show-bin-path does not work."
if [ -n "${FILTER:-}" ]; then
    part "Tests" run_tests --filter "$FILTER"
else
    part "Tests without sockets" run_tests --skip "$sockets"
    part "Tests over sockets" run_tests --filter "$sockets"
fi
part "Fuzzing" fuzz
cases=../shared/cases
if [ ! -x "$cases/compare.py" ]; then
    skip "Conformance" "there are no cases at $cases"
elif ! command -v python3 >/dev/null; then
    skip "Conformance" "there is no python3 to compare with"
else
    part "Conformance" conformance
fi
finish
