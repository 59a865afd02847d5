/** The newest events for a word or a component are the same, whichever way the database finds them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import type { EventFilter } from '../../log/release-log.ts';
import { query, testDatabase } from '../support/database.ts';

const minute = 60_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const total = 30_000;
const limit = 20;

/** Which events have each word, as SQL over their number. Three at a time share a minute. */
const spread = {
  often: 'number % 3 = 0',
  scattered: 'number % 1500 = 0',
  lately: `number > ${total - 10}`,
  longago: 'number < 5000 and number % 2 = 0',
  once: 'number = 7',
  never: 'false',
};
const words = Object.keys(spread) as readonly (keyof typeof spread)[];

let url: string;
let log: ReleaseLog;

beforeAll(async () => {
  url = await testDatabase();
  log = new ReleaseLog(url, () => undefined);
  await log.database();
  const said = words.map((word) => `case when ${spread[word]} then '${word}' end`).join(', ');
  await query(
    url,
    `insert into events (key, at, about, type, title, components, facts)
     select number, to_timestamp(${start / 1000} + number / 3 * 60), 'lock', case when number % 2 = 0 then 'frozen' else 'unlocked' end,
       concat_ws(' ', ${said}), array_remove(array[${said}], null), '{}' from generate_series(1, ${total}) as number;
     analyze events`,
  );
});
afterAll(() => log.close());

it.each(words)('of %s', async (word) => {
  const wanted: readonly (readonly [EventFilter, string])[] = [
    [{}, 'true'],
    [{ types: ['frozen'] }, 'number % 2 = 0'],
    [{ until: start + 1000 * minute }, 'number / 3 <= 1000'],
    [{ since: start + 9000 * minute }, 'number / 3 >= 9000'],
  ];
  for (const [filter, condition] of wanted) {
    const expected = await query(
      url,
      `select key from events, lateral (select key::integer as number) as made
       where (${spread[word]}) and ${condition} order by at desc, seq desc limit ${limit}`,
    );
    for (const named of [{ words: word }, { component: word }, { words: word, component: word }]) {
      const found = await log.events({ ...filter, ...named }, limit);
      expect(found.map(({ key }) => ({ key }))).toEqual(expected);
    }
  }
});
