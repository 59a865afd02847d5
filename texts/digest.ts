import type { RoleHolders } from '../domain/people.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { Digest, Report } from '../domain/messages/digest.ts';
import type { TextContext } from './facts.ts';
import type { LogSurroundings } from './release-log.ts';

/**
 * The regular messages to the release channel. `page` is the address of the web page, ending with a slash; null if it is not configured.
 */
export interface DigestTexts {
  readonly digest: (
    digest: Digest,
    around: TextContext,
    holders: (release: ReleaseSummary) => RoleHolders,
    page: string | null,
  ) => string;
  readonly report: (report: Report, around: LogSurroundings, page: string | null) => string;
}
