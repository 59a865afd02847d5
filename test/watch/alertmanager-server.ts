import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { stringify } from 'yaml';
import { startChild, untilReady } from '../../start/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { root } from './cache.ts';

const program = join(root, 'usr/bin/prometheus-alertmanager');

/**
 * Starts a real Alertmanager from Debian, which reports to a hook as in docs/hooks.md what fires and what is resolved. Returns
 * its address; closed with the test file.
 */
export async function startAlertmanager(hook: string, secret: string): Promise<string> {
  if (!existsSync(program)) throw new Error('There is no Alertmanager: sh test/watch/install.sh');
  const folder = await temporaryFolder();
  const address = `127.0.0.1:${await freePort()}`;
  const [config, credentials] = [join(folder, 'alertmanager.yml'), join(folder, 'hook_alerts')];
  await writeFile(credentials, `${secret}\n`);
  const webhook = {
    ...{ url: hook, send_resolved: true },
    http_config: { authorization: { credentials_file: credentials } },
  };
  await writeFile(
    config,
    stringify({
      route: { receiver: 'dobrobot', group_wait: '1s', group_interval: '1s' },
      receivers: [{ name: 'dobrobot', webhook_configs: [webhook] }],
    }),
  );
  const child = await startChild({
    ...{ name: 'Alertmanager', command: program, env: process.env },
    args: [
      ...[`--config.file=${config}`, `--storage.path=${folder}`, `--web.listen-address=${address}`],
      // Not in a cluster.
      '--cluster.listen-address=',
    ],
  });
  await untilReady(child, async () => (await fetch(`http://${address}/-/ready`)).ok, 30_000);
  return address;
}
