import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePort } from '../support/free-port.ts';
import { servePhp } from './php.ts';
import { unpacked } from './unpacked.ts';

/** A separate DokuWiki, in which only the user `bot` may read the namespace `secret`. */
export interface Dokuwiki {
  readonly url: string;
  /** `id`: in the form `ns:page`. */
  readonly edit: (id: string, text: string) => Promise<void>;
}

export const bot = { user: 'bot', password: 'a-long-password' };

/** `settings`: additional lines of its `local.php`. Closed with the test file. */
export async function startDokuwiki(settings: string): Promise<Dokuwiki> {
  const root = await unpacked('dokuwiki');
  const work = await temporaryFolder();
  const site = join(work, 'site');
  const here = async (from: string, to: string) => {
    await rm(join(site, to), { recursive: true, force: true });
    await cp(join(root, from), join(site, to), { recursive: true, verbatimSymlinks: true });
  };
  await here('usr/share/dokuwiki', '.');
  await here('var/lib/dokuwiki/lib/plugins', 'lib/plugins');
  await here('var/lib/dokuwiki/lib/tpl', 'lib/tpl');
  await here('var/lib/dokuwiki/data', 'data');
  await here('etc/dokuwiki', 'conf');
  // Debian keeps its libraries in fixed places.
  for (const file of ['inc/load.php', 'vendor/composer/autoload_static.php']) {
    const text = await readFile(join(site, file), 'utf8');
    await writeFile(join(site, file), text.replaceAll("'/usr/share/php", `'${root}/usr/share/php`));
  }
  const conf = async (name: string, text: string) => {
    // Some are links to their places in Debian.
    await rm(join(site, 'conf', name), { force: true });
    await writeFile(join(site, 'conf', name), text);
  };
  await writeFile(join(site, 'inc/preload.php'), `<?php define('DOKU_CONF', '${site}/conf/');\n`);
  const plain = "$conf['savedir'] = './data'; $conf['useacl'] = 1; $conf['superuser'] = '@admin';";
  await conf('local.php', `<?php ${plain}\n${settings}\n`);
  await conf('acl.auth.php', '*\t@ALL\t1\nsecret:*\t@ALL\t0\nsecret:*\t@user\t1\n');
  const hash = createHash('md5').update(bot.password).digest('hex');
  await conf('users.auth.php', `${bot.user}:${hash}:Bot:bot@example.com:user\n`);
  const port = await freePort();
  await servePhp({
    ...{ folder: site, work, port },
    // Rewrites addresses as DokuWiki's manual tells web servers to.
    router: `$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($path === '/' || is_file("${site}$path") || str_starts_with($path, '/doku.php')) return false;
$_GET['id'] = $_REQUEST['id'] = substr($path, 1);
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/doku.php'; $_SERVER['SCRIPT_FILENAME'] = '${site}/doku.php';
chdir('${site}'); require 'doku.php';`,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async edit(id, text) {
      const file = join(site, 'data/pages', `${id.split(':').map(encodeURIComponent).join('/')}.txt`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
  };
}
