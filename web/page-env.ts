import type { User } from './slack-identity.ts';

/** What a request to the page carries along on the server. */
export interface PageEnv {
  Variables: {
    /** Who is signed in; undefined where nobody has to. */
    user: User | undefined;
  };
}
