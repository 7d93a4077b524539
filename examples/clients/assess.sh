#!/bin/sh
# Assess a case with curl. Start the service first: whytwitch serve
#
#   examples/clients/assess.sh [CASE.json] [ADDRESS]
#
# A service that asks for a token takes it from WHYTWITCH_TOKEN.
set -eu
here=$(dirname "$0")
case_file=${1:-$here/case.json}
address=${2:-http://127.0.0.1:8765}

# ask METHOD-PATH [curl options]: the answer on standard output; a problem's one line and exit code 2
ask() {
  path=$1
  shift
  answer=$(mktemp)
  status=$(curl --silent --show-error --output "$answer" --write-out '%{http_code}' \
    ${WHYTWITCH_TOKEN:+--header "Authorization: Bearer $WHYTWITCH_TOKEN"} "$@" "$address/api/v1/$path")
  if [ "$status" != 200 ]; then
    sed -n 's/.*"detail": "\([^"]*\)".*/\1/p' "$answer" >&2
    rm -f "$answer"
    exit 2
  fi
  cat "$answer"
  rm -f "$answer"
  echo
}

json="Content-Type: application/json"
ask version
ask 'assess?top=5' --header "$json" --data-binary "@$case_file"
ask read --header "$json" --data '{"text": "My eyelid keeps twitching. No weakness."}'
ask next --header "$json" --data '{"case": {"present": ["twitching eyelid"]}, "answers": []}'
ask 'findings?q=fasciculations&limit=1'
