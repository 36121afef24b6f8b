import { isCount, parseEventOrder, toldBy } from '../core/vrrp.ts';
import type { Teller, VrrpEvent } from '../core/vrrp.ts';
import type { Folder } from '../lib/files/folder.ts';
import { isFailure } from '../ports/failure.ts';
import { parseEvent } from './keepalived-event.ts';
import type { EventOptions } from './keepalived-event.ts';
import { kindOfCommand } from './program.ts';

/** An event whose hook could not run floatip. */
export interface UnheardEvent {
  readonly event: VrrpEvent;
  /** Why it could not. */
  readonly why: string;
  /** The name of the file that tells of it. */
  readonly file: string;
}

/** What `leave_event` in hooks/keepalived-notify has left, one file an event. */
export interface UnheardEvents {
  list(): readonly UnheardEvent[];
  forget(one: UnheardEvent): void;
}

/** `folder` is one of this boot. */
export function openUnheardEvents(folder: Folder): UnheardEvents {
  return {
    list: () => folder.names().flatMap((file) => readFile(folder, file)),
    forget: ({ file }) => folder.remove(file),
  };
}

/** What makes no sense is removed: the hook has said in its log that it could not run. */
function readFile(folder: Folder, file: string): UnheardEvent[] {
  const text = folder.read(file);
  if (text === undefined) return [];
  const unheard = parseUnheard(text);
  if (unheard !== undefined) return [{ ...unheard, file }];
  folder.remove(file);
  return [];
}

function parseUnheard(text: string): Omit<UnheardEvent, 'file'> | undefined {
  const lines = text.split('\n');
  const [why = 'nobody said why'] = valuesOf('why', lines);
  const order = parseEventOrder(...pair(valuesOf('order', lines)[0]));
  const told = parseArguments(valuesOf('argument', lines));
  if (order === undefined || told === undefined) return undefined;
  const teller = parseTeller(valuesOf('teller', lines)[0]);
  return { event: toldBy(teller, { ...told, order }), why };
}

function valuesOf(key: string, lines: readonly string[]): readonly string[] {
  const start = `${key} `;
  return lines.flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : []));
}

function pair(text: string | undefined): [string | undefined, string | undefined] {
  const [first, second] = text?.split(' ') ?? [];
  return [first, second];
}

/** The process that started the hook. A shell or somebody's login says nothing about how long the event counts. */
function parseTeller(text: string | undefined): Teller | undefined {
  const [ticks, pid, id, ...command] = text?.split(' ') ?? [];
  const order = parseEventOrder(ticks, pid);
  const namespace = Number(id);
  if (order === undefined || !isCount(namespace)) return undefined;
  const kind = kindOfCommand([command.join(' ')]);
  return kind === 'keepalived' || kind === 'other' ? { ...order, namespace } : undefined;
}

/** As the command line of `floatip notify` has it; its other options say nothing of the event. */
function parseArguments(words: readonly string[]): ReturnType<typeof parseEvent> | undefined {
  const options: EventOptions = {
    instance: optionIn(words, '--instance'),
    group: optionIn(words, '--group'),
    state: optionIn(words, '--state'),
  };
  try {
    return parseEvent(words, options);
  } catch (error) {
    if (isFailure(error, 'usage')) return undefined;
    throw error;
  }
}

function optionIn(words: readonly string[], option: string): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === option) return words[index + 1];
    if (word.startsWith(`${option}=`)) return word.slice(option.length + 1);
  }
  return undefined;
}
