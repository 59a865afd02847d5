import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { readYaml } from '../../config/yaml-text.ts';
import type { Path, YamlText } from '../../config/yaml-text.ts';
import type { Sign } from '../../domain/settings.ts';
import { TrackerError } from './ticket.ts';
import type { Ticket, Tracker } from './ticket.ts';

/** Makes the error for what is wrong at a place in the file. */
type Wrong = (path: Path, message: string) => TrackerError;
type Entry = Readonly<Record<string, unknown>>;

/** By its text: to parse a thousand tickets takes half a second, in which a worker does nothing else. */
const parsed = new LRUCache<string, YamlText>({ max: 1, memoMethod: (text) => readYaml(text, 'failsafe') });

/** Tickets in a YAML file, read anew at each call. A mistake in one ticket does not hide the others. */
export function fileTracker(path: string): Tracker {
  return { find: async (key) => findTicket(path, await readTickets(path), key.toUpperCase()) };
}

async function readTickets(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TrackerError(`Cannot read the tickets in ${path} (${reason})`, { cause });
  }
}

function findTicket(file: string, text: string, key: string): Ticket | null {
  const at = (line: number, message: string) => new TrackerError(`${file}:${line}: ${message}`);
  const yaml = parsed.memo(text);
  if (!yaml.ok) throw at(yaml.mistakes[0].line, yaml.mistakes[0].message);
  const wrong: Wrong = (path, message) => at(yaml.lineOf(path), message);

  const entries: unknown = yaml.value ?? [];
  if (!Array.isArray(entries)) throw wrong([], 'the file must be a list of tickets');
  const keys = entries.map(keyOf);
  const [index, second] = keys.flatMap((other, position) => (other === key ? [position] : []));
  if (index === undefined) {
    // The ticket may be the one whose key nobody can read, so "unknown" would be a guess.
    const nameless = keys.indexOf(null);
    if (nameless >= 0) throw wrong([nameless], 'this entry is not a ticket: it has no key');
    return null;
  }
  if (second !== undefined)
    throw wrong([second], `${key} is there twice, first in line ${yaml.lineOf([index])}`);
  const repeated = yaml.repeatedKeys.find(({ path }) => path[0] === index);
  if (repeated) throw at(repeated.line, `${key}: ${repeated.path.slice(1).join('.')} ${repeated.message}`);
  return toTicket(key, entries[index] as Entry, (path, message) =>
    wrong([index, ...path], `${key}: ${message}`),
  );
}

function keyOf(entry: unknown): string | null {
  const key = typeof entry === 'object' && entry !== null && 'key' in entry ? entry.key : null;
  return typeof key === 'string' && key !== '' ? key.toUpperCase() : null;
}

function toTicket(key: string, entry: Entry, wrong: Wrong): Ticket {
  const sign = (name: Sign) => signOf(textOf(entry, name, wrong));
  return {
    key,
    title: textOf(entry, 'title', wrong) ?? key,
    url: textOf(entry, 'url', wrong),
    components: componentsOf(entry['components'], wrong),
    signs: {
      codeReview: sign('codeReview'),
      qa: sign('qa'),
      customerDemo: sign('customerDemo'),
      releaseDocs: sign('releaseDocs'),
      rollbackDocs: sign('rollbackDocs'),
    },
  };
}

function signOf(text: string | null): string | true | null {
  switch (text?.toLowerCase()) {
    case 'done':
    case 'true':
      return true;
    case undefined:
    case 'missing':
    case 'false':
      return null;
    default:
      return text;
  }
}

/** Null for what is absent or empty, also in the ways in which YAML says so. */
function textOf(entry: Entry, name: string, wrong: Wrong): string | null {
  const value = entry[name] ?? '';
  if (typeof value !== 'string') throw wrong([name], `${name} must be a text`);
  const text = value.trim();
  return ['', '~', 'null'].includes(text.toLowerCase()) ? null : text;
}

function componentsOf(value: unknown, wrong: Wrong): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value ?? ''].filter((name) => name !== '');
  if (list.every((name): name is string => typeof name === 'string' && name !== '')) return list;
  throw wrong(['components'], 'components must be a list of names');
}
