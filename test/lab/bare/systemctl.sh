#!/bin/sh
# Does for the units of a bare host what systemd would, as far as it matters there: it starts programs in
# folders of theirs, and remembers what is enabled. systemctl VERB [UNIT…]
set -eu
verb=$1
shift

files_of() {
  ls "/lib/systemd/system/$1.service" "/etc/systemd/system/$1.service" "/etc/systemd/system/$1.service.d/"*.conf \
    2>/dev/null || :
}
# All values of a key, one a line, without the marks in front of them.
values() { for file in $(files_of "$1"); do sed -n "s/^$2=[-+!@]*//p" "$file"; done; }
last() { values "$1" "$2" | tail -n 1; }

start() (
  command=$(last "$1" ExecStart | sed 's/\$DAEMON_ARGS//')
  runtime=$(last "$1" RuntimeDirectory) state=$(last "$1" StateDirectory)
  [ -z "$runtime" ] || { mkdir -p -m 750 "/run/$runtime" && export RUNTIME_DIRECTORY="/run/$runtime"; }
  [ -z "$state" ] || { mkdir -p -m 750 "/var/lib/$state" && export STATE_DIRECTORY="/var/lib/$state"; }
  if [ "$(last "$1" Type)" = forking ]; then
    sh -c "$command"
  else
    setsid sh -c "exec $command" >"/run/units/$1.log" 2>&1 </dev/null &
    echo $! >"/run/units/$1.pid"
  fi
  values "$1" ExecStartPost | sh
)

stop() {
  file=$(last "$1" PIDFile)
  file=${file:-"/run/units/$1.pid"}
  [ ! -s "$file" ] || kill "$(cat "$file")" 2>/dev/null || :
  values "$1" ExecStopPost | sh
}

show() {
  unit=${1%.service}
  if [ -z "$(files_of "$unit")" ]; then
    echo LoadState=not-found
    return
  fi
  echo LoadState=loaded
  if [ -e "/run/units/$unit.enabled" ]; then echo UnitFileState=enabled; else echo UnitFileState=disabled; fi
  for key in MemoryDenyWriteExecute ProtectSystem ReadWritePaths PrivateTmp PrivateNetwork IPAddressDeny; do
    echo "$key=$(last "$unit" "$key")"
  done
}

case $verb in
  daemon-reload) ;;
  enable) for unit in "$@"; do touch "/run/units/$unit.enabled"; done ;;
  restart)
    for unit in "$@"; do
      stop "$unit"
      start "$unit"
    done
    ;;
  show) show "$1" ;;
  *) echo "systemctl $verb is not known here" >&2 && exit 1 ;;
esac
