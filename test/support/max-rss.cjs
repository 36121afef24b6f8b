// Loaded into a process before anything else: leaves in a file how much memory the process needed.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  writeFileSync(process.env.MAX_RSS_FILE, String(process.resourceUsage().maxRSS));
});
