#!/usr/bin/env bash
# The page that ships is the one its source makes: build it again, elsewhere, and compare.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v npm >/dev/null; then
  echo "check_bundle: no npm here, so the page cannot be built; nothing was compared"
  exit "${VERTIKAL_REQUIRE_NPM:-0}"
fi
grep -q '"resolved"' studio/package-lock.json &&
  { echo "check_bundle: studio/package-lock.json names download addresses; keep studio/.npmrc"; exit 1; }
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
(cd studio && npm ci --no-audit --no-fund --silent && npm run --silent check && npx vite build --outDir "$fresh" --logLevel error)
diff -rq "$fresh" src/vertikal/web/static ||
  { echo "check_bundle: the page that ships is not what its source makes; run: make studio"; exit 1; }
size=$(for f in "$fresh"/*; do gzip -9 -c "$f"; done | wc -c)
echo "check_bundle: the page is what its source makes, $((size / 1000)) kB gzipped"
[ "$size" -lt 200000 ] || { echo "check_bundle: more than 200 kB gzipped"; exit 1; }
