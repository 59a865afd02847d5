import { z } from 'zod';
import { clipped } from '../../domain/signs/finding.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell, nextLink, NotRead, RefusedByTracker } from '../tickets/api.ts';
import type { AnsweredRequest, Api } from '../tickets/api.ts';

/** A tracker's API for writing. Everything throws `NotRead`; `RefusedByTracker` if the tracker refuses the request. */
export class Wire {
  readonly origin: string;
  readonly #api: Api;
  readonly #credential: string | null;

  /** `credential`: the name of the variable that holds it, for error messages. */
  constructor(api: Api, credential: string | null) {
    this.#api = api;
    this.#credential = credential;
    this.origin = api.origin;
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#api.read(this.#taken(await this.#api.ask(path)), schema);
  }

  /** Null if it does not exist. */
  async find<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const answer = await this.#api.ask(path);
    return answer.status === 404 ? null : this.#api.read(this.#taken(answer), schema);
  }

  /** Whether any item of a paginated list matches. */
  async has<T>(path: string, schema: z.ZodType<readonly T[]>, isIt: (one: T) => boolean): Promise<boolean> {
    return (await this.first(path, schema, isIt)) !== null;
  }

  /** The first matching item of a paginated list; null if none matches. */
  async first<T>(
    path: string,
    schema: z.ZodType<readonly T[]>,
    isIt: (one: T) => boolean,
  ): Promise<T | null> {
    let at: string | null = path;
    for (let pages = 0; at !== null && pages < mostPages; pages++) {
      const answer = this.#taken(await this.#api.ask(at));
      const found = this.#api.read(answer, schema).find(isIt);
      if (found !== undefined) return found;
      at = nextLink(answer);
    }
    return null;
  }

  async send(path: string, body: object, method: 'POST' | 'PUT' = 'POST'): Promise<AnsweredRequest> {
    const headers = { 'content-type': 'application/json' };
    return this.#taken(await this.#api.ask(path, { method, headers, body: JSON.stringify(body) }));
  }

  read<T>(answer: AnsweredRequest, schema: z.ZodType<T>): T {
    return this.#api.read(answer, schema);
  }

  #taken(answer: AnsweredRequest): AnsweredRequest {
    const { status, headers } = answer;
    if (status >= 200 && status < 300) return answer;
    if (status === 403 && headers.get('x-ratelimit-remaining') === '0') {
      throw new NotRead({ outcome: 'cannotTell', reason: failures.limit(this.origin), retryAfterMs: 60_000 });
    }
    if (status >= 400 && status < 500 && status !== 408) {
      throw new RefusedByTracker(
        failures.notTaken(this.origin, status, this.#credential, this.#api.said(saidIn(answer.text))),
      );
    }
    throw cannotTell(failures.status(this.origin, status));
  }
}

const mostPages = 10;

const complaint = z.object({
  message: z.string().optional().catch(undefined),
  errorMessages: z.array(z.string()).optional().catch(undefined),
  errors: z
    .union([z.array(z.string()), z.record(z.string(), z.string()).transform((all) => Object.values(all))])
    .optional()
    .catch(undefined),
});

/** The server's error message in one line; empty if it cannot be read. */
function saidIn(text: string): string {
  try {
    const { message, errorMessages = [], errors = [] } = complaint.parse(JSON.parse(text));
    return clipped([...(message === undefined ? [] : [message]), ...errorMessages, ...errors].join('; '));
  } catch {
    return '';
  }
}
