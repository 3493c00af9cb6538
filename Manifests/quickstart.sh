#!/usr/bin/env bash
# From a fresh clone to a running gate: builds it, makes certificates, starts it, and asks it three questions over TLS.
#
#   bash Manifests/quickstart.sh
#
# Environment: PORT (HTTPS) and ADMIN_PORT (health and metrics), free ones from 8443 and 8080 up unless given;
# POLICIES, the directory of policies, Manifests/policies/guide unless given.
set -euo pipefail
cd "$(dirname "$0")/.."
. Manifests/setup.sh

policies=${POLICIES:-Manifests/policies/guide}
server=
log=

stop() {
    if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" || true; fi
    [ -z "$log" ] || rm -f "$log"
}
trap stop EXIT
trap 'exit 130' INT TERM

choose_ports() {
    local wanted
    for wanted in ${PORT:-} ${ADMIN_PORT:-}; do
        if is_busy "$wanted"; then fail "Something listens on port $wanted already; choose another one."; fi
    done
    port=${PORT:-$(free_port 8443)}
    admin=${ADMIN_PORT:-$(free_port 8080)}
}

start() {
    choose_ports
    step "Starting the server with $policies: https://localhost:$port, and http://localhost:$admin for its health"
    log=$(mktemp)
    "$sekisho" serve --policies "$policies" --listen "127.0.0.1:$port" --admin "127.0.0.1:$admin" \
        --certificate Certs/server.crt --key Certs/server.key --drain-delay 0 >"$log" 2>&1 &
    server=$!
    wait_until_ready "$server" "$admin" "$log"
    echo "Ready."
}

# Sends a review as the API server does, and prints the answer. Arguments: file, path, what to expect.
ask() {
    local file=Manifests/quickstart/$1 answer
    step "$3"
    jq -r '.request | "\(.operation) \(.kind.kind) \(.namespace)/\(.name), image \(.object.spec.containers[0].image)"' "$file"
    echo "\$ curl --cacert Certs/ca.crt -H 'Content-Type: application/json' --data @$file https://localhost:$port$2"
    answer=$(curl -sS --fail-with-body --max-time 10 --cacert Certs/ca.crt -H 'Content-Type: application/json' \
        --data-binary "@$file" "https://localhost:$port$2?timeout=5s") || fail "There was no good answer: $answer"
    jq -r -f Manifests/quickstart/answer.jq <<<"$answer"
}

step "Preparing this machine"
install_missing "${build_needs[@]}" curl=curl jq=jq
require_swift
build_release

step "Making certificates for development in Certs"
"$sekisho" certs dev --directory Certs || fail "The certificates could not be made."

start
ask allowed.json /validate "1 of 3: a Pod that keeps the rules is allowed"
ask denied.json /validate "2 of 3: a Pod that breaks them is denied, with every reason"
ask mutated.json /mutate "3 of 3: a Pod that leaves things out gets them added, by a JSON Patch"

step "Stopping the server"
kill -TERM "$server"
wait "$server" || fail "The server did not stop cleanly. It said: $(cat "$log")"
server=

cat <<TEXT

That was the gate. How to go on:
  judge your own manifests, without a server or a cluster:
    .build-release/release/sekisho check YOUR-MANIFESTS --policies $policies
  change the rules: copy $policies, edit it, and pass the copy by --policies
  run the server yourself:
    .build-release/release/sekisho serve --policies $policies --listen 127.0.0.1:8443
  run all tests:
    bash Tests/run.sh
TEXT
