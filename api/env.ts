import type { Words } from '../answers/outcome.ts';
import type { KnownToken } from '../log/tokens.ts';
import type { CommandLimit } from './command-limit.ts';
import type { PageHolder } from './page-holder.ts';

/** As whom a request acts, and what for. */
export type Holder = KnownToken | PageHolder;

/** What a request carries along on the server. */
export interface ApiEnv {
  Variables: {
    /** In the caller's language. */
    words: Words;
    /** What the caller came with. */
    token: Holder;
    /** Of the server, for all callers together. */
    limit: CommandLimit;
  };
}
