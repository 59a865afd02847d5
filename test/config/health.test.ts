import { expect, it } from 'vitest';
import { healthDoor, healthDoorClosed } from '../../config/health.ts';
import { healthAddresses, healthOfEach } from '../../start/health-ports.ts';

it('is nowhere unless a port is named, and on the loopback interface unless a host is', () => {
  expect(healthDoor({})).toBeNull();
  expect(healthDoor({ DOBROBOT_HEALTH_PORT: '' })).toBeNull();
  expect(healthDoor({ DOBROBOT_HEALTH_PORT: '9400' })).toEqual({ host: '127.0.0.1', port: 9400 });
  const everywhere = { DOBROBOT_HEALTH_PORT: '9400', DOBROBOT_HEALTH_HOST: '0.0.0.0' };
  expect(healthDoor(everywhere)).toEqual({ host: '0.0.0.0', port: 9400 });
});

it.each(['0', '65536', '-1', '80a', 'yes'])('the port cannot be %s', (text) => {
  expect(() => healthDoor({ DOBROBOT_HEALTH_PORT: text })).toThrow(
    `DOBROBOT_HEALTH_PORT is "${text}", which is not a port from 1 to 65535.`,
  );
});

it('says which variable moves what cannot be had', () => {
  const door = { host: '10.1.2.3', port: 9400 };
  const taken = Object.assign(new Error('no'), { code: 'EADDRINUSE' });
  expect(healthDoorClosed(door, taken).message).toMatch(/^Port 9400 .* is taken; DOBROBOT_HEALTH_PORT names/);
  const elsewhere = Object.assign(new Error('no such address'), { code: 'EADDRNOTAVAIL' });
  expect(healthDoorClosed(door, elsewhere).message).toMatch(/10\.1\.2\.3 .*DOBROBOT_HEALTH_HOST/);
});

it('npm start gives worker, bot and web page a port each', () => {
  const env = { DOBROBOT_HEALTH_PORT: '9400' };
  expect(healthOfEach(env)).toEqual({
    worker: { DOBROBOT_HEALTH_PORT: '9400' },
    bot: { DOBROBOT_HEALTH_PORT: '9401' },
    web: { DOBROBOT_HEALTH_PORT: '9402' },
  });
  expect(healthAddresses(env)?.web).toBe('http://localhost:9402');
  expect(healthOfEach({})).toEqual({ worker: {}, bot: {}, web: {} });
  expect(() => healthOfEach({ DOBROBOT_HEALTH_PORT: '65534' })).toThrow('"65536", which is not a port');
});
