import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import type { Page } from '../../domain/signs/page.ts';
import type { PageSettings } from '../../domain/settings.ts';
import type { Http } from '../../http/http.ts';
import { Api, cannotTell, NotRead } from '../tickets/api.ts';
import { headersFor } from './credential.ts';
import type { Credential } from './credential.ts';
import { decoded } from '../../domain/decoded.ts';
import { htmlPage } from './sections.ts';

/** How an address names a page: by its ID, or by space and title. */
interface Named {
  /** The prefix of all paths of this Confluence: `/wiki` in the cloud. */
  readonly context: string;
  readonly id: string | null;
  readonly space: string | null;
  readonly title: string | null;
}

const content = z.object({
  title: z.string(),
  status: z.string().optional(),
  body: z.object({ storage: z.object({ value: z.string() }).nullish() }).nullish(),
});
type Content = z.output<typeof content>;
const contents = z.object({ results: z.array(content) });
const spaces = z.object({ results: z.array(z.object({ id: z.union([z.string(), z.number()]) })) });

/** A page of Confluence Cloud or Data Center; null if it does not exist. Throws `NotRead`. */
export async function confluencePage(
  url: URL,
  settings: PageSettings,
  credential: Credential | null,
  http: Http,
): Promise<Page | null> {
  const named = namedIn(url);
  if (named === null) throw cannotTell(failures.noPage(url.origin));
  const { cloudId, userEnv, tokenEnv } = settings;
  // In Data Center a token is used without a user.
  const hasCloudToken = userEnv !== null && tokenEnv !== null;
  const isCloud = cloudId !== null || hasCloudToken || url.hostname.endsWith('.atlassian.net');
  const site = cloudId === null ? url.origin : `https://api.atlassian.com/ex/confluence/${cloudId}`;
  const variable = credential?.variable ?? null;
  const access = { base: `${site}${named.context}`, headers: headersFor(credential), credential: variable };
  const confluence = new Confluence(new Api(http, access), variable);
  const found = await (isCloud ? confluence.inCloud(named) : confluence.inDataCenter(named));
  if (found === null || found.status === 'trashed' || found.status === 'deleted') return null;
  const value = found.body?.storage?.value;
  if (value === undefined) throw cannotTell(failures.noContent(url.origin));
  return { ...htmlPage(value, url.href), title: found.title };
}

class Confluence {
  readonly #api: Api;
  readonly #variable: string | null;
  constructor(api: Api, variable: string | null) {
    this.#api = api;
    this.#variable = variable;
  }

  async inCloud(named: Named): Promise<Content | null> {
    const { id, space, title } = named;
    const body = 'body-format=storage';
    if (id !== null) {
      const found = await this.#find(`/api/v2/pages/${id}?${body}`, content);
      return found ?? this.#notThere(named, () => this.#cloudSpace(space));
    }
    const spaceId = await this.#cloudSpace(space);
    if (spaceId === null) throw this.#notSeen(named);
    const query = `space-id=${spaceId}&title=${encodeURIComponent(title ?? '')}&${body}`;
    return (await this.#get(`/api/v2/pages?${query}`, contents)).results[0] ?? null;
  }

  async inDataCenter(named: Named): Promise<Content | null> {
    const { id, space, title } = named;
    const seen = async () =>
      space === null
        ? null
        : this.#find(`/rest/api/space/${encodeURIComponent(space)}`, z.object({ key: z.string() }));
    if (id !== null) {
      const found = await this.#find(`/rest/api/content/${id}?expand=body.storage`, content);
      return found ?? this.#notThere(named, seen);
    }
    const of = `spaceKey=${encodeURIComponent(space ?? '')}&title=${encodeURIComponent(title ?? '')}`;
    const found = await this.#find(`/rest/api/content?${of}&expand=body.storage`, contents);
    return found?.results[0] ?? this.#notThere(named, seen);
  }

  /** The ID of a space; null if it is not visible. */
  async #cloudSpace(key: string | null): Promise<string | null> {
    if (key === null) return null;
    const { results } = await this.#get(`/api/v2/spaces?keys=${encodeURIComponent(key)}`, spaces);
    return results[0] === undefined ? null : String(results[0].id);
  }

  /**
   * Confluence answers 404 both for a page that does not exist and for one
   * that is not visible. Throws `NotRead` if the space is not visible.
   */
  async #notThere(named: Named, space: () => Promise<unknown>): Promise<null> {
    if ((await space()) === null) throw this.#notSeen(named);
    return null;
  }

  #notSeen({ id, space }: Named): NotRead {
    const what = space === null ? `page ${id ?? ''}` : `space ${space}`;
    return cannotTell(failures.notSeen(this.#api.origin, what));
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const found = await this.#find(path, schema);
    if (found === null) throw cannotTell(failures.status(this.#api.origin, 404));
    return found;
  }

  /** Checks the headers, because Confluence treats a failed login as an anonymous user, who sees only public pages. */
  async #find<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const answer = await this.#api.ask(path);
    const { origin } = this.#api;
    if (/captcha/i.test(answer.headers.get('x-authentication-denied-reason') ?? '')) {
      throw cannotTell(failures.captcha(origin));
    }
    const isRefused = /AUTHENTICAT\w+_(?:FAILED|DENIED)/.test(
      answer.headers.get('x-seraph-loginreason') ?? '',
    );
    if (isRefused && this.#variable !== null) {
      throw new NotRead({
        outcome: 'badCredentials',
        reason: failures.credentials(origin, this.#variable),
      });
    }
    return answer.status === 404 ? null : this.#api.read(answer, schema);
  }
}

/** Null if this is not the address of a page. */
function namedIn({ pathname, searchParams }: URL): Named | null {
  const [, context = '', kind, rest = ''] = /^(.*?)\/(display|spaces|pages|x)\/(.*)$/s.exec(pathname) ?? [];
  const [first = '', second, third = ''] = rest.split('/').map(decoded);
  const none = { context, id: null, space: null, title: null };
  const id = searchParams.get('pageId');
  if (id !== null && /^\d+$/.test(id)) return { ...none, id };
  switch (kind) {
    case 'spaces': {
      const [, found] = /\/pages\/(?:[a-z][\w-]*\/)?(\d+)/.exec(`/${rest}`) ?? [];
      return found === undefined ? null : { ...none, id: found, space: first };
    }
    case 'display':
      return second === undefined || third !== ''
        ? null
        : { ...none, space: first, title: second.replaceAll('+', ' ') };
    case 'x':
      return { ...none, id: idOfShort(first) };
    default: {
      const [space, title] = [searchParams.get('spaceKey'), searchParams.get('title')];
      return space === null || title === null ? null : { ...none, space, title };
    }
  }
}

/** The ID in a short link: its bytes in Base64, little-endian, with two characters replaced for URLs. */
function idOfShort(short: string): string {
  const bytes = Buffer.from(short.replaceAll('-', '/').replaceAll('_', '+'), 'base64');
  return String(bytes.reduceRight((id, byte) => id * 256n + BigInt(byte), 0n));
}
