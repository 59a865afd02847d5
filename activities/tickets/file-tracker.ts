import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { readYaml } from '../../config/yaml-text.ts';
import type { Path, YamlText } from '../../config/yaml-text.ts';
import { readWikiLink } from '../../domain/command/wiki-link.ts';
import { clipped } from '../../domain/signs/finding.ts';
import { bareTicket } from '../../domain/signs/ticket.ts';
import type { Recorded, Ticket } from '../../domain/signs/ticket.ts';
import { detailsOf, isNothing, namesIn } from './file-details.ts';
import type { TicketReading, Tracker } from './tracker.ts';

/** A mistake in the file, as one line for people. */
class FileMistake extends Error {
  override readonly name = 'FileMistake';
}

/** Makes the error for a mistake at a path in the file. */
type Wrong = (path: Path, message: string) => FileMistake;
type Entry = Readonly<Record<string, unknown>>;

/** Cached by text: parsing a thousand tickets blocks the worker for half a second. */
const parsed = new LRUCache<string, YamlText>({ max: 1, memoMethod: (text) => readYaml(text, 'failsafe') });

/** Tickets in a YAML file, which is read on every call. A mistake in one ticket does not affect the others. */
export function fileTracker(path: string): Tracker {
  return {
    async find(key): Promise<TicketReading> {
      try {
        const ticket = findTicket(path, await readTickets(path), key.toUpperCase());
        return ticket === null ? { outcome: 'unknown' } : { outcome: 'found', ticket };
      } catch (error) {
        if (error instanceof FileMistake) return { outcome: 'cannotTell', reason: error.message };
        throw error;
      }
    },
  };
}

async function readTickets(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileMistake(`Cannot read the tickets in ${path} (${reason})`, { cause });
  }
}

function findTicket(file: string, text: string, key: string): Ticket | null {
  const at = (line: number, message: string) => new FileMistake(`${file}:${line}: ${message}`);
  const yaml = parsed.memo(text);
  if (!yaml.ok) throw at(yaml.mistakes[0].line, yaml.mistakes[0].message);
  const wrong: Wrong = (path, message) => at(yaml.lineOf(path), message);

  const entries: unknown = yaml.value ?? [];
  if (!Array.isArray(entries)) throw wrong([], 'the file must be a list of tickets');
  const keys = entries.map(keyOf);
  const [index, second] = keys.flatMap((other, position) => (other === key ? [position] : []));
  if (index === undefined) {
    // The ticket may be the entry whose key is unreadable, so "unknown" would be a guess.
    const nameless = keys.indexOf(null);
    if (nameless >= 0) throw wrong([nameless], 'this entry is not a ticket: it has no key');
    const ambiguous = yaml.repeatedKeys.find(({ path }) => path.length === 2 && path[1] === 'key');
    if (ambiguous) throw at(ambiguous.line, `key ${ambiguous.message}`);
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
  return {
    ...bareTicket(key),
    title: textOf(entry, 'title', wrong) ?? key,
    url: textOf(entry, 'url', wrong),
    components: componentsOf(entry['components'], wrong),
    ...detailsOf(entry, (path, message) => wrong(path, message).message),
    signs: signsOf(entry, wrong),
  };
}

/** Every key may be a sign; the configuration says which are. A mistake in one is reported only if that sign is asked for. */
const signsOf = (entry: Entry, wrong: Wrong): Ticket['signs'] =>
  Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, signOf(name, value, wrong)]));

function signOf(name: string, value: unknown, wrong: Wrong): Recorded {
  const text = typeof value === 'string' ? value.trim() : (value ?? '');
  if (typeof text !== 'string') return { mistake: wrong([name], `${name} must be ${signForms}`).message };
  switch (text.toLowerCase()) {
    case 'done':
    case 'true':
      return true;
    case '':
    case '~':
    case 'null':
    case 'missing':
    case 'false':
      return null;
    default:
      if (readWikiLink(text) !== null) return text;
      return {
        mistake: wrong([name], `${name} must be ${signForms}, not ${JSON.stringify(clipped(text))}`).message,
      };
  }
}

const signForms = 'done, missing, true, false or an http(s) address';

/** Null if the value is absent, empty or one of YAML's forms of null. */
function textOf(entry: Entry, name: string, wrong: Wrong): string | null {
  const value = entry[name] ?? '';
  if (typeof value !== 'string') throw wrong([name], `${name} must be a text`);
  const text = value.trim();
  return isNothing(text) ? null : text;
}

/** A string is a comma-separated list. */
function componentsOf(value: unknown, wrong: Wrong): readonly string[] {
  if (typeof value === 'string') return namesIn(value);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value].filter((one) => one != null);
  if (list.every((name): name is string => typeof name === 'string' && name !== '')) return list;
  throw wrong(['components'], 'components must be a list of names');
}
