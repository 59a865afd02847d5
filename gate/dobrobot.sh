#!/bin/sh
# Deploys a release, or checks a fencing token. Needs only a shell and curl.
#
#   dobrobot.sh run TICKET -- COMMAND…    waits for the turn, starts, runs COMMAND with DOBROBOT_TICKET and
#                                         DOBROBOT_TOKENS (JSON), finishes or rolls back, exits with COMMAND's code
#   dobrobot.sh verify COMPONENT TOKEN    exits 0 if TOKEN allows changing COMPONENT now, else 1
#
# DOBROBOT_URL is the server. The credential is DOBROBOT_TOKEN (dob_…), the file DOBROBOT_TOKEN_FILE, or an identity token:
# DOBROBOT_ID_TOKEN, or that of GitHub Actions for the audience DOBROBOT_AUDIENCE (default: DOBROBOT_URL).
# DOBROBOT_TIMEOUT: how long to wait for the turn, in seconds (default: 1800). Exit codes if COMMAND does not run: 1 refused, 2 not understood,
# 3 not reachable or not allowed, 4 timed out.
set -eu

newline='
'
token=
dead_after=60

say() {
  printf 'dobrobot: %s\n' "$*" >&2
}

leave() {
  code=$1
  shift
  say "$@"
  exit "$code"
}

# The text of a field of $answer; the first one, if there are several.
field() {
  printf '%s' "$answer" | tr -d '\n' | sed -n "/\"$1\":\"/{
    s//\\
/
    s/^.*\n//
    s/^\([^\"\\\\]*\(\\\\.[^\"\\\\]*\)*\)\".*/\1/p
  }" | sed 's|\\\(["\/]\)|\1|g'
}

# Percent-encodes a name for a URL.
encoded() {
  case $1 in
    *[!A-Za-z0-9._~-]*) printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g' ;;
    *) printf '%s' "$1" ;;
  esac
}

# ask METHOD URL [BODY [KEY]]: sets $status (000: no answer) and $answer. Keeps secrets out of the arguments of processes.
ask() {
  reply=$(
    {
      printf 'header = "Authorization: Bearer %s"\n' "$token"
      if [ -n "${3-}" ]; then printf 'data = "%s"\n' "$(printf '%s' "$3" | sed 's/[\\"]/\\&/g')"; fi
      if [ -n "${4-}" ]; then printf 'header = "Idempotency-Key: %s"\n' "$4"; fi
    } | curl --config - --silent --max-time "${seconds:-45}" --request "$1" --header 'Content-Type: application/json' \
      --write-out '\n%{http_code}' "$2"
  ) || reply="${newline}000"
  status=${reply##*"$newline"}
  answer=${reply%"$newline"*}
}

is_away() {
  case $status in 000 | 429 | 5??) return 0 ;; *) return 1 ;; esac
}

# Exchanges the pipeline's identity token for a short token of the server.
exchange() {
  identity=${DOBROBOT_ID_TOKEN-}
  if [ -z "$identity" ] && [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL-}" ]; then
    token=$ACTIONS_ID_TOKEN_REQUEST_TOKEN
    ask GET "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${DOBROBOT_AUDIENCE:-$DOBROBOT_URL}"
    identity=$(field value)
  fi
  [ -n "$identity" ] || leave 3 'DOBROBOT_TOKEN is not set, and there is no identity token.'
  token=none
  ask POST "$api/token" "{\"identityToken\":\"$identity\"}"
  token=$(field token)
  [ -n "$token" ] || leave 3 "The identity token is not taken ($status): $(field detail)"
}

connect() {
  [ -n "${DOBROBOT_URL-}" ] || leave 3 'DOBROBOT_URL has to name the server.'
  api=${DOBROBOT_URL%/}/api/v1
  token=${DOBROBOT_TOKEN-}
  if [ -z "$token" ] && [ -n "${DOBROBOT_TOKEN_FILE-}" ]; then
    token=$(tr -d '[:space:]' < "$DOBROBOT_TOKEN_FILE") || leave 3 "DOBROBOT_TOKEN_FILE cannot be read: $DOBROBOT_TOKEN_FILE"
  fi
  if [ -z "$token" ]; then exchange; fi
}

# Like ask, but after a 401 retries with a fresh token: the file may hold a new one, and a GitHub job can get one.
ask_on() {
  ask "$@"
  [ "$status" = 401 ] || return 0
  if by_now=$(connect 2> /dev/null && printf '%s' "$token"); then
    token=$by_now
    ask "$@"
  fi
}

verify() {
  connect
  case $2 in '' | *[!0-9]*) leave 2 "$2 is not a fencing token." ;; esac
  ask POST "$api/locks/$(encoded "$1")/verify" "{\"token\":$2}"
  case $status:$answer in
    200:*'"valid":true'*'"mode":"shared"'*) leave 1 "By $2 $1 stands still for a release of something else: change nothing." ;;
    200:*'"valid":true'*) exit 0 ;;
    200:*) leave 1 "$2 is not good for $1 (any more): change nothing." ;;
    404:*) leave 1 "$(field detail)" ;;
    *) leave 3 "Nobody can tell ($status): $(field detail)" ;;
  esac
}

random() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# Requests the start, or takes over a release that is on production already. Keeps the key while the outcome of the last request is unknown.
start() {
  pending=yes
  ask POST "$release/depStart" "{\"runner\":{\"id\":\"$runner\",\"deadAfter\":$dead_after}}" "$key"
  if ! is_away; then
    pending=
    key=$(random)
  fi
}

wait_and_start() {
  until=$(($(date +%s) + ${DOBROBOT_TIMEOUT:-1800}))
  shown=
  known=
  warned=
  while :; do
    # While a start is pending, finds out whether it succeeded, so that its end gets reported.
    [ -z "$interrupted" ] || [ -n "$pending" ] || leave 130 "Interrupted. $ticket keeps its place."
    ask_on GET "$release/wait?for=ready&timeout=5"
    if [ "$status" = 200 ]; then
      known=yes
      stage=$(field stage)
      standing="$ticket is $stage, waits for $(field waitingFor)"
      [ "$standing" = "$shown" ] || say "$standing"
      shown=$standing
      case $stage in
        finished | rejected | rolled_back | cancelled | expired) leave 1 "$ticket is $stage." ;;
        ready | deploying) start ;;
      esac
      if [ "$status" = 200 ] && [ -n "$(tokens)" ]; then return; fi
      case $status:$stage:$(field code) in
        200:* | 000:* | 429:* | 5??:*) ;;
        409:ready:wrongStage | 409:ready:frozen | 409:ready:checksTooOld | 409:ready:rolesUnknown) ;;
        409:ready:badAlready)
          [ -n "$warned" ] || say "$(field detail)"
          warned=yes
          ;;
        409:* | 404:*) leave 1 "$(field detail)" ;;
        *) leave 3 "$(field detail)" ;;
      esac
    elif [ -z "$known" ] || ! is_away; then
      case $status in 404 | 409) leave 1 "$(field detail)" ;; *) leave 3 "No answer ($status) $(field detail)" ;; esac
    fi
    if [ "$(date +%s)" -ge "$until" ]; then
      [ -z "$pending" ] || leave 3 "Nobody tells whether $ticket was started ($status). Look, and end it by \"dep rollback $ticket\"."
      leave 4 "Waited in vain; $ticket keeps its place."
    fi
    [ "$status" = 200 ] || sleep 2
  done
}

tokens() {
  printf '%s' "$answer" | sed -n 's/.*"tokens":\({[^}]*}\).*/\1/p'
}

# Sends heartbeats for as long as this script lives.
live() {
  trap - INT TERM HUP
  seconds=10
  warned=
  while kill -0 "$parent" 2> /dev/null; do
    ask_on POST "$release/heartbeat" "{\"runner\":\"$runner\"}"
    if [ "$status:$(field code)" = 409:pipelineLost ]; then start; fi
    case $status in
      404 | 409)
        say "ATTENTION: $(field detail)"
        say "The command runs on, but $ticket is not ours any more; its end will not be reported."
        return
        ;;
      401 | 403)
        [ -n "$warned" ] || say "ATTENTION: nobody takes it from us that the command runs ($status). $(field detail)"
        warned=yes
        ;;
    esac
    # Redirected, so that the sleep does not keep our output open for whoever reads it.
    sleep $((dead_after / 4)) > /dev/null 2>&1
  done
}

interrupt() {
  interrupted=yes
  [ -n "$shell" ] || return 0
  until [ -s "$kept/pid" ] || ! runs "$shell"; do sleep 1; done
  child=$(cat "$kept/pid") || return 0
  if ! kill -TERM "$child" 2> /dev/null && runs "$child"; then say 'The command cannot be asked to end, so its end is waited for.'; fi
}

# We cannot signal a process of another user, such as root, not even with the 0 that tests its existence.
runs() {
  kill -0 "$1" 2> /dev/null || [ -d "/proc/$1" ] || ps -p "$1" > /dev/null 2>&1
}

report() {
  if [ "$1" = 0 ]; then
    step=depFinish
    body="{\"runner\":{\"id\":\"$runner\"}}"
  else
    step=depRollback
    body="{\"runner\":{\"id\":\"$runner\"},\"reason\":\"the pipeline ended with exit code $1\"}"
  fi
  key=$(random)
  tries=60
  while :; do
    ask_on POST "$release/$step" "$body" "$key"
    is_away || break
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || break
    sleep 2
  done
  case $status in
    200) say "$ticket is $(field stage)." ;;
    *) say "NOT REPORTED ($status): the command ended with exit code $1. $(field detail) \"dep finish $ticket\" or \"dep rollback $ticket\" ends it." ;;
  esac
}

run() {
  ticket=$1
  shift
  if [ "${1-}" = -- ]; then shift; fi
  [ $# -gt 0 ] || leave 2 'What is to be run? dobrobot.sh run TICKET -- COMMAND…'
  case ${DOBROBOT_TIMEOUT-} in *[!0-9]* | 0?*) leave 2 'DOBROBOT_TIMEOUT has to be a number of seconds.' ;; esac
  connect
  release=$api/releases/$(encoded "$ticket")
  runner=$(random)
  key=$(random)
  parent=$$
  interrupted=
  pending=
  shell=
  trap interrupt INT TERM HUP
  wait_and_start
  DOBROBOT_TICKET=$(field ticket)
  DOBROBOT_TOKENS=$(tokens)
  export DOBROBOT_TICKET DOBROBOT_TOKENS
  say "$ticket is on production."
  if [ -n "$interrupted" ]; then
    report 130
    exit 130
  fi
  live &
  life=$!
  exec 3<&0
  kept=$(mktemp -d)
  trap 'rm -rf "$kept"' EXIT
  # A shell waits for its foreground process whatever signal arrives, so this subshell cannot miss how the command ended.
  (
    trap : INT TERM HUP
    code=0
    sh -c 'echo $$ > "$0" && exec "$@"' "$kept/pid" "$@" <&3 3<&- || code=$?
    echo "$code" > "$kept/code"
  ) &
  shell=$!
  [ -z "$interrupted" ] || interrupt
  while [ ! -s "$kept/code" ] && runs "$shell"; do wait "$shell" || :; done
  code=$(cat "$kept/code") || code=137
  kill "$life" 2> /dev/null || :
  report "$code"
  exit "$code"
}

case ${1-} in
  run) shift && [ $# -gt 0 ] || leave 2 'dobrobot.sh run TICKET -- COMMAND…' && run "$@" ;;
  verify) [ $# = 3 ] || leave 2 'dobrobot.sh verify COMPONENT TOKEN' && shift && verify "$@" ;;
  *) leave 2 'dobrobot.sh run TICKET -- COMMAND…, or dobrobot.sh verify COMPONENT TOKEN' ;;
esac
