/** The answers of the API. Instants are ISO 8601 in UTC; a missing value is null; lists are never null. */
import { z } from '@hono/zod-openapi';
import { scopes } from '../domain/command/scope.ts';
import { stages } from '../domain/release/stage.ts';

const text = z.string();
const texts = z.array(text);
const maybe = text.nullable();
const instant = z.iso.datetime();
const stage = z.enum(stages);
const mode = z.enum(['exclusive', 'shared']);
const priority = z.enum(['normal', 'hotfix']);

const claimedLock = z.object({
  component: text,
  mode,
  state: z.enum(['waiting', 'held', 'lost']),
  token: z.number().nullable(),
});

const freeze = z.object({
  ...{ reason: text, by: text, until: instant.nullable() },
  /** Only there for a freeze from a calendar. */
  event: z.object({ calendar: text, organizer: maybe, url: maybe }).optional(),
});

const frozen = freeze.extend({ component: text });

const item = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), key: text }),
  z.object({ kind: z.literal('page'), url: text }),
  z.object({ kind: z.literal('text'), text }),
]);

/** What the requester has to fix. */
const problems = z.object({
  ...{ missingSigns: texts, unknownComponents: texts, leftOut: texts, noComponent: z.boolean() },
  /** For several tickets: which ticket lacks which signs. */
  missingOf: z.array(z.object({ ticket: text, signs: texts })).optional(),
});

const found = z.object({
  ...{ check: text, at: instant, value: z.number(), limit: z.number(), named: texts },
  /** Only there if there have been further findings since. */
  since: instant.optional(),
});

/** What the charts of a release show. */
const watch = z.object({
  checks: z.number(),
  bad: z.array(found.extend({ notOurs: maybe })),
  badBefore: z.array(found),
  /** The checks that cannot be evaluated. */
  blind: z.array(z.object({ check: text, since: instant, why: text, detail: maybe })),
  until: instant.nullable(),
  ended: z.enum(['passed', 'over', 'left']).nullable(),
});

export const releaseSchema = z
  .object({
    ticket: text,
    tickets: texts,
    title: maybe,
    url: maybe,
    stage,
    requester: maybe,
    components: texts,
    leftOut: texts,
    locks: z.array(claimedLock),
    admin: z.object({ needed: z.boolean(), user: maybe }),
    acceptedBy: texts,
    cannotVote: texts,
    approvals: z.array(z.object({ component: text, needed: z.number(), given: z.number() })),
    finding: z.number(),
    priority,
    waitingFor: maybe,
    frozen: frozen.nullable(),
    since: instant,
    asked: z.object({ items: z.array(item), wikiLink: maybe }),
    problems: problems.nullish(),
    history: z.array(z.object({ n: z.number(), at: instant, type: text, actor: maybe })),
    watch: watch.nullable(),
    /** `brokenOff`: Temporal closed the workflow before the release ended. */
    workflow: z.enum(['open', 'ended', 'brokenOff']),
  })
  .openapi('Release');

export const waitedSchema = releaseSchema.extend({ reached: z.boolean() }).openapi('WaitedFor');

export const listedSchema = z
  .object({
    ...{ ticket: text, tickets: texts, title: maybe, url: maybe, stage, requester: maybe, admin: maybe },
    ...{ components: texts, locks: z.array(claimedLock), since: instant },
  })
  .openapi('ListedRelease');

export const releasesSchema = z
  .object({ releases: z.array(listedSchema), cursor: maybe })
  .openapi('Releases');

const holder = z.object({
  releaseId: text,
  ticket: text,
  mode,
  token: z.number(),
  since: instant,
  started: z.boolean(),
  /** Only there if the release ended on production without reporting it. */
  orphan: z.literal(true).optional(),
});

export const lockSchema = z
  .object({
    component: text,
    holders: z.array(holder),
    queue: z.array(
      z.object({ releaseId: text, ticket: text, mode, priority, position: z.number(), since: instant }),
    ),
    freezes: z.array(freeze),
  })
  .openapi('Lock');

export const locksSchema = z.object({ locks: z.array(lockSchema), silent: texts }).openapi('Locks');

export const verifiedSchema = z.object({ valid: z.boolean(), holder: holder.nullable() }).openapi('Verified');

export const releaseDoneSchema = z
  .object({
    done: z.literal(true),
    ticket: text,
    stage,
    /** After a start: the fencing token of each lock. */
    tokens: z.record(text, z.number()).optional(),
  })
  .openapi('ReleaseCommandDone');

export const heartbeatSchema = z.object({ ticket: text, alive: z.literal(true) }).openapi('Heartbeat');

export const lockDoneSchema = z
  .object({
    done: z.literal(true),
    components: z.union([z.literal('all'), texts]),
    /** Only there after `unfreeze`: the freezes that it did not lift. */
    stays: z.array(frozen).optional(),
    /** Only there if some of several locks refused or were unreachable; nothing was changed there. */
    refused: z.array(z.object({ component: text, code: text, facts: z.looseObject({}) })).optional(),
  })
  .openapi('LockCommandDone');

const pipeline = z.object({ token: maybe, repository: maybe, run: maybe, sha: maybe, url: maybe });

const event = z.object({
  ...{ seq: z.number(), key: text, at: instant, about: text, type: text, releaseKey: maybe },
  ...{ n: z.number().nullable(), ticket: maybe, tickets: texts, title: maybe, url: maybe, wikiLink: maybe },
  ...{ requester: maybe, actor: maybe, via: maybe, commandId: maybe, channel: maybe },
  pipeline: pipeline.nullable(),
  ...{ saidAt: instant.nullable(), components: texts, component: maybe, token: z.number().nullable() },
  facts: z.looseObject({}),
});

export const logSchema = z.object({ events: z.array(event), cursor: maybe }).openapi('Log');

const suspect = z.object({
  release: z.looseObject({ releaseKey: text, ticket: text, tickets: texts, components: texts, stage }),
  /** The page that compares it with the release before. */
  compare: maybe,
  reasons: z.array(z.looseObject({ code: text })),
});

export const blameSchema = z
  .object({ at: instant, component: maybe, suspects: z.array(suspect), more: z.number() })
  .openapi('Blame');

export const statsSchema = z
  .looseObject({ component: maybe, since: instant, until: instant, incidents: z.number() })
  .openapi('Stats');

export const incidentSchema = z.object({ at: instant, text, components: texts }).openapi('Incident');

export const heardSchema = z
  .object({
    ignored: z.literal(true).optional(),
    accepted: z.literal(true).optional(),
    alerts: z.number().optional(),
    /** The number of further alerts that could not be read. */
    unreadable: z.number().optional(),
    /** The tickets whose releases are checked again. */
    tickets: texts.optional(),
    done: z.literal(true).optional(),
    ticket: text.optional(),
    stage: stage.optional(),
    tokens: z.record(text, z.number()).optional(),
  })
  .openapi('Heard');

export const checkSchema = z
  .looseObject({
    outcome: z.literal('checked'),
    missingSigns: texts,
    /** The rules of the configuration by which each sign was checked; `preset`: those of the tracker. */
    checkedBy: z.record(text, z.array(z.object({ path: text, preset: z.boolean() }))),
  })
  .openapi('Check');

export const exchangedSchema = z
  .object({
    ...{
      token: text,
      name: text,
      actor: text,
      scopes: z.array(z.enum(scopes)),
      components: texts.nullable(),
    },
    expiresAt: instant,
  })
  .openapi('ShortToken');

export const commandAnswerSchema = z
  .object({ command: text, answer: z.looseObject({}), text })
  .openapi('CommandAnswer');

export const problemSchema = z
  .object({
    ...{ type: text, title: text, status: z.number(), code: text, detail: text },
    facts: z.looseObject({}),
  })
  .openapi('Problem');
