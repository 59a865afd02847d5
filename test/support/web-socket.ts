import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** The server's end of a WebSocket (RFC 6455), as far as Slack's Socket Mode uses it: whole texts, pings and pongs. */
export interface WebSocketEnd {
  send(text: string): void;
  close(): void;
}

const opcode = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;
const pingEveryMs = 2000;

/** Answers an upgrade request on its socket; `onText` gets what the client sends. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  onText: (text: string) => void,
): WebSocketEnd {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const pings = setInterval(() => socket.write(frame(opcode.ping, Buffer.alloc(0))), pingEveryMs);
  socket.once('close', () => {
    clearInterval(pings);
  });
  socket.on('error', () => undefined);
  let unread = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (let read = readFrame(unread); read !== null; read = readFrame(unread)) {
      unread = unread.subarray(read.length);
      if (read.opcode === opcode.text) onText(read.payload.toString());
      if (read.opcode === opcode.ping) socket.write(frame(opcode.pong, read.payload));
      if (read.opcode === opcode.close) socket.end(frame(opcode.close, read.payload));
    }
  });
  return {
    send: (text) => socket.write(frame(opcode.text, Buffer.from(text))),
    close: () => socket.destroy(),
  };
}

function frame(kind: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
  head[0] = 0x80 | kind;
  if (payload.length < 126) head[1] = payload.length;
  else {
    head[1] = 126;
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, payload]);
}

/** A client's frame, which is always masked; null while it is incomplete. */
function readFrame(data: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (data.length < 6) return null;
  const [first = 0, second = 0] = data;
  const short = second & 0x7f;
  if (short === 127) throw new Error('A frame of more than 64 KiB is not expected here.');
  const start = short === 126 ? 8 : 6;
  const size = short === 126 ? data.readUInt16BE(2) : short;
  if (data.length < start + size) return null;
  const mask = data.subarray(start - 4, start);
  const payload = Buffer.from(data.subarray(start, start + size));
  for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % 4] ?? 0);
  return { opcode: first & 0x0f, payload, length: start + size };
}
