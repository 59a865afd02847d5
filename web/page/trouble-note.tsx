import type { PageTexts } from '../../texts/page.ts';
import type { RequestError } from './api.ts';
import { useAround } from './around.ts';

/** Reports a trouble, if there is one. The previous content stays visible. */
export function TroubleNote({
  trouble,
  of,
}: {
  readonly trouble: RequestError | null;
  readonly of: 'log' | 'temporal';
}) {
  const { texts } = useAround();
  return (
    <div role="status" class="trouble">
      {trouble === null ? null : <p>{wordsOf(trouble, of, texts)}</p>}
    </div>
  );
}

function wordsOf({ kind, message }: RequestError, of: 'log' | 'temporal', texts: PageTexts): string {
  switch (kind) {
    case 'away':
      return of === 'log' ? texts.logAway : texts.temporalAway;
    case 'unreachable':
      return texts.pageAway;
    case 'missing':
    case 'refused':
      return texts.refused(message);
  }
}
