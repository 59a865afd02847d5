import type { RequestOptions } from '../command.ts';

/** The signals by which people, doors and pipelines command a release. */
export const commandSignals = [
  'request',
  'recheck',
  'accept',
  'reject',
  'adminHere',
  'depStart',
  'depFinish',
  'depRollback',
  'cancel',
] as const;
export type CommandSignal = (typeof commandSignals)[number];

/** The signals by which people command a coordinator. */
export const lockCommandSignals = ['unlock'] as const;
export type LockCommandSignal = (typeof lockCommandSignals)[number];

/** What a door sends with each of them; everything but `actor` may be left out. */
export interface CommandPayload {
  /** A Slack user ID. */
  readonly actor: string;
  /** Names this very command: the second delivery of one is dropped. */
  readonly commandId?: string;
  readonly reason?: string;
  readonly user?: string;
  readonly until?: string;
  /** By which way it came: `slack`, … */
  readonly via?: string;
  /** Where the answer goes: `CHANNEL`, `CHANNEL:THREAD_TS`, or `CHANNEL:ephemeral`. Without it: a direct message to `actor`. */
  readonly replyTo?: string;
  /** With `request` only. */
  readonly wikiLink?: string;
  readonly noNeedAdmin?: boolean;
  readonly hotfix?: boolean;
  readonly components?: readonly string[];
}

/** A payload that was found to be well formed. */
export interface PersonsCommand<S extends string> {
  readonly signal: S;
  readonly actor: string;
  readonly commandId: string | null;
  readonly reason: string | null;
  readonly via: string | null;
  readonly replyTo: string | null;
  readonly options: RequestOptions;
}

export type ReleaseCommand = PersonsCommand<CommandSignal>;
export type LockCommand = PersonsCommand<LockCommandSignal>;

const userId = /^[UW][A-Z0-9_]+$/;
const longestText = 3000;

type Fields = Readonly<Record<string, unknown>>;

const absent = (value: unknown): boolean => value === undefined || value === null;

/** A text, null if it is not there, undefined if it is something else. */
function text(fields: Fields, name: string): string | null | undefined {
  const value = fields[name];
  if (absent(value)) return null;
  if (typeof value !== 'string' || value.length > longestText) return undefined;
  return value.trim() === '' ? null : value.trim();
}

function flag(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (absent(value)) return false;
  return typeof value === 'boolean' ? value : undefined;
}

function names(fields: Fields, name: string): readonly string[] | null | undefined {
  const value = fields[name];
  if (absent(value)) return null;
  if (!Array.isArray(value) || value.length === 0 || value.length > 100) return undefined;
  if (!value.every((item) => typeof item === 'string' && item.length > 0 && item.length <= 100))
    return undefined;
  return [...new Set((value as string[]).map((item) => item.toLowerCase()))];
}

/** Reads what came with a signal; null if it is malformed in any part, for then nobody can know what was meant. */
export function readCommand<S extends string>(signal: S, payload: unknown): PersonsCommand<S> | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const fields = payload as Fields;
  const actor = fields['actor'];
  if (typeof actor !== 'string' || !userId.test(actor)) return null;
  const commandId = text(fields, 'commandId');
  const reason = text(fields, 'reason');
  const via = text(fields, 'via');
  const replyTo = text(fields, 'replyTo');
  const wikiLink = text(fields, 'wikiLink');
  const noNeedAdmin = flag(fields, 'noNeedAdmin');
  const hotfix = flag(fields, 'hotfix');
  const components = names(fields, 'components');
  if (commandId === undefined || reason === undefined || via === undefined || replyTo === undefined)
    return null;
  if (wikiLink === undefined || noNeedAdmin === undefined || hotfix === undefined || components === undefined)
    return null;
  return {
    signal,
    actor,
    commandId,
    reason,
    via,
    replyTo,
    options: { wikiLink, noNeedAdmin, hotfix, components },
  };
}
