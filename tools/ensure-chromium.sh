#!/bin/sh
# A browser for the page tests: use the one that is there, else install Debian's as root.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get -qq update >/dev/null && apt-get -qq install -y --no-install-recommends chromium >/dev/null && exit 0
fi
echo "no Chromium found: the browser tests will be left out; install the package 'chromium' to run them"
exit 0
