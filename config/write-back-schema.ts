import { z } from 'zod';
import type { WriteBackSettings } from '../domain/trackers.ts';
import { mapping, optional, optionalMapping } from './mapping.ts';
import * as value from './values.ts';

const comment = optional(value.flag, false);
const status = optional(value.words.nullable(), null);
const transitions = optionalMapping({ started: status, finished: status, rolledBack: status }).transform(
  (given): WriteBackSettings['transitions'] =>
    Object.fromEntries(Object.entries(given).filter(([, to]) => to !== null)),
);
const deployments = optional(mapping({ environment: value.words }).nullable(), null);

const nothing: WriteBackSettings = { comment: false, transitions: {}, environment: null };
const switched = <Schema extends z.ZodType<WriteBackSettings>>(schema: Schema, parts: string) =>
  schema
    .refine(
      (given) => given.comment || given.environment !== null || Object.keys(given.transitions).length > 0,
      {
        error: `switches nothing on; it may have ${parts}`,
      },
    )
    .nullish();

/** What can be written into the tickets of a tracker, by what its kind supports. */
export const writeBacks = {
  withComment: switched(
    mapping({ comment }).transform((given) => ({ ...nothing, comment: given.comment })),
    'comment',
  ),
  withStatus: switched(
    mapping({ comment, transitions }).transform((given) => ({
      ...nothing,
      comment: given.comment,
      transitions: given.transitions,
    })),
    'comment, transitions',
  ),
  withDeployments: switched(
    mapping({ comment, deployments }).transform((given) => ({
      ...nothing,
      comment: given.comment,
      environment: given.deployments?.environment ?? null,
    })),
    'comment, deployments',
  ),
  impossible: (what: string) =>
    z.null({ error: `is not possible: nothing can be written into ${what}` }).optional(),
};
