/**
 * Temporal's frontend as in Temporal Cloud, in front of the tests' server: requires TLS with a client certificate of ours, an API
 * key, and the namespace in each call, by which the cloud routes it.
 */
import { readFile } from 'node:fs/promises';
import { connect, createSecureServer } from 'node:http2';
import { join } from 'node:path';
import { listenBefore, passOn, refuse } from './grpc-relay.ts';

const certificate = (name: string) => join(import.meta.dirname, 'certificates', name);

/** A gRPC status. */
const unauthenticated = 16;
/** The methods that concern the whole server. */
const withoutNamespace = /\/(?:GetSystemInfo|GetClusterInfo|Check)$/;

/** The settings for connecting to it, apart from its address. */
export const securely = (apiKey: string) => ({
  TEMPORAL_API_KEY: apiKey,
  TEMPORAL_TLS_SERVER_NAME: 'temporal.company.example',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificate('authority.pem'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: certificate('client.pem'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: certificate('client.key'),
});

export interface SecuredFrontend {
  readonly address: string;
  /** The methods that were called without their namespace. */
  readonly lost: ReadonlySet<string>;
  close(): Promise<void>;
}

export async function startSecuredFrontend(
  temporalAddress: string,
  namespace: string,
  apiKey: string,
): Promise<SecuredFrontend> {
  const pem = (name: string) => readFile(certificate(name));
  const server = createSecureServer({
    ...{ key: await pem('server.key'), cert: await pem('server.pem'), ca: await pem('authority.pem') },
    ...{ requestCert: true, rejectUnauthorized: true },
  });
  const behind = connect(`http://${temporalAddress}`);
  const lost = new Set<string>();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    if (headers.authorization !== `Bearer ${apiKey}`) {
      refuse(stream, { status: unauthenticated, message: 'this key is not known' });
      return;
    }
    const method = headers[':path'] ?? '';
    if (headers['temporal-namespace'] === namespace || withoutNamespace.test(method)) {
      passOn(stream, headers, behind);
      return;
    }
    lost.add(method);
    refuse(stream, { status: unauthenticated, message: `${method} names no namespace` });
  });
  return { ...(await listenBefore(server, behind)), lost };
}
