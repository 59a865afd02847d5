import { Agent, request } from 'undici';
import { reasonOf } from '../domain/reason-of.ts';
import { failures } from '../texts/http.ts';
import { textOf } from './charset.ts';
import { pauseWantedBy } from './pause.ts';
import { InternalAddress, isPublic, literalOf, publicLookup } from './public-addresses.ts';

/** The answer of a server. `reason` is one line in English; of the address it contains only the origin. */
export type HttpAnswer =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
      readonly url: string;
    }
  | { readonly outcome: 'cannotTell'; readonly reason: string; readonly retryAfterMs?: number };

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The only way to trackers, pages and issuers of identity tokens. Does not retry: that is up to the caller. */
export interface Http {
  /** Never throws for a valid URL. */
  readonly ask: (url: string, asked?: HttpRequest) => Promise<HttpAnswer>;
  readonly close: () => Promise<void>;
}

const patienceMs = 10_000;
const largestAnswer = 5 * 2 ** 20;
const mostRedirects = 3;

/** `internalHosts`: names and addresses in the internal network that may be contacted, in lower case. */
export function httpFor(internalHosts: readonly string[], timeoutMs = patienceMs): Http {
  const agent = new Agent({
    connect: { lookup: publicLookup(internalHosts), timeout: timeoutMs },
    maxResponseSize: largestAnswer,
  });
  /** Until when an origin must not be asked again, epoch ms. */
  const pauses = new Map<string, number>();

  async function once(url: URL, asked: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const literal = literalOf(url.hostname);
    if (literal !== null && !isPublic(literal) && !internalHosts.includes(literal)) {
      throw new InternalAddress(literal);
    }
    const { statusCode, headers, body } = await request(url, {
      method: asked.method ?? 'GET',
      headers: { 'user-agent': 'dobrobot', accept: 'application/json', ...asked.headers },
      ...(asked.body === undefined ? {} : { body: asked.body }),
      dispatcher: agent,
      signal,
    });
    const bytes = new Uint8Array(await body.arrayBuffer());
    const all = headersOf(headers);
    const text = textOf(bytes, all.get('content-type'));
    return { outcome: 'answered', status: statusCode, headers: all, text, url: url.href };
  }

  async function following(url: URL, asked: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    let at = url;
    for (let redirects = 0; ; redirects++) {
      const answer = await once(at, asked, signal);
      const to =
        answer.outcome === 'answered' && answer.status >= 300 && answer.status < 400
          ? answer.headers.get('location')
          : null;
      if (to === null) return answer;
      const next = URL.canParse(to, at.href) ? new URL(to, at) : null;
      // The credentials are for this server only.
      if (next?.origin !== url.origin)
        return { outcome: 'cannotTell', reason: failures.redirected(url.origin, next?.origin ?? null) };
      if (redirects === mostRedirects)
        return { outcome: 'cannotTell', reason: failures.redirectedOften(url.origin) };
      at = next;
    }
  }

  return {
    async ask(address, asked = {}) {
      const url = new URL(address);
      const { origin } = url;
      const pauseMs = (pauses.get(origin) ?? 0) - Date.now();
      if (pauseMs > 0)
        return { outcome: 'cannotTell', reason: failures.paused(origin), retryAfterMs: pauseMs };
      try {
        const answer = await following(url, asked, AbortSignal.timeout(timeoutMs));
        if (answer.outcome !== 'answered') return answer;
        const retryAfterMs = pauseWantedBy(answer);
        if (retryAfterMs === null) return answer;
        pauses.set(origin, Date.now() + retryAfterMs);
        return { outcome: 'cannotTell', reason: failures.tooMany(origin, answer.status), retryAfterMs };
      } catch (error) {
        return { outcome: 'cannotTell', reason: reasonFor(error, url, timeoutMs) };
      }
    },
    close: () => agent.close(),
  };
}

function headersOf(all: Readonly<Record<string, string | string[] | undefined>>): Headers {
  // A repeated header, such as Set-Cookie, has a list of values.
  return new Headers(
    Object.entries(all).flatMap(([name, values = []]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    ),
  );
}

function reasonFor(error: unknown, { origin, hostname }: URL, timeoutMs: number): string {
  const errors = chainOf(error);
  if (errors.some((one) => one instanceof InternalAddress)) return failures.internal(hostname);
  const codes = errors.flatMap((one) => ('code' in one ? [String(one.code)] : []));
  if (codes.includes('UND_ERR_RES_EXCEEDED_MAX_SIZE')) return failures.tooLarge(origin);
  if (errors.some(({ name }) => name === 'TimeoutError') || codes.some((code) => code.includes('TIMEOUT'))) {
    return failures.silent(origin, timeoutMs / 1000);
  }
  const certificate = codes.find((code) => certificateTrouble.test(code));
  if (certificate !== undefined) return failures.certificate(origin, certificate);
  return failures.unreachable(origin, codes[0] ?? reasonOf(error));
}

/** Node's error codes for an invalid certificate, such as CERT_HAS_EXPIRED and UNABLE_TO_VERIFY_LEAF_SIGNATURE. */
const certificateTrouble = /CERT|VERIFY/;

function chainOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return [error, ...chainOf(error.cause), ...inner.flatMap(chainOf)];
}
