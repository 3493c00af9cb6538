#!/usr/bin/env bash
# Measures the release server beside nginx reading the same body over the same TLS: servers on one core, h2load on another.
#
#   bash Tests/benchmark.sh
#
# Environment: ROUNDS (5), REQUESTS a round (20000), CONNECTIONS (8), HANDSHAKES a round (500), GO=1 to measure a small Go
# webhook too, POLICIES for another set than Manifests/policies/guide, SEKISHO for a binary to measure instead of building
# one. The rows are measured in turn, round by round, and the table shows medians. CPU is the time that the kernel counted
# for the server's threads, a request.
set -euo pipefail
cd "$(dirname "$0")/.."
. Manifests/setup.sh

rounds=${ROUNDS:-5} requests=${REQUESTS:-20000} connections=${CONNECTIONS:-8} handshakes=${HANDSHAKES:-500}
policies=${POLICIES:-Manifests/policies/guide}
body=Tests/Benchmarks/pod-review.json
faulty=Tests/Benchmarks/faulty-pod-review.json
peers=Tests/Benchmarks/peers
directory=$(mktemp -d)
processes=()

clean_up() {
    [ ${#processes[@]} -eq 0 ] || kill "${processes[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$directory"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Nanoseconds on a CPU of all threads of the process.
cpu_time() { cat "/proc/$1/task/"*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'; }

# Bytes of memory that the process had at most, in KiB.
peak_memory() { awk '/^VmHWM/ { print $2 }' "/proc/$1/status"; }

is_ready() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    read -r line <&3 && [[ $line == *" 200 "* ]]
}

# Starts a server on the servers' core and waits for it. Arguments: name, `readyz` or `accepts`, port to ask, command.
# Sets `pid`, and notes the time to ready.
launch() {
    local name=$1 how=$2 port=$3 began=$EPOCHREALTIME patience=2000
    shift 3
    taskset -c 0 "$@" >"$directory/$name.log" 2>&1 &
    pid=$!
    processes+=("$pid")
    until case $how in readyz) (is_ready "$port") 2>/dev/null ;; *) is_busy "$port" ;; esac; do
        kill -0 "$pid" 2>/dev/null || fail "$name ended at once. It said: $(cat "$directory/$name.log")"
        patience=$((patience - 1))
        [ $patience -gt 0 ] || fail "$name did not get ready. It said: $(cat "$directory/$name.log")"
    done
    awk -v name="$name" -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%s %.0f\n", name, (b - a) * 1000 }' \
        >>"$directory/ready"
}

launch_sekisho() {
    local name=$1 port=$2 admin=$3 set=$4
    launch "$name" readyz "$admin" "$sekisho" serve --policies "$set" --listen "127.0.0.1:$port" \
        --admin "127.0.0.1:$admin" --certificate "$directory/server.crt" --key "$directory/server.key" --loops 1
}

launch_nginx() {
    sed -e "s|@DIRECTORY@|$directory|g; s|@CERTIFICATES@|$directory|g; s|@PORT@|$1|g" "$peers/nginx.conf.in" \
        >"$directory/nginx.conf"
    launch nginx accepts "$1" "$(PATH=$PATH:/usr/sbin command -v nginx)" -p "$directory" -c "$directory/nginx.conf" \
        -e "$directory/nginx.log"
    pid=$(pgrep -P "$pid" | head -n 1)
    curl -sS --cacert "$directory/ca.crt" --data-binary "@$body" "https://localhost:$1/echo" | cmp -s - "$body" ||
        fail "nginx does not read the whole body, so there is nothing to compare with."
}

launch_go() {
    step "Building the Go webhook"
    GO111MODULE=off GOCACHE="$directory/go-cache" go build -o "$directory/webhook" "$peers/webhook.go" ||
        fail "The Go webhook can't be built."
    GOMAXPROCS=1 launch go accepts "$1" "$directory/webhook" "127.0.0.1:$1" "$directory/server.crt" "$directory/server.key"
}

# Runs h2load on the clients' core; its report goes to $directory/report. Arguments: row, requests, connections, more flags.
load() {
    local url=${row_url[$1]} body=${row_body[$1]} requests=$2 connections=$3
    shift 3
    taskset -c 1 h2load --h1 -t 1 -n "$requests" -c "$connections" -d "$body" -H 'Content-Type: application/json' \
        -H 'Accept: application/json, */*' "$@" "$url?timeout=10s" >"$directory/report" 2>&1
    grep -q "status codes: $requests 2xx" "$directory/report" || {
        cat "$directory/report" >&2
        fail "Not every request to $url was answered by 200."
    }
}

# Prints the value at a share (0.5, 0.99) of sorted numbers.
share() { awk -v share="$1" '{ value[NR] = $1 } END { i = int(NR * share); print value[i < 1 ? 1 : i] }'; }

# One round of one row: a line `row requests/s p50 p99 cpu` into $directory/rounds. Times in µs. Rate and CPU are of a run in
# which h2load writes no log, since it is what takes the most of its core.
measure_requests() {
    local row=$1 pid=${row_pid[$1]} before after rate
    load "$row" $((requests / 10)) "$connections"
    before=$(cpu_time "$pid")
    load "$row" "$requests" "$connections"
    after=$(cpu_time "$pid")
    rate=$(sed -n 's/^finished in .*, \([0-9.]*\) req\/s.*/\1/p' "$directory/report")
    rm -f "$directory/log"
    load "$row" "$requests" "$connections" --log-file="$directory/log"
    cut -f 3 "$directory/log" | sort -n >"$directory/sorted"
    echo "$row $rate $(share 0.5 <"$directory/sorted") $(share 0.99 <"$directory/sorted") $(((after - before) / requests))" \
        >>"$directory/rounds"
}

# One round of fresh connections, a request each: a line `row connections/s cpu` into $directory/fresh.
measure_handshakes() {
    local row=$1 pid=${row_pid[$1]} before after rate
    before=$(cpu_time "$pid")
    load "$row" "$handshakes" "$handshakes"
    after=$(cpu_time "$pid")
    rate=$(sed -n 's/^finished in .*, \([0-9.]*\) req\/s.*/\1/p' "$directory/report")
    echo "$row $rate $(((after - before) / handshakes))" >>"$directory/fresh"
}

# The median over the rounds of one column of a row. Arguments: file, row, column.
median() { awk -v row="$2" -v column="$3" '$1 == row { print $column }' "$directory/$1" | sort -n | share 0.5; }

add_row() {
    rows+=("$1")
    row_pid[$1]=$2 row_url[$1]=$3 row_ready[$1]=$4 row_body[$1]=${5:-$body}
}

print_table() {
    local row
    printf '\n%-15s %10s %7s %7s %7s %8s %8s %6s %6s %7s   %s\n' "" requests/s "p50 µs" "p99 µs" "CPU µs" fresh/s \
        "CPU µs" MiB "at $handshakes" ready "of nginx: requests/s, p99, CPU, fresh CPU"
    for row in "${rows[@]}"; do
        echo "$row $(median rounds "$row" 2) $(median rounds "$row" 3) $(median rounds "$row" 4) $(median rounds "$row" 5)" \
            "$(median fresh "$row" 2) $(median fresh "$row" 3) ${row_memory[$row]} $(peak_memory "${row_pid[$row]}")" \
            "$(awk -v name="${row_ready[$row]}" '$1 == name { print $2 }' "$directory/ready")"
    done | awk '
        { name[NR] = $1; for (i = 2; i <= 10; i++) v[NR, i] = $i; if ($1 == "nginx") base = NR }
        END {
            for (r = 1; r <= NR; r++) {
                printf "%-15s %10.0f %7d %7d %7.1f %8.0f %8.0f", name[r], v[r, 2], v[r, 3], v[r, 4], v[r, 5] / 1000,
                    v[r, 6], v[r, 7] / 1000
                printf " %6.1f %6.1f %4d ms   %.2f %.2f %.2f %.2f\n", v[r, 8] / 1024, v[r, 9] / 1024, v[r, 10],
                    v[r, 2] / v[base, 2], v[r, 4] / v[base, 4], v[r, 5] / v[base, 5], v[r, 7] / v[base, 7]
            }
        }'
    cat <<TEXT

requests/s, p50, p99, CPU: $connections connections kept alive, $requests requests a round, $(wc -c <"$body") bytes of body.
fresh/s and its CPU: a connection with a full TLS handshake for each request, $handshakes at once.
MiB: the most memory resident, and with $handshakes connections at once. ready: from the start to /readyz (nginx, go: to an open port). Medians of $rounds rounds.
guide: /validate and /mutate with $policies for a Pod that has all that is wanted; deny, patch: the same for
one that lacks a request, which costs a finding or an edit; unmatched: no policy for this Pod. nginx: reads the body and answers
a constant; nginx-proxy: hands it on to a second server in the same process.
TEXT
}

step "Preparing this machine"
[ "$(nproc)" -ge 2 ] || fail "The benchmark needs two cores: one for the servers, one for the load."
install_missing "${build_needs[@]}" curl=curl openssl=openssl taskset=util-linux pgrep=procps h2load=nghttp2-client \
    /usr/sbin/nginx=nginx-light
[ -z "${GO:-}" ] || install_missing go=golang-go
if [ -n "${SEKISHO:-}" ]; then
    sekisho=$SEKISHO
else
    require_swift
    build_release
fi

step "Starting the servers on core 0"
"$sekisho" certs dev --directory "$directory" >"$directory/certs.log" || fail "There are no certificates: $(cat "$directory/certs.log")"
rows=()
declare -A row_pid row_url row_ready row_memory row_body
port=$(free_port 18443)
launch_sekisho guide "$port" "$(free_port 18080)" "$policies"
add_row guide/validate "$pid" "https://localhost:$port/validate" guide
add_row guide/mutate "$pid" "https://localhost:$port/mutate" guide
add_row guide/deny "$pid" "https://localhost:$port/validate" guide "$faulty"
add_row guide/patch "$pid" "https://localhost:$port/mutate" guide "$faulty"
port=$(free_port $((port + 1)))
launch_sekisho unmatched "$port" "$(free_port 18080)" Tests/Benchmarks/unmatched
add_row unmatched "$pid" "https://localhost:$port/validate" unmatched
port=$(free_port $((port + 1)))
launch_nginx "$port"
add_row nginx "$pid" "https://localhost:$port/validate" nginx
add_row nginx-proxy "$pid" "https://localhost:$port/proxy" nginx
if [ -n "${GO:-}" ]; then
    port=$(free_port $((port + 1)))
    launch_go "$port"
    add_row go "$pid" "https://localhost:$port/validate" go
fi

for ((round = 1; round <= rounds; round++)); do
    step "Round $round of $rounds: $requests requests for each of ${rows[*]}, then $handshakes fresh connections"
    for row in "${rows[@]}"; do
        measure_requests "$row"
        [ "$round" -gt 1 ] || row_memory[$row]=$(peak_memory "${row_pid[$row]}")
    done
    for row in "${rows[@]}"; do measure_handshakes "$row"; done
done

step "Results on $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(openssl version), $(git rev-parse --short HEAD)"
print_table
