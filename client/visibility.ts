/** Parts of Temporal's list filters, and what its lists show of our workflows. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import type { Configurations } from '../domain/configurations.ts';
import type { Numbers } from '../domain/release/numbers.ts';
import type {
  AliasMemo,
  ConfigurationMemo,
  CounterMemo,
  LockMemo,
  ListedRelease,
  ReleaseMemo,
  WatchMemo,
  searchAttributes,
} from '../domain/messages/memo.ts';
import { releaseAliasWorkflow, releaseWorkflow } from '../domain/messages/workflows.ts';
import { stages } from '../domain/release/stage.ts';
import { iso } from '../domain/iso.ts';

/** A value, quoted for a filter. */
export const filterValue = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const ofType = (...workflowTypes: readonly string[]): string =>
  `WorkflowType IN (${workflowTypes.map(filterValue).join(', ')})`;

export const withId = (workflowId: string): string => `WorkflowId = ${filterValue(workflowId)}`;

export const idBegins = (beginning: string): string => `WorkflowId STARTS_WITH ${filterValue(beginning)}`;

/** Statuses as filters name them, such as `Canceled`. */
export const inStatus = (...statuses: readonly string[]): string =>
  `ExecutionStatus IN (${statuses.map(filterValue).join(', ')})`;

export const notInStatus = (...statuses: readonly string[]): string =>
  `ExecutionStatus NOT IN (${statuses.map(filterValue).join(', ')})`;

export const isRunning = inStatus('Running');

export const onQueue = (taskQueue: string): string => `TaskQueue = ${filterValue(taskQueue)}`;

/** Started by the schedule with this ID. */
export const startedBy = (scheduleId: string): string => `TemporalScheduledById = ${filterValue(scheduleId)}`;

/** A search attribute of the project has one of these values. */
export const attributeIn = (name: keyof typeof searchAttributes, ...values: readonly string[]): string =>
  `${name} IN (${values.map(filterValue).join(', ')})`;

/** Closed after an instant, epoch ms. */
export const closedAfter = (instant: number): string => `CloseTime > ${filterValue(iso(instant))}`;

export const all = (...conditions: readonly string[]): string => conditions.join(' AND ');

export const openReleases = all(ofType(releaseWorkflow), isRunning);

/** A workflow from a list or from `describe`. */
interface Listed {
  readonly memo?: Record<string, unknown> | undefined;
}

const texts = z.array(z.string());
const named = z.array(z.looseObject({ component: z.string() }));
const release = z.looseObject({
  ...{ key: z.string(), ticket: z.string(), requester: z.string() },
  ...{ stage: z.enum(stages), since: z.number() },
  ...{ tickets: texts, components: texts, aliases: texts, lettingGo: texts, cannotVote: texts },
  ...{ locks: named, neededLocks: named, approvals: named },
});
const lock = z.looseObject({
  orphans: z.array(z.looseObject({ releaseKey: z.string() })),
  freezes: z.array(z.looseObject({ by: z.string() })),
  unlocked: texts,
  settingsVersion: z.string(),
});
const alias = z.looseObject({ of: z.string(), release: z.string() });

/** What a memo holds, or null if it has another form: anybody can start a workflow of ours by hand, with any memo. */
const formed = <Shown>(form: z.ZodType, shown: Shown | undefined): Shown | null =>
  shown !== undefined && form.safeParse(shown).success ? shown : null;

/** The memo of a release; null if the run was never requested. */
export const releaseShown = ({ memo }: Listed): ListedRelease | null =>
  formed(release, (memo as Partial<ReleaseMemo> | undefined)?.release);

/** Whether a release was requested. Before its first task, a run that version 1.1 continued has only search attributes. */
export const hasBegun = (listed: Listed & Pick<WorkflowExecutionInfo, 'typedSearchAttributes'>): boolean =>
  releaseShown(listed) !== null ||
  listed.typedSearchAttributes.getAll().some(({ key }) => key.name === 'DobroStage');

/** The memo of a coordinator; null until it knows its lock. */
export const lockShown = ({ memo }: Listed): LockMemo['lock'] | null =>
  formed(lock, (memo as Partial<LockMemo> | undefined)?.lock);

/** The memo of a watch; null if it had no news yet, or does not exist. */
export const watchShown = (described: Listed | null): WatchMemo['watch'] | null =>
  (described?.memo as Partial<WatchMemo> | undefined)?.watch ?? null;

/** The known configurations; null if nothing is known. */
export const configurationsShown = (described: Listed | null): Configurations | null =>
  (described?.memo as Partial<ConfigurationMemo> | undefined)?.configurations ?? null;

/** The memo of a counter; null if it is unknown. */
export const numbersShown = (described: Listed | null): Numbers | null =>
  (described?.memo as Partial<CounterMemo> | undefined)?.counter ?? null;

/** The memo of an alias; null for any other workflow. */
export const aliasShown = ({ type, memo }: Listed & { readonly type: string }): AliasMemo['alias'] | null =>
  type === releaseAliasWorkflow ? formed(alias, (memo as Partial<AliasMemo> | undefined)?.alias) : null;
