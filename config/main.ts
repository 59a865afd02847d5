import { consoleInJson, logsJson } from './log-format.ts';

/** Serves until the signal aborts, then finishes what is in progress. */
export type Serve = (end: AbortSignal) => Promise<void>;

/**
 * Runs a process of the project; `load` imports the module that starts it. Until it is ready, a signal ends
 * the process at once, since nothing is in progress. The import is dynamic because loading the modules
 * takes most of that time. An error becomes one clear message and exit code 1; `DEBUG` adds the details.
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
