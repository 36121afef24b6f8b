/** As the maintainer scripts of Debian: nothing is started, and what runs is restarted when it is upgraded. */
export const scriptlets = `%post
if [ ! -e /usr/lib/floatip/node ]; then
  rm -f /usr/lib/floatip/dist/floatip.*.cache
  floatip --version >/dev/null 2>&1 || :
fi
[ ! -d /run/systemd/system ] || systemctl --system daemon-reload >/dev/null || :

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
