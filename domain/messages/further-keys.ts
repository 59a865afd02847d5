import { pageKeyOf } from '../release/page.ts';
import type { Subject } from '../release/subject.ts';
import { pageIdOf, releaseIdOf } from './workflows.ts';

/**
 * The further keys of a release (tickets besides its own key, and pages), each with the workflow ID that keeps other releases from having
 * it.
 */
export const furtherKeys = ({
  id,
  items,
}: Subject): readonly (readonly [key: string, workflowId: string])[] =>
  items.flatMap((item) => {
    switch (item.kind) {
      case 'ticket':
        return item.key === id ? [] : [[item.key, releaseIdOf(item.key)] as const];
      case 'page':
        return [[item.url, pageIdOf(pageKeyOf(item.url))] as const];
      case 'text':
        return [];
    }
  });
