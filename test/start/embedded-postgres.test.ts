import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { expect, it } from 'vitest';
import { ReleaseLog } from '../../log/release-log.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('runs in a folder that nobody else may enter, after a start that was interrupted, and finds its data again', async () => {
  const home = join(await temporaryFolder(), 'closed', 'home');
  await mkdir(join(home, 'data.new'), { recursive: true, mode: 0o700 });
  await writeFile(join(home, 'data.new', 'PG_VERSION'), '18');
  for (const incidents of [0, 1]) {
    const { child, env } = await startDatabaseServer(await getPort(), home);
    const log = new ReleaseLog(env.DATABASE_URL, () => undefined);
    expect(await log.events({}, 10)).toHaveLength(incidents);
    await log.record([incident]);
    await log.close();
    await child.stop();
  }
}, 60_000);

const incident = {
  key: 'incident:1',
  at: Date.parse('2026-03-02T10:00:00Z'),
  about: 'incident',
  type: 'incident',
  releaseKey: null,
  n: null,
  ticket: null,
  title: null,
  url: null,
  wikiLink: null,
  requester: null,
  actor: 'U_ANN',
  via: 'slack',
  components: [],
  component: null,
  token: null,
  facts: { reason: 'checkout is slow' },
} as const;
