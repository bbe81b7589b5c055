#!/usr/bin/env bash
# Measures whole sets of fictional cables against the walk of ripgrep over the same files, in one run: clean ones, the same
# with findings, and real papers if a folder of them is given. Needs hyperfine, rg and GNU time.
#
#   benches/sets.sh [SIZES] [FOLDER]      e.g. benches/sets.sh "2500 25000 250000" ../papers
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in hyperfine rg; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 2; }
done
cargo build --release --quiet
cargo build --release --quiet --example fictional
program=$PWD/target/release/cable-lint
# Every file is looked at, whatever earlier runs have kept.
cold=$("$program" check --help | grep -o -m 1 -- --no-cache || true)
sets=$(mktemp -d)
trap 'rm -rf "$sets"' EXIT

measure() {
    local name=$1 folder=$2
    echo "== $name"
    hyperfine --warmup 1 --runs 5 --ignore-failure --export-json "$sets/times.json" \
        --command-name rg "rg -c --no-ignore ZZZQQQ $folder" \
        --command-name quiet "$program check --isolated $cold --no-progress -q $folder" \
        --command-name json-lines "$program check --isolated $cold --no-progress -o json-lines $folder" >/dev/null 2>&1
    python3 - "$sets/times.json" <<'PY'
import json, sys
runs = json.load(open(sys.argv[1]))["results"]
cpu = {run["command"]: run["user"] + run["system"] for run in runs}
for run in runs:
    name = run["command"]
    print(f"{name:12} {run['mean']:8.3f} s  {cpu[name]:8.3f} s of CPU  {cpu[name] / cpu['rg']:6.1f} times rg")
PY
    /usr/bin/time -f "peak memory   %M KB" "$program" check --isolated $cold --no-progress -q "$folder" 2>&1 >/dev/null | tail -1
}

for size in ${1:-2500 25000 250000}; do
    target/release/examples/fictional "$sets/clean$size" "$size"
    target/release/examples/fictional "$sets/faulty$size" "$size" faulty
    measure "$size clean cables" "$sets/clean$size"
    measure "$size cables with findings" "$sets/faulty$size"
    rm -rf "$sets/clean$size" "$sets/faulty$size"
done
if [ -n "${2:-}" ]; then measure "papers in $2" "$2"; fi
