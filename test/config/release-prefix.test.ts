/** A tracker's `keys` must not claim the keys of releases without a ticket. Patterns that take any prefix may match them. */
import { expect, it } from 'vitest';
import { ConfigError } from '../../config/load-settings.ts';
import { loadText } from './load-text.ts';

const load = (keys: string, releases: string) =>
  loadText(`slack: { releaseChannel: releases }
people: { approvers: [U_VERA], admins: [U_ADAM] }
components: { db: {} }
tickets: { tracker: file, file: t.yaml, linkTemplate: "https://t.example.com/{key}", keys: "${keys}" }
releases: ${releases}
`);

it.each([
  ['REL-*', '{ prefix: }', 'releases.prefix', 5],
  ['REL-*', '{ withoutTicket: }', 'tickets.keys', 4],
  ['REL-*', '', 'tickets.keys', 4],
  ['rel-*', '{ prefix: REL }', 'releases.prefix', 5],
  ['REL-[2-9]*', '{}', 'tickets.keys', 4],
  ['REL-???', '{}', 'tickets.keys', 4],
  ['[P-R]*', '{}', 'tickets.keys', 4],
])('keys %s beside releases %s are a mistake at %s, line %d', async (keys, releases, path, line) => {
  const error: unknown = await load(keys, releases).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigError)) throw new Error('it was accepted');
  const message = expect.stringContaining(
    `tickets.keys "${keys}" takes the keys of releases without a ticket`,
  ) as string;
  expect(error.mistakes).toEqual([{ path, line, message }]);
});

const beside = (keys: string): [string, string] => [keys, ''];
it.each([
  ...['*', '*-*', '[A-Z]*', '[A-Z][A-Z0-9]*-*', '[0-9]*', 'acme/*', 'RELEASE-*', 'REL-0*'].map(beside),
  ...Object.entries({
    'REL-*': '{ withoutTicket: false }',
    'rel-*': '{ prefix: DEPL }',
    '????-*': '{ prefix: DEPL }',
  }),
])('keys %s beside releases %s are right', async (keys, releases) => {
  expect((await load(keys, releases)).tickets).toMatchObject([{ keys }]);
});
