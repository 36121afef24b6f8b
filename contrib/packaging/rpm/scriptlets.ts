/** As the maintainer scripts of Debian: nothing is started, and what runs is restarted when it is upgraded. */
export function scriptlets(isCompiled: boolean): string {
  return `%post
${isCompiled ? '' : compile}[ ! -d /run/systemd/system ] || systemctl --system daemon-reload >/dev/null || :

%preun
if [ "$1" -eq 0 ] && [ -d /run/systemd/system ]; then
  systemctl --no-reload disable --now floatip.service >/dev/null 2>&1 || :
fi

%postun
if [ "$1" -eq 0 ]; then
  [ -e /usr/bin/floatip ] || rm -rf /usr/lib/floatip
elif [ -d /run/systemd/system ]; then
  systemctl try-restart floatip.service >/dev/null 2>&1 || :
fi
`;
}

/** Hooks of another user could not keep what V8 compiles. */
const compile = `rm -f /usr/lib/floatip/dist/*.cache
timeout 120 floatip demo >/dev/null 2>&1 || :
`;
