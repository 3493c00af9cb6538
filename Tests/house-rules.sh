#!/usr/bin/env bash
# The rules of the house that a compiler doesn't check. Prints every breach as FILE:LINE: SENTENCE; status 1 if there is one.
#
# Lengths rely on the formatting that `swift format` enforces: a declaration ends at the first closing brace that is
# indented as its first line is. The lines of texts (""") are not counted.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2

breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [ -f "$file" ] && echo "$file"; done; }

mapfile -t all < <(files)
mapfile -t swift < <(files '*.swift')
mapfile -t sources < <(files 'Sources/*.swift')
[ ${#swift[@]} -gt 0 ] || { echo "There are no Swift files here; is this a git clone?" >&2; exit 2; }

# Private keys: tests make their own.
grep -nIE -- '-----BEGIN ([A-Z]+ )*PRIVATE KEY-----$' "${all[@]}" | grep -v '^Tests/house-rules.sh:' |
    sed 's/^\([^:]*:[0-9]*\):.*/\1: A private key stands in the tree./' >>"$breaches"

awk '
    function ends(file, lines) {
        if (lines > 400) printf "%s:%d: The file has %d lines; 400 is the limit.\n", file, lines, lines
    }
    FNR == 1 { if (previous != "") ends(previous, count); previous = FILENAME; start = 0; inText = 0 }
    {
        count = FNR
        isText = inText
        if (gsub(/"""/, "&") % 2) inText = !inText
        if (isText && start) textLines++
        if (isText) next
        match($0, /^ */); indent = RLENGTH; rest = substr($0, indent + 1)
    }
    # A new declaration with a body, unless one is being measured already.
    !start && rest ~ /^((@[A-Za-z]+(\(.*\))?|[a-z]+(\([a-z]+\))?) )*(func |init[(<?]|subscript[(<]|deinit \{|var .*\{$)/ {
        start = FNR; textLines = 0; depth = indent; open = rest ~ /\{$/
        if (!open && rest !~ /[(,]$/ && rest ~ /\}$/) start = 0
        next
    }
    start && !open && indent <= depth { if (rest ~ /\{$/) open = 1; else start = 0; next }
    start && open && indent == depth && rest ~ /^\}/ {
        lines = FNR - start + 1 - textLines
        if (lines > 40) printf "%s:%d: The body has %d lines; 40 is the limit.\n", FILENAME, start, lines
        start = 0
    }
    END { ends(previous, count) }
' "${swift[@]}" >>"$breaches"

# Rule: pattern, sentence, files.
forbid() {
    local pattern=$1 sentence=$2
    shift 2
    [ $# -gt 0 ] || return 0
    grep -nHE "$pattern" "$@" | grep -vE '^[^:]*:[0-9]*: *//' | sed "s/^\([^:]*:[0-9]*\):.*/\1: $sentence/" >>"$breaches"
}

# What may be unsafe: the targets at the edges, and the face of RE2. Elsewhere borrowed text may be read, no more.
mapfile -t guarded < <(printf '%s\n' "${sources[@]}" |
    grep -vE '^Sources/((TLS|HTTP|Transport|Documents)/|CEL/Library/RegularExpression\.swift$)')
forbid '\btry!|\bas! |\bfatalError\(|\bpreconditionFailure\(' 'One request must never stop the server.' "${sources[@]}"
forbid '@unchecked Sendable|nonisolated\(unsafe\)|\bUnsafeMutable|\bUnsafe(Raw)?Pointer|\bunsafeBitCast|\bUnmanaged\b' \
    'Unsafe code lives in TLS, HTTP, Transport and Documents, nowhere else.' "${guarded[@]}"
forbid '^ *public ' 'This is no library: package is the widest access.' "${sources[@]}"
forbid '#expect\((true|Bool\(true\))\)|\.disabled\(|withKnownIssue' 'A test must be able to fail.' "${swift[@]}"
forbid '\bimport XCTest\b' 'Tests are written with Swift Testing.' "${swift[@]}"

if [ -s "$breaches" ]; then
    sort -u "$breaches"
    exit 1
fi
echo "${#swift[@]} Swift files keep the rules."
