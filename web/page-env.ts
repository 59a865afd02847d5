import type { User } from './slack-identity.ts';

/** What the server keeps for the duration of a request. */
export interface PageEnv {
  Variables: {
    /** The signed-in user; undefined without sign-in. */
    user: User | undefined;
  };
}
