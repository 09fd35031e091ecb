# Runs the command after $1 in a process group of its own, and writes that group's id to the file $1.
# Standard input is a pipe from Gatehouse: when its other end closes, for whatever reason, the group is killed.
# Exits as the command did; what it left running in its group is killed.
exec 3<&0 </dev/null
pid_file=$1
shift
# Without a terminal dash has no job control, so a new session gives the new group where there is setsid (Linux).
if [ -x /usr/bin/setsid ]; then apart=/usr/bin/setsid; elif [ -x /bin/setsid ]; then apart=/bin/setsid; else apart=; set -m; fi
unset PWD OLDPWD SHLVL
$apart "$@" 3<&- &
runtime=$!
exec >/dev/null 2>&1
# The watcher has a group of its own too: it must outlive a kill of ours. Where the pipe closes at once, the process
# may not have its group yet: then it is killed by itself, and its group if it got one meanwhile.
$apart /bin/sh -c '
  read -r _ <&3
  kill -s KILL -- "-$1" || { kill -s KILL "$1"; kill -s KILL -- "-$1"; }
' watch "$runtime" &
watcher=$!
exec 3<&-
echo "$runtime" >"$pid_file"
wait "$runtime"
status=$?
kill -s KILL -- "-$runtime"
kill -s KILL -- "-$watcher"
exit "$status"
