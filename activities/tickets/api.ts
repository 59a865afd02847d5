import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { failures } from '../../texts/http.ts';
import type { HttpAnswer, HttpRequest, Http } from '../../http/http.ts';
import type { TicketPart, Ticket } from '../../domain/signs/ticket.ts';
import type { Unread } from './tracker.ts';

export type AnsweredRequest = Extract<HttpAnswer, { outcome: 'answered' }>;

/** Thrown by readers if a ticket cannot be read. `reading` turns it into a value. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
  readonly reading: Unread;
  constructor(reading: Unread) {
    super('reason' in reading ? reading.reason : reading.outcome);
    this.reading = reading;
  }
}

/** Runs a reader and returns a thrown `NotRead` as a value. */
export async function reading<T>(read: () => Promise<T>): Promise<T | Unread> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotRead) return error.reading;
    throw error;
  }
}

/**
 * Reads an optional part of a ticket. If that fails, the part is empty and
 * marked as unread, because it may exist. Throws if the credential is refused.
 */
export async function partly<T>(
  part: TicketPart,
  empty: T,
  read: () => Promise<Partly<T>>,
): Promise<Partly<T>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof NotRead) || error.reading.outcome === 'badCredentials') throw error;
    return { value: empty, unread: { [part]: error.message } };
  }
}

/** A value, and why it may be incomplete. */
export interface Partly<T> {
  readonly value: T;
  readonly unread: Ticket['unread'];
}

/** The server refuses the request, and a retry will not help soon. */
export class RefusedByTracker extends NotRead {
  constructor(reason: string) {
    super({ outcome: 'cannotTell', reason });
  }
}

export const cannotTell = (reason: string): NotRead => new NotRead({ outcome: 'cannotTell', reason });
export const unknownTicket = (): NotRead => new NotRead({ outcome: 'unknown' });

/** The base URL and the credential of a tracker's API. */
export interface ApiAccess {
  /** Without a trailing slash; paths are appended. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The name of the variable that holds the credential, for error messages; null if there is none. */
  readonly credential: string | null;
}

/** A tracker's JSON API. Every request throws `NotRead`. */
export class Api {
  readonly origin: string;
  readonly #http: Http;
  readonly #access: ApiAccess;

  constructor(http: Http, access: ApiAccess) {
    this.#http = http;
    this.#access = access;
    this.origin = new URL(access.base).origin;
  }

  /** A hash of the server and the credential, to use as a key without revealing them. */
  get asWhom(): string {
    const { base, headers } = this.#access;
    return createHash('sha256')
      .update(JSON.stringify([base, headers]))
      .digest('base64');
  }

  /** A message of the server in one short line, without the credential. */
  said(words: string): string {
    return saidBy(words, Object.values(this.#access.headers).flatMap(secretsIn));
  }

  /** Reads what is at a path. Throws if it does not exist. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const found = await this.find(path, schema);
    if (found === null) throw cannotTell(failures.status(this.origin, 404));
    return found;
  }

  /** Null if it does not exist or is not visible. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const answer = await this.ask(path);
    return answer.status === 404 || answer.status === 410 ? null : this.read(answer, schema);
  }

  /** All items of a paginated list that starts at `path`. `whole` is false if there are more than `mostPages` pages. */
  async list<T>(
    path: string,
    schema: z.ZodType<readonly T[]>,
    next: (answer: AnsweredRequest) => string | null,
    mostPages = 10,
  ): Promise<{ readonly items: readonly T[]; readonly whole: boolean }> {
    const items: T[] = [];
    let at: string | null = path;
    for (let pages = 0; at !== null; pages++) {
      if (pages === mostPages) return { items, whole: false };
      const answer: AnsweredRequest = await this.ask(at);
      items.push(...this.read(answer, schema));
      at = next(answer);
    }
    return { items, whole: true };
  }

  /** Posts a GraphQL query and returns the unparsed answer. */
  async post(path: string, body: unknown): Promise<AnsweredRequest> {
    const headers = { 'content-type': 'application/json' };
    return this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async ask(path: string, asked: HttpRequest = {}): Promise<AnsweredRequest> {
    const { base, headers, credential } = this.#access;
    // The address of a next page is absolute. It is requested with the credential, so it must be on the same server.
    const url = new URL(/^https?:/i.test(path) ? path : `${base}${path}`);
    if (url.origin !== this.origin) throw cannotTell(failures.redirected(this.origin, url.origin));
    if (credential !== null && Object.values(headers).some((value) => notOfHeader.test(value))) {
      throw new NotRead({ outcome: 'badCredentials', reason: failures.unfitCredential(credential) });
    }
    const answer = await this.#http.ask(url.href, { ...asked, headers: { ...headers, ...asked.headers } });
    if (answer.outcome === 'cannotTell') throw new NotRead(answer);
    if (answer.status === 401 && credential !== null) {
      throw new NotRead({ outcome: 'badCredentials', reason: failures.credentials(this.origin, credential) });
    }
    return answer;
  }

  /** The body of a successful answer; null if the resource does not exist or is not visible. */
  text(answer: AnsweredRequest): string | null {
    if (answer.status === 404 || answer.status === 410) return null;
    return this.#good(answer).text;
  }

  /** Parses a successful answer. The error names the first invalid field. */
  read<T>(answer: AnsweredRequest, schema: z.ZodType<T>): T {
    const found = schema.safeParse(jsonOf(this.#good(answer).text, this.origin));
    if (found.success) return found.data;
    const [issue] = found.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
    throw cannotTell(failures.field(this.origin, clipped(field), clipped(issue?.message ?? 'is wrong')));
  }

  #good(answer: AnsweredRequest): AnsweredRequest {
    const { status } = answer;
    if (status === 403) throw new RefusedByTracker(failures.forbidden(this.origin));
    if (status < 200 || status >= 300) throw cannotTell(failures.status(this.origin, status));
    return answer;
  }
}

/** Like `Api.said`, for the given secrets. */
export const saidBy = (words: string, secrets: readonly string[]): string =>
  clipped(
    secrets.filter(({ length }) => length > 3).reduce((rest, secret) => rest.replaceAll(secret, '…'), words),
  );

/** Characters that a header cannot contain, such as a line break. */
const notOfHeader = /[^\t\x20-\x7e\x80-\xff]/;

/** The secrets in a header's value: the token of `Bearer TOKEN`, or the password of Basic authentication. */
function secretsIn(header: string): readonly string[] {
  const [, scheme = '', token = header] = /^(\w+) (.+)$/.exec(header) ?? [];
  const password = /^basic$/i.test(scheme)
    ? Buffer.from(token, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
    : '';
  return [token, password];
}

function jsonOf(text: string, origin: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw cannotTell(failures.notJson(origin));
  }
}

/** The next page by the header `Link`; null if there is none. */
export function nextLink({ headers }: AnsweredRequest): string | null {
  return /<([^<>]+)>\s*;[^,<]*\brel="?next"?/i.exec(headers.get('link') ?? '')?.[1] ?? null;
}
