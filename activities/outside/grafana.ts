import type { GrafanaSettings, Language } from '../../domain/settings.ts';
import { reasonIn } from '../../texts/log-words.ts';
import { annotation } from '../../texts/outside.ts';
import type { Delivery } from '../../domain/messages/delivery.ts';
import { post } from './post.ts';
import { secretIn } from './secret.ts';

/** Adds an annotation for all dashboards: a start as a point in time, an end as the time on production. */
export async function annotate(
  { row, startedAt }: Delivery,
  { url, tokenEnv }: GrafanaSettings,
  language: Language,
): Promise<void> {
  const { type, at, ticket, tickets, components } = row;
  const time = type === 'started' ? { time: at } : { time: startedAt, timeEnd: at };
  const keys = new Set([...(ticket === null ? [] : [ticket]), ...tickets]);
  const tags = ['dobrobot', type, ...keys, ...components];
  const text = annotation(language, row, reasonIn(row.facts));
  const headers = { authorization: `Bearer ${secretIn(tokenEnv)}` };
  await post(`${url}/api/annotations`, headers, JSON.stringify({ ...time, tags, text }));
}
