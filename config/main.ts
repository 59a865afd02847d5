/** Runs a process of the project. What it throws becomes one clear message and exit code 1; the details need `DEBUG`. */
export function main(run: () => Promise<void>): void {
  run().then(
    () => process.exit(0),
    (error: unknown) => {
      const detailed = process.env['DEBUG'] !== undefined;
      console.error(error instanceof Error && !detailed ? error.message : error);
      process.exit(1);
    },
  );
}

/** Aborts when the process is asked to end. */
export function endSignal(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      end.abort();
    });
  }
  return end.signal;
}
