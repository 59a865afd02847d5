import type { Child } from '../../start/child.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { newToken } from '../../log/token-form.ts';
import { TokenStore } from '../../log/tokens.ts';
import type { TokenGrant } from '../../log/tokens.ts';
import { startCompany } from './company.ts';
import type { Company, CompanyOptions } from './company.ts';
import { testDatabase } from './database.ts';
import { startWeb } from './web.ts';

/** An answer of the API. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A company whose releases go over the API: its worker, its server, and tokens as needed. */
export interface ApiCompany {
  readonly company: Company;
  readonly url: string;
  readonly database: string;
  readonly tokens: TokenStore;
  /** A token with all rights of its actor, unless `grant` limits them. */
  readonly tokenOf: (actor: string, grant?: Partial<TokenGrant>) => Promise<string>;
  readonly call: (token: string | null, method: string, path: string, call?: Call) => Promise<Told>;
  /** The server that runs now. */
  readonly web: () => Child;
  /** Starts another server on the same port. */
  readonly startWeb: () => Promise<Child>;
  readonly close: () => Promise<void>;
}

const hourMs = 3_600_000;

export async function startApiCompany(options: CompanyOptions): Promise<ApiCompany> {
  const database = options.database ?? (await testDatabase());
  const company = await startCompany({ ...options, database });
  const { url, child } = await startWeb(company.env);
  let web = child;
  const log = new ReleaseLog(database, () => undefined);
  const tokens = new TokenStore(() => log.database());
  let count = 0;
  return {
    ...{ company, database, tokens, url },
    web: () => web,
    startWeb: async () => (web = (await startWeb(company.env, Number(new URL(url).port))).child),
    async tokenOf(actor, grant = {}) {
      const token = newToken();
      count += 1;
      await tokens.add(token, {
        name: `t${count}`,
        scopes: ['read', 'request', 'deploy', 'operate', 'approve'],
        components: null,
        expiresAt: Date.now() + hourMs,
        ...grant,
        actor,
      });
      return token;
    },
    call: (token, method, path, call) => callApi(url, token, method, path, call),
    async close() {
      await web.stop();
      await log.close();
      await company.close();
    },
  };
}

export async function callApi(
  url: string,
  token: string | null,
  method: string,
  path: string,
  { body, key, headers = {} }: Call = {},
): Promise<Told> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? {} : JSON.parse(text)) as Told['body'],
  };
}
