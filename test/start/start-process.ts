import { readFile, readdir } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { startChild, type Child } from '../../start/child.ts';
import { without } from '../../start/project.ts';

export interface StartProcess extends Child {
  /** All lines of its output so far, of both streams. */
  readonly lines: readonly string[];
  /** Command lines, by PID, of the processes that it started directly or indirectly, including those left after its end. */
  descendants(): Promise<ReadonlyMap<number, string>>;
}

/** Runs `npm start` without npm, with only `env` in the environment. */
export async function startStart(env: Readonly<Record<string, string>>): Promise<StartProcess> {
  const marker = `START_TEST=${randomUUID()}`;
  const [name = '', value = ''] = marker.split('=');
  const lines: string[] = [];
  const child = await startChild({
    name: 'npm start',
    command: process.execPath,
    args: ['start/start.mjs'],
    env: { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT'), ...env, [name]: value },
    onLine: (line) => lines.push(line),
  });
  return { ...child, lines, descendants: () => markedProcesses(marker, child.pid) };
}

async function markedProcesses(marker: string, except: number): Promise<ReadonlyMap<number, string>> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== except);
  const found = await Promise.all(
    pids.map(async (pid): Promise<[number, string] | null> => {
      // A process may end while it is being read.
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      if (!(await read('environ')).split('\0').includes(marker)) return null;
      return [pid, (await read('cmdline')).replaceAll('\0', ' ').trim()];
    }),
  );
  return new Map(found.filter((entry) => entry !== null));
}
