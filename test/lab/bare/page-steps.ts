/** What a page of docs says that an operator types and does. */
export type PageStep = PageCommand | { readonly cableOf: string };

export interface PageCommand {
  readonly host: string;
  readonly command: string;
  /** What it prints, as the page has it. */
  readonly shown: string;
}

const prompt = /^ {4}(\w+)# (.+)$/;
const cable = /^<!-- The cable of (\w+) is pulled here\. -->$/;

/** Commands are indented and have the prompt of their host in front: `lb1# floatip status`. */
export function stepsOf(page: string): readonly PageStep[] {
  const steps: PageStep[] = [];
  let shown: string[] | undefined;
  const take = (line: string): void => {
    const [, host, command] = prompt.exec(line) ?? [];
    const [, cableOf] = cable.exec(line) ?? [];
    if (host !== undefined && command !== undefined) {
      const lines: string[] = [];
      shown = lines;
      steps.push({
        host,
        command,
        get shown() {
          return lines.join('\n').trimEnd();
        },
      });
    } else if (line === '' || line.startsWith('    ')) shown?.push(line.slice(4));
    else shown = undefined;
    if (cableOf !== undefined) steps.push({ cableOf });
  };
  for (const line of page.split('\n')) take(line);
  return steps;
}
