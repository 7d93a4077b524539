#!/bin/sh
# A PostgreSQL server for the tests of keeping: use the one that is there, else install Debian's as root.
# Without one those tests cannot run, so this fails and says what to install.
# The places are those tests/keep/conftest.py looks in.
command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1 && exit 0
for folder in /usr/lib/postgresql/*/bin; do
  [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get -qq update >/dev/null && apt-get -qq install -y --no-install-recommends postgresql >/dev/null && exit 0
fi
echo "no PostgreSQL found, and the tests of keeping need its programs: install the package 'postgresql' as root, then run make test again" >&2
exit 1
