/** The commands in the docs for backing up and restoring, followed line by line. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../start/project.ts';

const page = readFileSync(join(projectRoot, 'docs', 'operating.md'), 'utf8');
const blocks = [...page.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, text = '']) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/ +# .*$/, '')),
);

/** The one block of commands in which this stands. */
export function stepsWith(words: string): readonly string[] {
  const [found, ...more] = blocks.filter((lines) => lines.some((line) => line.includes(words)));
  if (found === undefined || more.length > 0) throw new Error(`Not one block of commands has "${words}"`);
  return found;
}

/** What Compose does there; a service by its name. */
export interface Services {
  readonly start: (name: string) => Promise<unknown>;
  readonly stop: (name: string) => Promise<unknown>;
  readonly dobrobot: (words: readonly string[]) => Promise<unknown>;
}

/** `env`: by which the clients of PostgreSQL that run in a container there find their server here; files are in `folder`. */
export async function follow(
  steps: readonly string[],
  services: Services,
  { env, folder }: { readonly env: NodeJS.ProcessEnv; readonly folder: string },
): Promise<void> {
  for (const step of steps) {
    const [, verb, names = ''] = /^docker compose (start|stop|up -d(?: --wait)?) (.+)$/.exec(step) ?? [];
    const [, words] = /^docker compose exec worker node cli\/dobrobot\.mjs (.+)$/.exec(step) ?? [];
    if (verb !== undefined) {
      for (const name of names.split(' ')) await services[verb === 'stop' ? 'stop' : 'start'](name);
    } else if (words !== undefined) await services.dobrobot(words.split(' '));
    else await promisify(execFile)('sh', ['-euc', `${inContainer}\n${step}`], { env, cwd: folder });
  }
}

/** `docker compose exec -T SERVICE COMMAND…` is COMMAND here; anything else fails. */
const inContainer = 'docker() { [ "$1 $2 $3" = "compose exec -T" ] || exit 64; shift 4; "$@"; }';
