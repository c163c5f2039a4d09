#!/usr/bin/env bash
# See that there is a Chromium for the tests of the studio; install Debian's if this machine lets us.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the tests of the studio ..."
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi
echo "There is no Chromium here and it could not be installed, so tests of the studio's page will be skipped."
echo "To run them, install the package chromium (Debian, Ubuntu: sudo apt-get install chromium)."
