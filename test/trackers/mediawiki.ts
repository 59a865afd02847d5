import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePort } from '../support/free-port.ts';
import { php, servePhp } from './php.ts';
import { unpacked } from './unpacked.ts';

/** A separate MediaWiki, with SQLite. */
export interface Mediawiki {
  readonly url: string;
  readonly edit: (title: string, text: string) => Promise<void>;
  /** Sets the password of the bot `Admin@dobrobot`. */
  readonly setBotPassword: (password: string) => Promise<void>;
  readonly revokeBotPasswords: () => Promise<void>;
  /** Logs everybody out, as if all logins had expired. */
  readonly forgetLogins: () => Promise<void>;
}

export const botUser = 'Admin@dobrobot';

/** `settings`: additional lines of its `LocalSettings.php`. Closed with the test file. */
export async function startMediawiki(settings: string): Promise<Mediawiki> {
  const folder = join(await unpacked('mediawiki'), 'usr/share/mediawiki');
  const work = await temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const script = (name: string) => join(folder, 'maintenance', name);
  await php([
    script('install.php'),
    ...['--dbtype=sqlite', `--dbpath=${work}`, `--confpath=${work}`, `--server=${url}`, '--scriptpath='],
    ...['--pass=a-long-password', 'Wiki', 'Admin'],
  ]);
  const file = join(work, 'LocalSettings.php');
  await appendFile(
    file,
    `
$wgArticlePath = '/wiki/$1';
$wgCacheDirectory = '${work}/cache';
$wgSessionCacheType = CACHE_DB;
${settings}
`,
  );
  const env = { MW_CONFIG_FILE: file };
  await servePhp({
    ...{ folder, work, port, env },
    router: `if (!str_starts_with($_SERVER['REQUEST_URI'], '/wiki/')) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php'; $_SERVER['PHP_SELF'] = '/index.php'; $_SERVER['SCRIPT_FILENAME'] = '${folder}/index.php';
chdir('${folder}'); require 'index.php';`,
  });
  const change = (database: string, statement: string) =>
    php(['-r', `(new PDO('sqlite:${work}/${database}.sqlite'))->exec('${statement}');`]);
  return {
    url,
    edit: async (title, text) => {
      await php([script('edit.php'), '--summary=test', title], { env, input: text });
    },
    setBotPassword: async (password) => {
      await php([script('createBotPassword.php'), '--appid=dobrobot', '--grants=basic', 'Admin', password], {
        env,
      });
    },
    revokeBotPasswords: async () => {
      await change('my_wiki', 'DELETE FROM bot_passwords');
    },
    forgetLogins: async () => {
      await change('wikicache', 'DELETE FROM objectcache');
    },
  };
}
