/** As much of a browser as signing in needs: keeps cookies and follows redirects. */

/** Answers requests to an origin. */
export type Answerer = (url: string, init: RequestInit) => Response | Promise<Response>;

export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Browser {
  /** Requests this, and follows redirects. */
  open(url: string): Promise<Visit>;
  /** Makes one request; sends and keeps cookies. */
  ask(url: string, init?: RequestInit): Promise<Visit>;
  /** By origin and name. */
  readonly cookies: Map<string, Map<string, string>>;
  /** Every answer, oldest first. */
  readonly visits: readonly Visit[];
}

const redirectsAtMost = 10;

/** Origins that are not in `origins` are requested over the network. */
export function browser(origins: Readonly<Record<string, Answerer>>): Browser {
  const cookies = new Map<string, Map<string, string>>();
  const visits: Visit[] = [];

  async function ask(address: string, init: RequestInit = {}): Promise<Visit> {
    const url = new URL(address);
    const jar = cookies.get(url.origin) ?? new Map<string, string>();
    cookies.set(url.origin, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answerer = origins[url.origin] ?? fetch;
    const response = await answerer(url.href, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    const visit = { url, status: response.status, headers: response.headers, body: await response.text() };
    visits.push(visit);
    return visit;
  }

  return {
    ask,
    async open(address) {
      let visit = await ask(address);
      for (let count = 0; visit.status === 302; count++) {
        if (count === redirectsAtMost) throw new Error(`${address} redirects for ever`);
        visit = await ask(new URL(visit.headers.get('location') ?? '', visit.url).href);
      }
      return visit;
    },
    cookies,
    visits,
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const name = pair.slice(0, pair.indexOf('='));
  if (attributes.includes('Max-Age=0')) jar.delete(name);
  else jar.set(name, pair.slice(name.length + 1));
}
