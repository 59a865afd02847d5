import type { Context } from 'hono';
import { z } from 'zod';
import type { SignInAccess } from '../config/sign-in.ts';
import { signedCookies } from './signed-cookies.ts';
import type { User } from './slack-identity.ts';

const seconds = 12 * 60 * 60;
const cookie = 'dobrobot-session';
const shape = z.strictObject({ team: z.string(), id: z.string(), name: z.string() });

/** The sessions of signed-in users, each in a cookie. */
export interface Sessions {
  /** The signed-in user, or null. */
  of(c: Context): Promise<User | null>;
  begin(c: Context, user: User): Promise<void>;
  end(c: Context): void;
}

export function sessionsFor({ team, publicUrl, sessionSecret }: SignInAccess): Sessions {
  const cookies = signedCookies(sessionSecret, publicUrl.protocol === 'https:');
  return {
    async of(c) {
      const session = (await cookies.read(c, cookie, shape))?.content;
      return session?.team === team ? { id: session.id, name: session.name } : null;
    },
    begin: (c, user) => cookies.write(c, cookie, { team, ...user }, seconds),
    end(c) {
      cookies.remove(c, cookie);
    },
  };
}
