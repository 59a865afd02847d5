/**
 * The payload schema also reads recorded histories, so it may only grow: a stricter one would drop what an earlier version accepted. New
 * refusals belong in `taken-today.ts`.
 */
import { expect, it } from 'vitest';
import { readCommand } from '../../domain/messages/payload.ts';
import type { CommandPayload } from '../../domain/messages/payload.ts';
import { isTakenToday } from '../../domain/messages/taken-today.ts';

const name = 'n'.repeat(400);
const text = 't'.repeat(3000);

/** Each part as large as any version accepted, or larger than anyone needs. */
const widest: Required<Omit<CommandPayload, 'claim'>> = {
  actor: `U${'A'.repeat(120)}`,
  commandId: name,
  reason: text,
  user: `service:${'a'.repeat(120)}`,
  until: '9999-12-31T23:59:59+14:00',
  via: name,
  pipeline: {
    repository: 'r'.repeat(300),
    run: '1'.repeat(300),
    sha: 'a'.repeat(64),
    url: `https://${'u'.repeat(900)}`,
  },
  channel: name,
  saidAt: 253402300799000,
  replyTo: name,
  all: 'other',
  quietly: true,
  withRelease: true,
  finding: 1e9,
  release: name,
  tickets: Array.from({ length: 20 }, (_, n) => `LONGKEY-${n}`),
  keeping: true,
  text: 't'.repeat(300),
  wikiLink: text,
  noNeedAdmin: true,
  hotfix: true,
  components: Array.from({ length: 300 }, (_, n) => `component-${n}`),
  runner: { id: 'r'.repeat(100), deadAfter: 60 },
};

it.each(Object.entries(widest))('%s of an earlier version is read as it was', (part, value) => {
  const command = readCommand('request', { actor: 'U_ANN', [part]: value });
  expect(command).not.toBeNull();
  if (part !== 'until') expect(JSON.stringify(command)).toContain(JSON.stringify(value).slice(1, -1));
});

it('all of them together are', () => {
  expect(readCommand('request', widest)).not.toBeNull();
});

it('is another matter than what is taken from now on', () => {
  expect(isTakenToday(readCommand('accept', widest) ?? expect.unreachable())).toBe(false);
});
