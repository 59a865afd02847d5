import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { logsJson } from '../../config/log-format.ts';
import { projectRoot } from '../../start/project.ts';

it('is text unless JSON is asked for', () => {
  expect([logsJson({}), logsJson({ LOG_FORMAT: 'text' }), logsJson({ LOG_FORMAT: 'json' })]).toEqual([
    ...[false, false, true],
  ]);
  expect(() => logsJson({ LOG_FORMAT: 'xml' })).toThrow(
    'LOG_FORMAT is "xml", which is neither text nor json.',
  );
});

/** The JSON lines that a process running this script writes. */
async function lines(script: string): Promise<readonly Record<string, unknown>[]> {
  const module = join(projectRoot, 'config', 'log-format.ts');
  const whole = `import { consoleInJson, writeJson } from ${JSON.stringify(module)};\n${script}`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', whole];
  const run = promisify(execFile)(process.execPath, args, { cwd: projectRoot });
  const { stdout, stderr } = await run.catch((error: unknown) => error as { stdout: string; stderr: string });
  const written = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('makes one object of whatever is written, warned of or thrown', async () => {
  const found = await lines(`
    consoleInJson('bot');
    console.log('bot ready');
    console.warn('two\\nlines of %s', 'it', { deep: [1] });
    console.error('It is left:', new Error('no'));
    process.emitWarning('old');
    const round = { n: 1n }; round.self = round;
    writeJson('bot', { level: 'info', message: 'round', at: 0, facts: { round, twice: [round.n, { a: 1 }] } });
    setTimeout(() => { throw new Error('at last') }, 50);`);
  expect(found.map(({ level, message, process }) => [level, message, process])).toEqual([
    ...[
      ['info', 'bot ready', 'bot'],
      ['info', 'round', 'bot'],
    ],
    ['warn', 'two\nlines of it { deep: [ 1 ] }', 'bot'],
    ['error', 'It is left', 'bot'],
    ['warn', 'old', 'bot'],
    ['error', 'at last', 'bot'],
  ]);
  expect(found[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(found[1]).toMatchObject({ round: { n: '1', self: '…' }, twice: ['1', { a: 1 }] });
  expect(found[3]).toMatchObject({ error: { name: 'Error', message: 'no' } });
});

it('tells the ticket of the release whose workflow it is', async () => {
  const say = (workflowId: string) =>
    `writeJson('worker', { level: 'warn', message: 'so', at: 0, facts: { workflowId: '${workflowId}' } });`;
  expect(await lines(say('release:PAY-1') + say('lock:billing'))).toEqual([
    expect.objectContaining({ ticket: 'PAY-1', workflowId: 'release:PAY-1' }),
    expect.not.objectContaining({ ticket: expect.anything() as unknown }),
  ]);
});
