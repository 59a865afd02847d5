import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { failures } from '../../texts/http.ts';
import type { Answer, HttpRequest, Http } from '../../http/http.ts';
import type { Part, Ticket } from '../../domain/signs/ticket.ts';
import type { Unread } from './tracker.ts';

export type Answered = Extract<Answer, { outcome: 'answered' }>;

/** Why a ticket is not read; what a tracker's reader throws, and `reading` gives back as a value. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
  readonly reading: Unread;
  constructor(reading: Unread) {
    super('reason' in reading ? reading.reason : reading.outcome);
    this.reading = reading;
  }
}

/** Runs what reads a ticket. */
export async function reading<T>(read: () => Promise<T>): Promise<T | Unread> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotRead) return error.reading;
    throw error;
  }
}

/** Reads a part of a ticket that the rest can do without: what is not found there may exist all the same. */
export async function partly<T>(part: Part, empty: T, read: () => Promise<Partly<T>>): Promise<Partly<T>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof NotRead) || error.reading.outcome === 'badCredentials') throw error;
    return { value: empty, unread: { [part]: error.message } };
  }
}

/** Something with why it is not whole. */
export interface Partly<T> {
  readonly value: T;
  readonly unread: Ticket['unread'];
}

/** The server does not want it, and will not want it in a while. */
export class Refused extends NotRead {
  constructor(reason: string) {
    super({ outcome: 'cannotTell', reason });
  }
}

export const cannotTell = (reason: string): NotRead => new NotRead({ outcome: 'cannotTell', reason });
export const unknown = (): NotRead => new NotRead({ outcome: 'unknown' });

/** Where a tracker's API is, and how one is known to it. */
export interface ApiAccess {
  /** Without a slash at its end; paths are appended. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The variable with the credential, for people; null: there is none. */
  readonly credential: string | null;
}

/** A tracker's JSON API. All of it throws `NotRead`. */
export class Api {
  readonly origin: string;
  readonly #http: Http;
  readonly #access: ApiAccess;

  constructor(http: Http, access: ApiAccess) {
    this.#http = http;
    this.#access = access;
    this.origin = new URL(access.base).origin;
  }

  /** The same for the same server and credential, which it does not tell. */
  get asWhom(): string {
    const { base, headers } = this.#access;
    return createHash('sha256')
      .update(JSON.stringify([base, headers]))
      .digest('base64');
  }

  /** A server's own words, in one short line, without the credential. */
  said(words: string): string {
    return saidBy(words, Object.values(this.#access.headers).flatMap(secretsIn));
  }

  /** What is at a path. Throws if it is not there. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const found = await this.find(path, schema);
    if (found === null) throw cannotTell(failures.status(this.origin, 404));
    return found;
  }

  /** Null if it is not there, or may not be seen. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const answer = await this.ask(path);
    return answer.status === 404 || answer.status === 410 ? null : this.read(answer, schema);
  }

  /** All of a list over pages, the first at `path`; `whole` is false if there are more than `mostPages`. */
  async list<T>(
    path: string,
    schema: z.ZodType<readonly T[]>,
    next: (answer: Answered) => string | null,
    mostPages = 10,
  ): Promise<{ readonly items: readonly T[]; readonly whole: boolean }> {
    const items: T[] = [];
    let at: string | null = path;
    for (let pages = 0; at !== null; pages++) {
      if (pages === mostPages) return { items, whole: false };
      const answer: Answered = await this.ask(at);
      items.push(...this.read(answer, schema));
      at = next(answer);
    }
    return { items, whole: true };
  }

  /** The answer to a GraphQL query, as it is. */
  async post(path: string, body: unknown): Promise<Answered> {
    const headers = { 'content-type': 'application/json' };
    return this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async ask(path: string, asked: HttpRequest = {}): Promise<Answered> {
    const { base, headers, credential } = this.#access;
    // The address of a next page is a whole one. It is asked with the credential, so it has to be of the same server.
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

  /** A good answer as it is; null if it is not there, or may not be seen. */
  text(answer: Answered): string | null {
    if (answer.status === 404 || answer.status === 410) return null;
    return this.#good(answer).text;
  }

  /** What a good answer holds. A field that is not as it should be is named. */
  read<T>(answer: Answered, schema: z.ZodType<T>): T {
    const found = schema.safeParse(jsonOf(this.#good(answer).text, this.origin));
    if (found.success) return found.data;
    const [issue] = found.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
    throw cannotTell(failures.field(this.origin, clipped(field), clipped(issue?.message ?? 'is wrong')));
  }

  #good(answer: Answered): Answered {
    const { status } = answer;
    if (status === 403) throw new Refused(failures.forbidden(this.origin));
    if (status < 200 || status >= 300) throw cannotTell(failures.status(this.origin, status));
    return answer;
  }
}

/** The same, where the secrets are known. */
export const saidBy = (words: string, secrets: readonly string[]): string =>
  clipped(
    secrets.filter(({ length }) => length > 3).reduce((rest, secret) => rest.replaceAll(secret, '…'), words),
  );

/** Such as the end of a line. */
const notOfHeader = /[^\t\x20-\x7e\x80-\xff]/;

/** What is secret in the value of a header: `Bearer TOKEN`, or a user and a password in Base64. */
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

/** The next page by the header `Link`. */
export function nextLink({ headers }: Answered): string | null {
  return /<([^<>]+)>\s*;[^,<]*\brel="?next"?/i.exec(headers.get('link') ?? '')?.[1] ?? null;
}
