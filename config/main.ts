import { consoleInJson, logsJson } from './log-format.ts';

/** Serves until the signal aborts, then finishes what is in hand. */
export type Serve = (end: AbortSignal) => Promise<void>;

/**
 * Runs a process of the project: `load` brings what makes it ready. Until then there is nothing in hand, so a request to end ends
 * it at once; the modules come by a dynamic import, since loading them is most of that time. What is thrown becomes one clear
 * message and exit code 1; the details need `DEBUG`.
 */
export function main(name: string, load: () => Promise<{ readonly start: () => Promise<Serve> }>): void {
  let onSignal: () => void = () => process.exit(0);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      onSignal();
    });
  }
  const run = async () => {
    if (logsJson(process.env)) consoleInJson(name);
    const { start } = await load();
    const serve = await start();
    const end = new AbortController();
    onSignal = () => {
      end.abort();
    };
    console.log(`${name} ready`);
    await serve(end.signal);
  };
  run().then(
    () => process.exit(0),
    (error: unknown) => {
      const detailed = process.env['DEBUG'] !== undefined;
      console.error(error instanceof Error && !detailed ? error.message : error);
      process.exit(1);
    },
  );
}
