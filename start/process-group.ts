import { spawn } from 'node:child_process';

/** Kills a child and its descendants; fine if there are none left. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends the group of `pid` even if this process is killed and can do nothing: the shell's pipe closes, and no line came that
 * says that the group is gone. Returns what says so.
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
