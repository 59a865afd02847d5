import { z } from 'zod';
import type { CommandSignal, LockCommandSignal } from '../command/commands.ts';
import type { RequestOptions } from '../command/command.ts';
import type { TokenClaim } from './token-claim.ts';
import { readPipeline } from './pipeline.ts';
import type { Pipeline } from './pipeline.ts';
import { isTicketKey } from '../command/ticket-key.ts';
import { looksLikeActor } from '../service.ts';
import { longestSilence } from './runner.ts';
import type { GivenRunner } from './runner.ts';
import { longestReleaseText, mostTickets } from '../release/subject.ts';
import { latestInstant } from '../iso.ts';
import { commandBytes, fits, longestName, longestText } from './bounds.ts';

/** The payload of a command, as a door sends it. Everything but `actor` is optional. */
export interface CommandPayload {
  /** A Slack user ID, or `service:NAME`. */
  readonly actor: string;
  /** The ID of this command. A second delivery with the same ID is dropped. */
  readonly commandId?: string;
  readonly reason?: string;
  /** With `handover`: the Slack user ID of the person who takes over. With `unfreeze`: the person whose freezes are lifted. */
  readonly user?: string;
  /** With `freeze`: when it ends, ISO 8601. */
  readonly until?: string;
  /** The door: `slack`, `terminal`, `api`, … */
  readonly via?: string;
  /** The pipeline run that gives the command. Malformed parts are ignored. */
  readonly pipeline?: Omit<Pipeline, 'token'>;
  /** The Slack channel where it was said, and when, in epoch ms with microseconds as fractions. */
  readonly channel?: string;
  readonly saidAt?: number;
  /** Where the answer goes: `CHANNEL`, `CHANNEL:THREAD_TS`, or `CHANNEL:ephemeral`. Without it: a direct message to `actor`. */
  readonly replyTo?: string;
  /** With `freeze` and `unfreeze` of everything: only the coordinator that gets `first` answers and announces it. */
  readonly all?: 'first' | 'other';
  /** The sender sees the effect anyway: only a refusal is answered. */
  readonly quietly?: boolean;
  /** For an update of a release: the answer includes the state of the release. */
  readonly withRelease?: boolean;
  /** With `accept`: the number of the checks whose result was shown. Refused if newer checks found something else. */
  readonly finding?: number;
  /** The permanent key of the release that is meant: a later release of the same ticket refuses the command. */
  readonly release?: string;
  /**
   * With `request` only: the keys of all tickets, the first being the release's own; empty for a page or a text. Absent: only the release's
   * own.
   */
  readonly tickets?: readonly string[];
  /** Options that are left out keep their earlier values. */
  readonly keeping?: boolean;
  /** What is released, in words. Without tickets and text, the page at `wikiLink` is released. */
  readonly text?: string;
  readonly wikiLink?: string;
  readonly noNeedAdmin?: boolean;
  readonly hotfix?: boolean;
  readonly components?: readonly string[];
  /**
   * With `depStart`: the deploying program, which sends heartbeats from now on. With `depFinish` and `depRollback`: the program that must
   * still be in charge.
   */
  readonly runner?: GivenRunner;
  /** Only in updates from the API: the caller may do more than `actor` may. */
  readonly claim?: TokenClaim;
}

const claim = z.object({ token: z.uuid(), at: z.number(), proof: z.string().max(100) }).nullish();

const runner = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{8,100}$/),
  /** In seconds. */
  deadAfter: z.int().min(2).max(longestSilence).default(longestSilence),
});

/** Absent, null and blank all become null. */
const text = z
  .string()
  .max(longestText)
  .nullish()
  .transform((value) => value?.trim() || null);

/** Like `text`, for names and IDs. */
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

/** Bounded by what a text of the longest length can name. The checks report unknown names to the requester. */
const names = z
  .array(z.string().min(1).max(longestText).toLowerCase())
  .min(1)
  .max(longestText / 2)
  .nullish();

/**
 * The schema of a payload. It must never get stricter, since histories are replayed through it. `taken-today.ts` says what is refused, or
 * accepted, from now on.
 */
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
  // Version 1.0 accepted a command whatever was here.
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

/** The schemas of the parts of a payload, for doors that document their input. A function, because exports of workflow code are frozen. */
export const payloadShape = () => wellFormed.shape;

/** The schema of the deploying program. */
export const runnerShape = () => runner;

/** A valid payload. `until` is in epoch ms; what is absent is null. */
export type PersonsCommand<S extends string> = Readonly<
  Omit<z.infer<typeof wellFormed>, keyof RequestOptions> & { signal: S; options: RequestOptions }
>;
export type ReleaseCommand = PersonsCommand<CommandSignal>;
export type LockCommand = PersonsCommand<LockCommandSignal>;

/**
 * Parses the payload of a signal; null if any part is malformed, since what was meant is unknown then. Drops the claim: only updates may
 * carry one.
 */
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

/** Parses a command that contains the name of its signal; null if it is malformed. */
export function readCommandRequest<S extends string>(
  signals: readonly S[],
  request: unknown,
): PersonsCommand<S> | null {
  if (typeof request !== 'object' || request === null || !('signal' in request)) return null;
  const signal = signals.find((known) => known === request.signal);
  return signal === undefined ? null : read(signal, request);
}
