/** A relay to Temporal's frontend, call by call: a test can refuse or delay any call. */
import { once } from 'node:events';
import { connect, constants, createServer } from 'node:http2';
import type {
  ClientHttp2Session,
  Http2SecureServer,
  Http2Server,
  Http2Session,
  IncomingHttpHeaders,
  ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** The fate of a call: null lets it pass; otherwise the gRPC status to answer with, and a message. */
export type Fate = { readonly status: number; readonly message: string } | null;

export interface GrpcRelay {
  readonly address: string;
  close(): Promise<void>;
}

/** `decide` gets the path of the method, once per call. */
export async function startGrpcRelay(
  temporalAddress: string,
  decide: (path: string) => Fate | Promise<Fate>,
): Promise<GrpcRelay> {
  const server = createServer();
  const behind = connect(`http://${temporalAddress}`);
  const relay = async (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const fate = await decide(headers[':path'] ?? '');
    if (stream.destroyed) return;
    if (fate === null) passOn(stream, headers, behind);
    else refuse(stream, fate);
  };
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    relay(stream, headers).catch(() => {
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    });
  });
  return listenBefore(server, behind);
}

/** Listens on the loopback interface in front of `behind`; `close` closes both. */
export async function listenBefore(
  server: Http2Server | Http2SecureServer,
  behind: ClientHttp2Session,
): Promise<GrpcRelay> {
  const open = new Set<Http2Session>();
  server.on('session', (session) => {
    open.add(session);
    session.on('error', () => undefined).on('close', () => open.delete(session));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const session of open) session.destroy();
      behind.destroy();
      await closed;
    },
  };
}

export function refuse(stream: ServerHttp2Stream, { status, message }: NonNullable<Fate>): void {
  const headers = { 'content-type': 'application/grpc', 'grpc-status': String(status) };
  stream.respond({ ':status': 200, ...headers, 'grpc-message': message }, { endStream: true });
}

export function passOn(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  behind: ClientHttp2Session,
): void {
  const call = behind.request({ ...headers, ':scheme': 'http', ':authority': 'temporal' });
  let trailers: IncomingHttpHeaders = {};
  call.on('error', () => {
    stream.close(constants.NGHTTP2_CANCEL);
  });
  stream.on('close', () => {
    call.close(constants.NGHTTP2_CANCEL);
  });
  call.on('trailers', (sent: IncomingHttpHeaders) => {
    trailers = sent;
  });
  stream.on('wantTrailers', () => {
    stream.sendTrailers(trailers);
  });
  call.on('response', (sent, flags) => {
    if (stream.destroyed) return;
    // A refusal consists of headers only.
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(sent, { endStream, waitForTrailers: !endStream });
    if (!endStream) call.pipe(stream);
  });
  stream.pipe(call);
}
