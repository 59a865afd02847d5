import { spawn } from 'node:child_process';

/** Kills a process group. Does nothing if it is gone. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends the group of `pid` even if this process is killed: a shell notices that its pipe closes without the line that dismisses it. Returns
 * the function that dismisses it, to be called once the group is gone.
 */
export function guardGroup(pid: number): () => void {
  const script = `
    read -r _ && exit
    kill -TERM "-$1"
    for second in 1 2 3 4 5; do
      sleep 1
      kill -0 "-$1" || exit
    done
    kill -KILL "-$1"`;
  const shell = spawn('/bin/sh', ['-c', script, 'guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { stdin } = shell;
  shell.unref();
  stdin.on('error', () => undefined);
  return () => {
    stdin.end('gone\n');
  };
}
