import { pageKeyOf } from '../release/page.ts';
import type { Subject } from '../release/subject.ts';
import { pageIdOf, releaseIdOf } from './workflows.ts';

/** What a release is of besides what its own workflow ID says, with the workflow ID that nobody else can have then. */
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
