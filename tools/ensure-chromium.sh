#!/bin/sh
# A browser for the page tests: use the one that is there, else install Debian's as root.
# Without one the tests cannot run, so this fails and says what to install.
# The names are those tests/report/test_page_in_browser.py looks for.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get -qq update >/dev/null && apt-get -qq install -y --no-install-recommends chromium >/dev/null && exit 0
fi
echo "no Chromium found, and the browser tests need one: install the package 'chromium' as root, then run make test again" >&2
exit 1
