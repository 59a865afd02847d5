import type { Client } from '@temporalio/client';
import { read } from '../../../histories/history.ts';
import type { ReleaseResult } from '../../../domain/messages/runs.ts';
import { botUserId } from '../../../start/embedded-slack.ts';
import type { ApiCompany } from '../../support/api.ts';
import { general, people, shipping } from '../../support/company.ts';
import { query } from '../../support/database.ts';
import { partsOf } from '../../support/transcript.ts';
import { runsOf } from '../chaos/histories.ts';
import type { Run } from '../chaos/histories.ts';

/** A row of the log, as stored in the table. */
export interface Row {
  readonly release_key: string;
  readonly n: number;
  readonly ticket: string;
  readonly type: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly command_id: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A message of the bot. */
export interface Post {
  /** `shipping`, `general`, or the recipient of a direct message. */
  readonly place: string;
  /** The `ts` of the thread's first message; null: not in a thread. */
  readonly thread: string | null;
  readonly text: string;
}

/** What a release returned when it closed. */
export interface Life {
  readonly ticket: string;
  readonly history: readonly { readonly n: number; readonly at: string; readonly type: string }[];
}

/** The evidence of what happened: from Temporal, the log and Slack directly, without the program. */
export interface Witnesses {
  readonly releases: readonly Run[];
  readonly locks: readonly Run[];
  readonly lives: readonly Life[];
  readonly rows: readonly Row[];
  readonly posts: readonly Post[];
}

export async function witnessesOf({ company, database }: ApiCompany): Promise<Witnesses> {
  const { client } = company.temporal;
  const releases = await runsOf(client, 'release');
  return {
    releases,
    locks: await runsOf(client, 'lock'),
    lives: releases.flatMap(lifeOf),
    rows: await query<Row>(database, `select * from events where about = 'release' order by release_key, n`),
    posts: await postsIn(company.slack),
  };
}

/** Empty for a run that continued as new, that dropped late commands, or that never got the request it was started for. */
function lifeOf({ events }: Run): readonly Life[] {
  const completed = events.at(-1)?.workflowExecutionCompletedEventAttributes;
  const { status } = (read(completed?.result?.payloads?.[0]) ?? {}) as Partial<ReleaseResult>;
  return status === undefined || status.history.length === 0 ? [] : [status];
}

async function postsIn(slack: ApiCompany['company']['slack']): Promise<readonly Post[]> {
  const direct = people.map(async (user) => [user, await slack.dm(user)] as const);
  const places = [['general', general], ['shipping', shipping], ...(await Promise.all(direct))] as const;
  const read = async ([place, channel]: (typeof places)[number]) =>
    (await slack.messages(channel))
      .filter(({ user }) => user === botUserId)
      .flatMap((message) =>
        partsOf(message).map((text): Post => ({ place, thread: message.thread_ts ?? null, text })),
      );
  return (await Promise.all(places.map(read))).flat();
}

/**
 * How many workflows have something to do. Leaves out those that run forever, and `trouble`, which remembers for a day what
 * admins were told.
 */
export async function underWayIn(client: Client): Promise<number> {
  const types = `WorkflowType NOT IN ('lock', 'configuration', 'trouble')`;
  return (await client.workflow.count(`ExecutionStatus = 'Running' AND ${types}`)).count;
}
