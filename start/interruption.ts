import { killGroup } from './process-group.ts';
import { livingChildren } from './child.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C arrives twice, from the terminal and from npm. Within this time the second one is ignored. */
const echoMs = 500;

/** Resolves at the first Ctrl-C or SIGTERM. The second one kills every child and ends the process at once. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = () => {
      if (first === undefined) {
        first = performance.now();
        console.log('\nStopping …');
        resolve();
      } else if (performance.now() - first > echoMs) {
        for (const child of livingChildren()) killGroup(child.pid);
        process.exit(1);
      }
    };
    for (const signal of signals) process.on(signal, onSignal);
  });
}
