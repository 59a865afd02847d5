import type { Releases } from '../client/releases.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import { numberIn } from '../domain/release/numbers.ts';
import type { Subject } from '../domain/release/subject.ts';
import type { Settings } from '../domain/settings.ts';

export interface ToCheck {
  readonly subject: Subject;
  readonly options: RequestOptions;
}

/**
 * What the checks look at; for the key of a numbered release, what its last release was requested with. Null: there was no such release.
 */
export async function whatToCheck(
  { subject, options }: ToCheck,
  settings: Settings,
  releases: Releases,
): Promise<ToCheck | null> {
  const { id } = subject;
  if (numberIn(id, settings.releases.prefix) === null) return { subject, options };
  const last = await releases.last(id);
  if (last === null) return null;
  const { components, asked } = last.status;
  return {
    subject: { id, items: asked.items },
    options: {
      ...options,
      wikiLink: options.wikiLink ?? asked.wikiLink,
      components: options.components ?? (components.length > 0 ? components : null),
    },
  };
}
