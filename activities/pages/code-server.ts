import { failures } from '../../texts/http.ts';
import type { Page } from '../../domain/signs/page.ts';
import { cannotTell } from '../tickets/api.ts';
import type { AnsweredRequest, Api } from '../tickets/api.ts';

/** The files and the wiki of a repository. Everything throws `NotRead`. */
export interface CodePages {
  /** The text of a file; null if it does not exist or is not visible. */
  readonly file: (ref: string, path: string) => Promise<string | null>;
  /** The branches and tags that start with `beginning`. Throws if the repository is not visible. */
  readonly refs: (beginning: string) => Promise<readonly string[]>;
  /** Null if the page does not exist. */
  readonly wiki: (name: string, url: string) => Promise<Page | null>;
}

/** The content of a file; null if it does not exist. An HTML page in its place is a sign-in page. */
export function fileIn(answer: AnsweredRequest, api: Api): string | null {
  const text = api.text(answer);
  if (text !== null && /html/i.test(answer.headers.get('content-type') ?? '')) {
    throw cannotTell(failures.noContent(api.origin));
  }
  return text;
}

/** Encodes a path for a URL, keeping its slashes. */
export const inPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
