/** The HTTP client for trackers: limits, redirects, internal addresses, and servers that ask to be left alone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestListener, Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { httpFor } from '../../http/http.ts';
import type { Http } from '../../http/http.ts';
import { readPause, readReset } from '../../http/pause.ts';
import { isPublic } from '../../http/public-addresses.ts';

const open: (Server | Http)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) {
    if ('ask' in one) await one.close();
    else {
      one.closeAllConnections();
      one.close();
    }
  }
});

/** Starts a server. Returns its address. */
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
function http(internalHosts = ['127.0.0.1'], timeoutMs?: number): Http {
  const made = httpFor(internalHosts, timeoutMs);
  open.push(made);
  return made;
}

describe('an answer', () => {
  it('comes with status, headers and text', async () => {
    const at = await serving((request, response) => {
      response.writeHead(404, { 'x-seen': request.headers['authorization'] ?? '' }).end('{"a":"é"}');
    });
    const answer = await http().ask(`${at}/x`, { headers: { authorization: 'Bearer s3cret' } });
    expect(answer).toMatchObject({ outcome: 'answered', status: 404, text: '{"a":"é"}' });
    expect(answer.outcome === 'answered' && answer.headers.get('x-seen')).toBe('Bearer s3cret');
  });

  const cyrillic = Buffer.from([0xd0, 0xe5, 0xeb, 0xe8, 0xe7]);
  const meta = Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">');
  it.each<[string, Buffer, string]>([
    ['text/html; charset=windows-1251', cyrillic, 'Релиз'],
    ['text/plain; charset="cp1251"', cyrillic, 'Релиз'],
    ['text/html', Buffer.concat([meta, cyrillic]), `${meta.toString()}Релиз`],
    ['text/html; charset=nonsense', Buffer.from('Релиз'), 'Релиз'],
    ['text/html', Buffer.from('charset=windows-1251 Релиз'), 'charset=windows-1251 Релиз'],
    ['application/json', Buffer.from('\uFEFF{}'), '{}'],
    ['text/plain; charset=utf-8', Buffer.from('\uFEFFРелиз', 'utf16le'), 'Релиз'],
  ])('is read in the letters of %s', async (type, bytes, text) => {
    const at = await serving((_, response) => response.writeHead(200, { 'content-type': type }).end(bytes));
    expect(await http().ask(at)).toMatchObject({ text });
  });

  it('that does not come in time cannot be told', async () => {
    const at = await serving(() => undefined);
    expect(await http(['127.0.0.1'], 50).ask(`${at}/?token=s3cret`)).toEqual({
      outcome: 'cannotTell',
      reason: `${at} does not answer within 0.05 s`,
    });
  });

  it('that never ends, too', async () => {
    const at = await serving((_, response) => {
      response.writeHead(200).write('{');
    });
    expect(await http(['127.0.0.1'], 50).ask(at)).toMatchObject({
      reason: `${at} does not answer within 0.05 s`,
    });
  });

  it.each([5 * 2 ** 20, 5 * 2 ** 20 + 1])('has at most 5 MB: %i', async (size) => {
    const at = await serving((_, response) => {
      response.end(Buffer.alloc(size, 'x'));
    });
    const answer = await http().ask(at);
    if (size > 5 * 2 ** 20) expect(answer).toMatchObject({ reason: `${at} answers with more than 5 MB` });
    else expect(answer.outcome).toBe('answered');
  });

  it('of nobody cannot be told', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await http().ask(`http://127.0.0.1:${port}`)).toMatchObject({
      reason: `http://127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
    });
  });
});

describe('a redirect', () => {
  it('is followed on the same server, with the credential', async () => {
    const at = await serving((request, response) => {
      if (request.url === '/new') response.end(request.headers['authorization']);
      else response.writeHead(301, { location: '/new' }).end();
    });
    expect(await http().ask(`${at}/old`, { headers: { authorization: 'x' } })).toMatchObject({
      status: 200,
      text: 'x',
    });
  });

  it('to another server is not, whose port alone is another', async () => {
    let asked = 0;
    const other = await serving((_, response) => {
      asked++;
      response.end();
    });
    const at = await serving((_, response) => response.writeHead(302, { location: `${other}/?s=1` }).end());
    expect(await http().ask(at)).toMatchObject({
      outcome: 'cannotTell',
      reason: expect.stringContaining(`redirects to ${other}, which`) as string,
    });
    expect(asked).toBe(0);
  });

  it('that goes round ends', async () => {
    const at = await serving((_, response) => response.writeHead(302, { location: '/' }).end());
    expect(await http().ask(at)).toMatchObject({ reason: `${at} redirects again and again` });
  });
});

describe('an internal network', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://[::1]:1/',
    'http://10.0.0.1:1/',
    'http://[::ffff:10.0.0.1]:1/',
  ])('is not asked, by address and by name: %s', async (url) => {
    expect(await http([]).ask(url)).toMatchObject({
      outcome: 'cannotTell',
      reason: expect.stringContaining('is in an internal network') as string,
    });
  });

  it('is asked by a name that the configuration has', async () => {
    const at = await serving((_, response) => response.end('ok'));
    const named = at.replace('127.0.0.1', 'localhost');
    expect(await http(['localhost']).ask(named)).toMatchObject({ text: 'ok' });
    expect(await http([]).ask(named)).toMatchObject({ outcome: 'cannotTell' });
  });

  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['169.254.169.254', false],
    ['192.168.1.1', false],
    ['172.16.0.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['64:ff9b::a00:1', false],
    ['224.0.0.1', false],
    ['nonsense', false],
  ])('has the address %s: not %j', (address, isOutside) => {
    expect(isPublic(address)).toBe(isOutside);
  });
});

describe('a server that has had too much', () => {
  it.each([
    ['2', 2000],
    ['0', 1000],
    [null, 1000],
    ['soon', 1000],
    ['-5', 1000],
    [new Date(61_000).toUTCString(), 60_000],
    [new Date(0).toUTCString(), 1000],
    ['9999999', 3_600_000],
  ])('wants %j', (after, ms) => {
    expect(readPause(after, 1000)).toBe(ms);
  });

  it.each<[Record<string, string>, number]>([
    [{}, 1000],
    [{ 'x-ratelimit-reset': '1800000030' }, 30_000],
    [{ 'ratelimit-reset': '1800000030' }, 30_000],
    [{ 'ratelimit-reset': '30' }, 30_000],
    [{ 'x-ratelimit-reset': '2027-01-15T08:00:30Z' }, 30_000],
    [{ 'x-ratelimit-reset': '1799999999' }, 1000],
    [{ 'x-ratelimit-reset': 'soon' }, 1000],
  ])('says it in other headers: %j', (headers, ms) => {
    expect(readReset(new Headers(headers), 1_800_000_000_000)).toBe(ms);
  });

  it('says it with a status that has other meanings', async () => {
    const at = await serving((_, response) => {
      const reset = String(Math.floor(Date.now() / 1000) + 30);
      response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }).end();
    });
    const answer = await http().ask(at);
    expect(answer).toMatchObject({
      outcome: 'cannotTell',
      reason: `${at} has had too many requests (HTTP 403)`,
    });
    expect('retryAfterMs' in answer && answer.retryAfterMs).toBeGreaterThan(25_000);
  });

  it('is left alone for so long', async () => {
    let asked = 0;
    const at = await serving((_, response) => {
      asked++;
      response.writeHead(429, { 'retry-after': '7' }).end();
    });
    const asking = http();
    const reason = `${at} has had too many requests (HTTP 429)`;
    expect(await asking.ask(at)).toEqual({ outcome: 'cannotTell', reason, retryAfterMs: 7000 });
    expect(await asking.ask(`${at}/other`)).toMatchObject({
      reason: `${at} wants to be left alone for a while`,
      retryAfterMs: expect.any(Number) as number,
    });
    expect(asked).toBe(1);
  });
});
