/** What a command says of its pipeline: unverified, bounded in size, and never a reason to drop the command. */
import { expect, it } from 'vitest';
import { readPipeline } from '../../domain/messages/pipeline.ts';
import { readCommand } from '../../domain/messages/payload.ts';
import { originOf } from '../../domain/messages/origin.ts';

const sha = 'd6fde92930d4715a2b49857d24b940956b26d2d3';
const url = 'https://github.com/acme/app/actions/runs/42';
const whole = { repository: 'acme/app', run: '42', sha, url };

it('is taken as it is said', () => {
  expect(readPipeline({ ...whole, sha: sha.toUpperCase() })).toEqual({ token: null, ...whole });
  expect(readPipeline({ sha })).toEqual({ token: null, repository: null, run: null, sha, url: null });
});

it.each([
  [{ repository: 'acme/app now' }, 'repository'],
  [{ repository: 'a'.repeat(301) }, 'repository'],
  [{ run: 42 }, 'run'],
  [{ run: 'a\nb' }, 'run'],
  [{ sha: 'main' }, 'sha'],
  [{ sha: `${sha}${sha}` }, 'sha'],
  [{ url: 'javascript:alert(1)' }, 'url'],
  [{ url: 'https://u:p@github.com/' }, 'url'],
  [{ url: 'https://github.com/|<!channel>' }, 'url'],
  [{ url: `https://github.com/${'a'.repeat(1000)}` }, 'url'],
] as const)('without a part that is malformed: %j', (part, name) => {
  expect(readPipeline({ ...whole, ...part })).toEqual({ token: null, ...whole, [name]: null });
});

it.each([undefined, null, 7, 'acme/app', [], {}, { sha: 'main' }, { url: {} }])(
  'is none, and the command stays: %j',
  (pipeline) => {
    expect(readCommand('depStart', { actor: 'service:ci', pipeline })).toMatchObject({
      signal: 'depStart',
      pipeline: null,
    });
  },
);

it('never says which token it came with: only a claim proves that', () => {
  const command = readCommand('depStart', { actor: 'service:ci', pipeline: { ...whole, token: 'ci-main' } });
  expect(command?.pipeline).toEqual({ token: null, ...whole });
});

it('is part of where an event comes from, if it is there', () => {
  const command = readCommand('depStart', { actor: 'service:ci', pipeline: whole });
  if (command === null) throw new Error('The test sends a malformed command.');
  expect(originOf(command)).toMatchObject({ pipeline: { sha } });
  expect(originOf({ ...command, pipeline: null })).not.toHaveProperty('pipeline');
});
