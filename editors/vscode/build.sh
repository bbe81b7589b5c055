#!/usr/bin/env bash
# Puts the program and the license beside the extension, so that both are packaged: BINARY names the program.
set -euo pipefail
cd "$(dirname "$0")"
cp ../../LICENSE-MIT LICENSE
rm -rf bin && mkdir bin
if [ -n "${BINARY:-}" ]; then
    install -m 755 "$BINARY" bin/
fi
