// Loaded into a process before anything else: leaves in a file how much memory the process needed, in kilobytes.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  // Not getrusage's: that begins with what the process needed that started this one.
  const [, most] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  writeFileSync(process.env.MAX_RSS_FILE, most);
});
