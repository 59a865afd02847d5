/** What workflows may be started with: anybody can start one by hand, in Temporal's Web UI. */
import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { z } from 'zod';
import { isTicketKey } from '../domain/command/ticket-key.ts';
import { latestInstant } from '../domain/iso.ts';
import { longestName } from '../domain/messages/bounds.ts';
import { digestKinds } from '../domain/messages/due-digest.ts';
import { readTicketNews } from '../domain/messages/write-back.ts';
import { stages } from '../domain/release/stage.ts';
import { isActor } from '../domain/service.ts';
import type * as workflows from './index.ts';

type WorkflowName = Exclude<keyof typeof workflows, 'default'>;

const name = z.string().min(1).max(longestName);
const instant = z.number().nonnegative().max(latestInstant);
const kept = z.looseObject({});
const sender = z.looseObject({
  actor: name,
  via: name.nullable(),
  commandId: name,
  channel: name.nullable(),
  saidAt: instant.nullable(),
  replyTo: name.nullable(),
});
const subject = z.looseObject({
  id: name,
  items: z.array(z.looseObject({ kind: z.enum(['ticket', 'page', 'text']) })),
});
const person = z.string().refine(isActor);
const row = z.looseObject({ key: name, type: name, ticket: name.nullable(), at: instant });

/** Discards the input and begins with nothing: state comes only from an earlier run, whose input is not checked here. */
const nothing = z.unknown().transform(() => undefined);

/** What a run has not delivered yet and leaves to the next one. */
const untold = {
  notices: z.array(kept),
  left: z.looseObject({ notices: z.array(kept), backlogs: z.array(kept) }),
  rows: z.array(kept),
  answered: z.array(kept),
};
const all = z.array(kept);

/**
 * What one run of a release hands to the next. `dobrobot rebuild` and rehearsals of upgrades start with it. Its form is checked, not its
 * truth.
 */
const handedRelease = z.looseObject({
  ...untold,
  state: z.looseObject({
    stage: z.enum(stages),
    key: name,
    requester: name,
    subject,
    options: kept,
    rules: kept,
    checks: kept,
    events: z.array(z.looseObject({ n: z.number(), at: instant, type: name })),
    locks: z.array(z.looseObject({ component: name })),
    pendingOrders: z.array(z.looseObject({ component: name, type: name })),
  }),
  commands: all,
  asks: all,
});

/** The same for a lock. */
const handedLock = z.looseObject({
  ...untold,
  lock: z.looseObject({
    component: name,
    lastToken: z.number(),
    ...{ holders: all, queue: all, freezes: all, windows: all },
    unlocked: z.array(z.string()),
    settings: kept,
  }),
  messages: all,
});

/** The argument of each workflow type, as far as its code and activities rely on it without a check. */
const inputs: Readonly<Record<WorkflowName, z.ZodType>> = {
  release: z.union([handedRelease, nothing]),
  lock: z.union([handedLock, nothing]),
  releaseCounter: nothing,
  configuration: z.union([
    z.looseObject({ running: kept.nullable(), places: all, introduced: all }),
    nothing,
  ]),
  welcome: nothing,
  releaseAlias: z.object({ of: name, release: name }),
  lastWords: z.looseObject({
    notices: z.array(z.looseObject({ kind: name, id: name })),
    left: z.object({ notices: z.array(z.looseObject({ id: name })), backlogs: z.array(kept) }),
    asks: z.array(z.looseObject({ users: z.array(z.string()) })),
  }),
  question: sender.extend({ question: z.looseObject({ type: name }) }),
  offers: z.array(sender.extend({ text: z.string() })),
  preview: z.looseObject({ subject, options: kept, withinMs: z.number().min(1).max(600_000).optional() }),
  home: person,
  asker: person,
  delivery: z.looseObject({ destination: name, row, startedAt: instant }),
  writeBack: z.unknown().refine((news) => readTicketNews(news) !== null),
  trouble: z.looseObject({ type: name }),
  digest: z.enum(digestKinds),
  unfurl: z.looseObject({ channel: name, ts: name, links: z.array(kept) }),
  watch: z.looseObject({
    card: z.looseObject({ key: name, ticket: name, components: z.array(name) }),
    startedAt: instant,
    plan: z.looseObject({
      ...{ forMs: z.number().positive(), everyMs: z.number().min(1000), holdLock: z.boolean() },
      checks: z.array(z.looseObject({ id: name, check: z.looseObject({ kind: name, times: z.number() }) })),
    }),
  }),
  alerts: z.looseObject({ hook: name, actor: person, storm: z.undefined().optional() }),
  gate: z.looseObject({
    asked: z.looseObject({ hook: name, id: name, callback: z.string(), requestedAt: instant }),
  }),
  ticketChanged: z.looseObject({ hook: name, ticket: z.string().refine(isTicketKey) }),
};

/** About as many events as a run has once its first tasks are done. */
const firstEvents = 10;

/** What has the right form may still be nothing that the code can go on with. Later errors are a defect, whose task is retried until it is mended. */
function failedAtOnce(error: unknown): never {
  const isOfForm = error instanceof TypeError || error instanceof RangeError;
  if (!isOfForm || workflowInfo().historyLength > firstEvents) throw error;
  throw ApplicationFailure.nonRetryable(
    `It cannot go on with what it was given: ${error.message}`,
    'Malformed',
  );
}

const known = (type: string): type is WorkflowName => Object.hasOwn(inputs, type);

/** Fails a workflow that was started with a malformed argument. Otherwise its task would fail and be retried for ever. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      execute(input, next) {
        const { workflowType, continuedFromExecutionRunId } = workflowInfo();
        if (continuedFromExecutionRunId !== undefined || !known(workflowType)) return next(input);
        const [first] = input.args;
        const read = inputs[workflowType].safeParse(first);
        if (!read.success) {
          const message = `${workflowType} cannot be started with what it was given`;
          // An exception thrown here would fail the task, which is retried for ever.
          return Promise.reject(ApplicationFailure.nonRetryable(message, 'Malformed'));
        }
        if (read.data === undefined) return next({ ...input, args: [] });
        return next({ ...input, args: [first] }).catch(failedAtOnce);
      },
    },
  ],
});
