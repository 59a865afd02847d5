import { expect, it, vi } from 'vitest';
import { runCommand } from '../../cli/run/command.ts';
import { Signals } from '../../cli/run/signals.ts';

const node = (script: string) => [process.execPath, '-e', script];
const never = new AbortController().signal;

it.each([
  ['', 126],
  ['/dev/null/file', 126],
  ['./no-such-command', 127],
  [`./${'x'.repeat(300)}`, 126],
])('says that %s could not be run', async (file, exitCode) => {
  const { wrong, ...ended } = await runCommand([file], process.env, new Signals(), never);
  expect(ended).toEqual({ exitCode });
  expect(wrong).toContain('could not be run');
});

// Must be the last test: a process that has given up root cannot get it back.
it.runIf(process.getuid?.() === 0)(
  'waits for the end of a command that takes no signal of ours',
  async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const stop = new AbortController();
    const running = runCommand(
      node('setTimeout(() => process.exit(7), 1500)'),
      process.env,
      new Signals(),
      stop.signal,
    );
    process.setuid?.(65_534);
    stop.abort();
    expect(await running).toEqual({ exitCode: 7, wrong: expect.stringContaining('7') as string });
    expect(told).toHaveBeenCalledWith(expect.stringMatching(/cannot be asked to end \(EPERM\)/));
  },
);
