import { z } from 'zod';
import type { CommandSignal, LockCommandSignal } from '../command/commands.ts';
import type { RequestOptions } from '../command/command.ts';
import type { Claim } from './claim.ts';
import { readPipeline } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { isTicketKey } from '../command/ticket-key.ts';
import { looksLikeActor } from '../service.ts';
import { longestSilence } from './runner.ts';
import type { GivenRunner } from './runner.ts';
import { longestReleaseText, mostTickets } from '../release/subject.ts';
import { latestInstant } from '../iso.ts';
import { commandBytes, fits, longestName, longestText } from './bounds.ts';

/** What a door sends with each of them; everything but `actor` may be left out. */
export interface CommandPayload {
  /** A Slack user ID, or `service:NAME`. */
  readonly actor: string;
  /** Names this very command: the second delivery of one is dropped. */
  readonly commandId?: string;
  readonly reason?: string;
  /** With `handover`: the Slack user ID of who takes over. With `unfreeze`: whose freezes are lifted. */
  readonly user?: string;
  /** With `freeze`: when it ends, ISO 8601. */
  readonly until?: string;
  /** The door that it came through: `slack`, `terminal`, `api`, … */
  readonly via?: string;
  /** The run of a pipeline that says it. A part that is malformed is not there; the command stays. */
  readonly pipeline?: Omit<Pipeline, 'token'>;
  /** The Slack channel in which it was said, and when, epoch ms with microseconds as fractions. */
  readonly channel?: string;
  readonly saidAt?: number;
  /** Where the answer goes: `CHANNEL`, `CHANNEL:THREAD_TS`, or `CHANNEL:ephemeral`. Without it: a direct message to `actor`. */
  readonly replyTo?: string;
  /** With `freeze` and `unfreeze` of everything: only the coordinator that is told `first` speaks of it, whichever that is. */
  readonly all?: 'first' | 'other';
  /** Whoever gives it sees what comes of it: only a refusal is answered. */
  readonly quietly?: boolean;
  /** To a release, by an update: the answer also tells how it stands then. */
  readonly withRelease?: boolean;
  /** With `accept`: what was shown, by the number of the checks that found it; it refuses where they find something else now. */
  readonly finding?: number;
  /** The key of the release that is meant: a later one of the same ticket refuses. */
  readonly release?: string;
  /** With `request` only: the keys of all its tickets, the first that of the release; none for a page or a text. Absent: that of the release. */
  readonly tickets?: readonly string[];
  /** What is not said now stays as it was said before. */
  readonly keeping?: boolean;
  /** What is released, in words. Without tickets and text it is the page of `wikiLink`. */
  readonly text?: string;
  readonly wikiLink?: string;
  readonly noNeedAdmin?: boolean;
  readonly hotfix?: boolean;
  readonly components?: readonly string[];
  /** With `depStart`: the program that deploys, and gives signs of life from now on. With `depFinish` and `depRollback`: that it is still the one. */
  readonly runner?: GivenRunner;
  /** By an update only, from the API: the caller may do more than `actor` may. */
  readonly claim?: Claim;
}

const claim = z.object({ token: z.uuid(), at: z.number(), proof: z.string().max(100) }).nullish();

const runner = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{8,100}$/),
  /** In seconds. */
  deadAfter: z.int().min(2).max(longestSilence).default(longestSilence),
});

/** Absent, null and blank are the same: not there. */
const text = z
  .string()
  .max(longestText)
  .nullish()
  .transform((value) => value?.trim() || null);

/** The same of what names something. */
const name = z
  .string()
  .max(longestName)
  .nullish()
  .transform((value) => value?.trim() || null);

const personOrService = z.string().refine(looksLikeActor);

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const instant = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : Date.parse(value)));

/** As many and as long as a text of that length can name: what nobody knows is told to the requester by the checks. */
const names = z
  .array(z.string().min(1).max(longestText).toLowerCase())
  .min(1)
  .max(longestText / 2)
  .nullish();

/** What a payload has to be, and what is made of it. It never takes less: what is not taken any more, or only from now on, is a matter of `taken-today.ts`. */
const wellFormed = z.object({
  actor: personOrService,
  commandId: name,
  reason: text,
  user: personOrService.nullish().transform((value) => value ?? null),
  until: instant,
  via: name,
  pipeline: z.unknown().optional().transform(readPipeline),
  channel: name,
  saidAt: z
    .number()
    .nonnegative()
    .max(latestInstant)
    .nullish()
    .transform((value) => value ?? null),
  replyTo: name,
  release: name,
  all: z
    .enum(['first', 'other'])
    .nullish()
    .transform((value) => value ?? null),
  keeping: flag,
  quietly: flag,
  // Version 1.0 took a command whatever stood here.
  withRelease: flag.catch(false),
  finding: z
    .number()
    .nullish()
    .transform((value) => value ?? null),
  tickets: z
    .array(z.string().toUpperCase().refine(isTicketKey))
    .max(mostTickets)
    .nullish()
    .transform((value) => (value ? [...new Set(value)] : null)),
  text: text.refine((value) => value === null || value.length <= longestReleaseText),
  wikiLink: text,
  noNeedAdmin: flag,
  hotfix: flag,
  components: names.transform((value) => (value ? [...new Set(value)] : null)),
  runner: runner.nullish().transform((value) => value ?? null),
  claim: claim.transform((value) => value ?? null),
} satisfies Record<keyof CommandPayload, z.ZodType>);

/** What each part of a payload has to be, for doors that describe what they take. A function, for what workflows export is frozen. */
export const payloadShape = () => wellFormed.shape;

/** The same of the program that deploys. */
export const runnerShape = () => runner;

/** A payload that was found to be well formed; `until` is in epoch ms, and what is not there is null. */
export type PersonsCommand<S extends string> = Readonly<
  Omit<z.infer<typeof wellFormed>, keyof RequestOptions> & { signal: S; options: RequestOptions }
>;
export type ReleaseCommand = PersonsCommand<CommandSignal>;
export type LockCommand = PersonsCommand<LockCommandSignal>;

/** Reads what came with a signal; null if it is malformed in any part, for then nobody can know what was meant. A signal claims nothing. */
export function readCommand<S extends string>(signal: S, payload: unknown): PersonsCommand<S> | null {
  const command = read(signal, payload);
  return command === null ? null : { ...command, claim: null };
}

function read<S extends string>(signal: S, payload: unknown): PersonsCommand<S> | null {
  const { data } = fits(payload, commandBytes) ? wellFormed.safeParse(payload) : {};
  if (data === undefined) return null;
  const { wikiLink, noNeedAdmin, hotfix, components, ...command } = data;
  return { ...command, signal, options: { wikiLink, noNeedAdmin, hotfix, components } };
}

/** Reads a command that names its signal itself; null if it is malformed. */
export function readCommandRequest<S extends string>(
  signals: readonly S[],
  request: unknown,
): PersonsCommand<S> | null {
  if (typeof request !== 'object' || request === null || !('signal' in request)) return null;
  const signal = signals.find((known) => known === request.signal);
  return signal === undefined ? null : read(signal, request);
}
