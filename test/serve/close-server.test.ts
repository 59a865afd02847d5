import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { closing } from '../../serve/close-server.ts';

/** A server with a request that waits until the test answers it. */
async function busy() {
  const server = createServer();
  const close = closing(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  const answer = fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' });
  const [, response] = await asked;
  return { close, port, answer, response };
}

const to = async (port: number, text: string) => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return socket;
};

it('answers what is in hand, however long that takes, and then ends', async () => {
  const { close, answer, response } = await busy();
  const closed = close();
  let isClosed = false;
  void closed.then(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(isClosed).toBe(false);
  response.end('done');
  const told = await answer;
  expect([await told.text(), told.headers.get('connection')]).toEqual(['done', 'close']);
  await closed;
});

it('takes nothing more, and waits for no connection that brings nothing or half of a request', async () => {
  const { close, port, answer, response } = await busy();
  const silent = await to(port, '');
  const half = await to(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12');
  const ended = Promise.all([silent, half].map((socket) => once(socket, 'close')));
  const closed = close();
  await expect(to(port, '')).rejects.toThrow('ECONNREFUSED');
  response.end('done');
  expect((await answer).status).toBe(200);
  await Promise.all([closed, ended]);
});
