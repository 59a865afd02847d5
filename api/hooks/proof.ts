import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { HookSettings } from '../../domain/hooks/hook-settings.ts';

/** A delivery as received. */
export interface HookDelivery {
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The settings of a hook that say how senders prove themselves. */
type Proving = Pick<HookSettings, 'kind' | 'signatureHeader' | 'timestampHeader'>;

/** In characters. */
const longestId = 200;

/** In ms. A signed time further off than this is a replay and proves nothing. */
const toleranceMs = 5 * 60_000;

/**
 * The permanent ID of a delivery; null unless it is signed with, or contains, one of the secrets. The ID is derived from what is signed, so
 * that a copy with other headers has the same ID. `now` in epoch ms.
 */
export function provenId(
  hook: Proving,
  secrets: readonly string[],
  delivery: HookDelivery,
  now: number,
): string | null {
  const { headers, body } = delivery;
  const isProven = secrets.map((secret) => proves(hook, secret, delivery, now)).includes(true);
  if (!isProven) return null;
  const signsId = hook.kind === 'standard' || (hook.kind === 'gitlab' && headers.has('webhook-signature'));
  const id = signsId ? headers.get('webhook-id') : null;
  return id !== null && id.length <= longestId ? id : digest(id ?? body).toString('hex');
}

/** Whether the headers alone prove a delivery. */
export function isProvenUnread(hook: Proving, secrets: readonly string[], headers: Headers): boolean {
  const given = secretGiven(hook, headers);
  return given !== null && secrets.map((secret) => isSame(given, secret)).includes(true);
}

/** The secret in the headers, for deliveries that are not signed. Null: a signature is required. */
function secretGiven({ kind, signatureHeader, timestampHeader }: Proving, headers: Headers): string | null {
  const authorization = () => credentialIn(headers.get('authorization') ?? '');
  switch (kind) {
    case 'alertmanager':
      return authorization();
    case 'gitlab':
      return headers.has('webhook-signature') ? null : (headers.get('x-gitlab-token') ?? '');
    case 'grafana':
      return timestampHeader === null && !headers.get(signatureHeader) ? authorization() : null;
    default:
      return null;
  }
}

function proves(hook: Proving, secret: string, delivery: HookDelivery, now: number): boolean {
  const { kind, signatureHeader, timestampHeader } = hook;
  const { headers, body } = delivery;
  const unsigned = secretGiven(hook, headers);
  if (unsigned !== null) return isSame(unsigned, secret);
  const header = (name: string): string => headers.get(name) ?? '';
  const isHmac = (given: string, signed: readonly (string | Buffer)[] = [body]): boolean =>
    given !== '' && isSame(given.toLowerCase(), hmacOf(secret, signed));
  switch (kind) {
    case 'standard':
    case 'gitlab':
      return isStandard(secret, delivery);
    case 'github':
      return isHmac(withoutPrefix(header('x-hub-signature-256')));
    case 'gitea':
      return isHmac(header('x-gitea-signature') || withoutPrefix(header('x-hub-signature-256')));
    case 'jira':
      return isHmac(withoutPrefix(header('x-hub-signature')));
    case 'alertmanager':
      return false;
    case 'grafana': {
      const signature = header(signatureHeader);
      if (timestampHeader === null) return isHmac(signature);
      const time = header(timestampHeader);
      return isNear(Number(time) * 1000, now) && isHmac(signature, [`${time}:`, body]);
    }
  }
}

const hmacOf = (secret: string, signed: readonly (string | Buffer)[]): string => {
  const hmac = createHmac('sha256', secret);
  for (const part of signed) hmac.update(part);
  return hmac.digest('hex');
};

const digest = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time, revealing neither position of the difference nor length. */
const isSame = (given: string, right: string): boolean =>
  given !== '' && timingSafeEqual(digest(given), digest(right));

const isNear = (at: number, now: number): boolean => Math.abs(now - at) <= toleranceMs;

/** Only SHA-256 is accepted; other algorithms are weaker. */
const withoutPrefix = (signature: string): string =>
  signature.startsWith('sha256=') ? signature.slice('sha256='.length) : '';

function isStandard(secret: string, { headers, body }: HookDelivery): boolean {
  try {
    new Webhook(secret).verify(body, Object.fromEntries(headers), { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

/** A bearer token, or the password of basic authentication for any user. */
function credentialIn(authorization: string): string {
  const [, scheme = '', given = ''] = /^(bearer|basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return given;
  return Buffer.from(given, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
}
