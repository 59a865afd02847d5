import { z } from 'zod';
import { ignored } from './hook-event.ts';
import type { HookEvent } from './hook-event.ts';

const jira = z.looseObject({ issue: z.looseObject({ key: z.string() }).nullish() });

/** A Jira event about an issue or one of its comments; null if the body cannot be from Jira. */
export function readJira(body: unknown): HookEvent | null {
  const { data } = jira.safeParse(body);
  if (data === undefined) return null;
  return data.issue == null ? ignored : { type: 'changed', ticket: data.issue.key, texts: [] };
}
