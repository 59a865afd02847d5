import { failures } from '../../texts/http.ts';
import type { Page } from '../../domain/signs/page.ts';
import { cannotTell } from '../tickets/api.ts';
import type { Answered, Api } from '../tickets/api.ts';

/** The files and the wiki of a repository. All of it throws `NotRead`. */
export interface CodePages {
  /** The text of a file; null if it is not there, or cannot be seen. */
  readonly file: (ref: string, path: string) => Promise<string | null>;
  /** The branches and tags whose names begin so. Throws if the repository cannot be seen. */
  readonly refs: (beginning: string) => Promise<readonly string[]>;
  /** Null: it is not there. */
  readonly wiki: (name: string, url: string) => Promise<Page | null>;
}

/** A file as it is; null if it is not there. A page in its place is somebody else's, who asks to sign in. */
export function fileIn(answer: Answered, api: Api): string | null {
  const text = api.text(answer);
  if (text !== null && /html/i.test(answer.headers.get('content-type') ?? '')) {
    throw cannotTell(failures.noContent(api.origin));
  }
  return text;
}

/** A path as it stands in an address, its slashes as they are. */
export const inPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
