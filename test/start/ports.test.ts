import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../support/free-port.ts';
import { expect, it } from 'vitest';
import { reservePorts, portOf, type PortUse } from '../../start/ports.ts';

const slack: PortUse = { what: 'the Slack page', variable: 'SLACK_HERE', usual: 3800 };
const temporal: PortUse = { what: 'Temporal', variable: 'TEMPORAL_HERE', usual: 7233, host: '127.0.0.1' };

it('is the usual one unless the environment moves it', () => {
  expect(portOf(slack, {})).toBe(3800);
  expect(portOf(slack, { SLACK_HERE: '' })).toBe(3800);
  expect(portOf(slack, { SLACK_HERE: '4000' })).toBe(4000);
});

it.each(['0', '65536', '-1', '12.5', '1e3', 'http', ' '])('refuses %j, with the variable', (text) => {
  expect(() => portOf(slack, { SLACK_HERE: text })).toThrow(/^SLACK_HERE is .+ for the Slack page\.$/);
});

it('can be had again right after it was claimed', async () => {
  const env = { SLACK_HERE: String(await freePort()), TEMPORAL_HERE: String(await freePort()) };
  await reservePorts([slack, temporal], env);
  await reservePorts([slack, temporal], env);
});

it.each(['127.0.0.1', '0.0.0.0', '::'])(
  'that somebody has on %s is named, with its use and its variable',
  async (host) => {
    const port = await freePort();
    const server = createServer().listen(port, host);
    await once(server, 'listening');
    const env = { SLACK_HERE: String(port), TEMPORAL_HERE: String(port) };
    await expect(reservePorts([slack], env)).rejects.toThrow(
      `Port ${port} for the Slack page is taken; SLACK_HERE moves it.`,
    );
    await expect(reservePorts([temporal], env)).rejects.toThrow(
      `Port ${port} for Temporal is taken; TEMPORAL_HERE moves it.`,
    );
    server.close();
  },
);

it('given to two of ours is taken', async () => {
  const port = String(await freePort());
  await expect(reservePorts([temporal, slack], { SLACK_HERE: port, TEMPORAL_HERE: port })).rejects.toThrow(
    'for the Slack page is taken',
  );
});
