import type { Context } from 'hono';
import { deleteCookie, getCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { z } from 'zod';

/** Name and expiry are signed too: a cookie is valid only for its purpose, and no longer than intended, whatever a browser does. */
const sealed = z.strictObject({ cookie: z.string(), until: z.number(), content: z.unknown() });

export interface SignedCookies {
  /** Null unless there is a cookie of this name with our signature, unexpired and of that shape. */
  read<T>(c: Context, name: string, shape: z.ZodType<T>): Promise<{ content: T; until: number } | null>;
  write(c: Context, name: string, content: unknown, forSeconds: number): Promise<void>;
  remove(c: Context, name: string): void;
  /** The names of all cookies that the browser sent, ours or not. */
  names(c: Context): readonly string[];
}

const hostPrefix = '__Host-';

/** `secure`: the page is served by https, so cookies are restricted to https and this host. */
export function signedCookies(secret: string, secure: boolean): SignedCookies {
  const prefix = secure ? ('host' as const) : undefined;
  const common = { path: '/', httpOnly: true, sameSite: 'Lax', secure, ...(prefix && { prefix }) } as const;
  return {
    async read(c, name, shape) {
      const text = await getSignedCookie(c, secret, name, prefix);
      if (typeof text !== 'string') return null;
      const { data } = sealed.safeParse(JSON.parse(text));
      if (data?.cookie !== name || data.until <= Date.now()) return null;
      const content = shape.safeParse(data.content);
      return content.success ? { content: content.data, until: data.until } : null;
    },
    async write(c, name, content, forSeconds) {
      const until = Date.now() + forSeconds * 1000;
      const text = JSON.stringify({ cookie: name, until, content } satisfies z.infer<typeof sealed>);
      await setSignedCookie(c, name, text, secret, { ...common, maxAge: forSeconds });
    },
    remove(c, name) {
      deleteCookie(c, name, common);
    },
    names(c) {
      const all = Object.keys(getCookie(c));
      if (!secure) return all;
      return all.filter((name) => name.startsWith(hostPrefix)).map((name) => name.slice(hostPrefix.length));
    },
  };
}
