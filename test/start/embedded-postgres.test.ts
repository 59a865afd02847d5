import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { expect, it } from 'vitest';
import { incidentRow } from '../../domain/log/incident.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { startDatabaseServer } from '../support/database-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('runs in a folder that nobody else may enter, after a start that was interrupted, and finds its data again', async () => {
  const home = join(await temporaryFolder(), 'closed', 'home');
  await mkdir(join(home, 'data.new'), { recursive: true, mode: 0o700 });
  await writeFile(join(home, 'data.new', 'PG_VERSION'), '18');
  for (const incidents of [0, 1]) {
    const { child, env } = await startDatabaseServer(await freePort(), home);
    const log = new ReleaseLog(env.DATABASE_URL, () => undefined);
    expect(await log.events({}, 10)).toHaveLength(incidents);
    await log.record([incident]);
    await log.close();
    await child.stop();
  }
}, 300_000);

const incident = incidentRow(
  { at: Date.parse('2026-03-02T10:00:00Z'), text: 'checkout is slow', components: [] },
  { actor: 'U_ANN', commandId: '1', channel: null, saidAt: null, via: 'slack' },
);
