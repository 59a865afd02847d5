import type { Words } from '../answers/outcome.ts';
import type { KnownToken } from '../log/tokens.ts';
import type { CommandLimit } from './command-limit.ts';
import type { PageHolder } from './page-holder.ts';

/** Who makes a request, and what it may do. */
export type Principal = KnownToken | PageHolder;

/** What the server keeps for the duration of a request. */
export interface ApiEnv {
  Variables: {
    /** Texts in the caller's language. */
    words: Words;
    /** Who makes the request. */
    token: Principal;
    /** Shared by all callers of this server. */
    limit: CommandLimit;
  };
}
