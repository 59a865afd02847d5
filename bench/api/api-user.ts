import { ReleaseLog } from '../../log/release-log.ts';
import { newToken } from '../../log/token-form.ts';
import { TokenStore } from '../../log/tokens.ts';

/** An answer of the API. */
export interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A caller of the API with a token of its own. */
export class ApiUser {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async of(url: string, env: NodeJS.ProcessEnv, actor: string): Promise<ApiUser> {
    const [user] = await ApiUser.several(url, env, actor, 1);
    if (user === undefined) throw new Error('Nobody was made');
    return user;
  }

  /** Several callers for one actor, each with its own token, because requests are rate-limited per token. */
  static async several(
    url: string,
    env: NodeJS.ProcessEnv,
    actor: string,
    count: number,
  ): Promise<readonly ApiUser[]> {
    const log = new ReleaseLog(env['DATABASE_URL'] ?? '', () => undefined);
    const tokens = new TokenStore(() => log.database());
    const users: ApiUser[] = [];
    for (let n = 0; n < count; n += 1) {
      const token = newToken();
      await tokens.add(token, {
        name: `${actor}-${n}`,
        scopes: ['read', 'request', 'deploy', 'operate', 'approve'],
        components: null,
        expiresAt: Date.now() + 24 * 3_600_000,
        actor,
      });
      users.push(new ApiUser(url, token));
    }
    await log.close();
    return users;
  }

  async call(method: 'GET' | 'POST', path: string, key?: string, body: object = {}): Promise<Told> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Told['body'] };
  }
}
