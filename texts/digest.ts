import type { RoleHolders } from '../domain/people.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { Digest, Report } from '../domain/messages/digest.ts';
import type { Surroundings } from './facts.ts';
import type { LogSurroundings } from './release-log.ts';

/** What the release channel is told regularly. `page` is the address of the web page, with a slash at its end; null where nobody said it. */
export interface DigestTexts {
  readonly digest: (
    digest: Digest,
    around: Surroundings,
    holders: (release: ReleaseSummary) => RoleHolders,
    page: string | null,
  ) => string;
  readonly report: (report: Report, around: LogSurroundings, page: string | null) => string;
}
