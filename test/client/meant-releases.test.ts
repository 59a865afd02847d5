import { expect, it } from 'vitest';
import { atTheirTurn } from '../../client/meant-releases.ts';
import type { ListedRelease } from '../../domain/messages/memo.ts';
import { onProduction, openStages } from '../../domain/release/stage.ts';

it('where there is no lock, whatever may go to production or is there is meant', async () => {
  const open = openStages.map((stage) => ({ ticket: stage, stage }) as unknown as ListedRelease);
  const releases = { locks: () => Promise.resolve([]), open: () => Promise.resolve(open) };
  expect(await atTheirTurn(['site'], releases, { components: {} })).toEqual(['ready', ...onProduction]);
});
