import type { BadReading } from '../../domain/log/bad-reading.ts';
import { useAround, useTime } from './around.ts';
import { findingText } from './wording.ts';

/** The checks that turned bad on production, one per line. */
export function TurnedBad({ findings }: { readonly findings: readonly Omit<BadReading, 'releaseKey'>[] }) {
  const { texts } = useAround();
  const time = useTime();
  return (
    <>
      {findings.map((finding) => (
        <span key={`${finding.check} ${finding.found.at}`} class="turned-bad">
          <span aria-hidden="true">▼ </span>
          {findingText(finding, texts, time)}
        </span>
      ))}
    </>
  );
}
