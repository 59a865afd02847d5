import { useState } from 'preact/hooks';
import type { TimelineAnswer } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { StoryLink } from './links.tsx';
import { useNames } from './names.ts';
import { fateOf } from './fate.ts';
import type { FindingsOf } from './findings.ts';
import { TurnedBad } from './turned-bad.tsx';
import { componentsText, standingText } from './wording.ts';

/** The number listed before "show all". */
const most = 50;

/** The releases of the timeline as a list, in the same order as the answer. */
export function ReleaseList({
  releases,
  findings,
}: Pick<TimelineAnswer, 'releases'> & { readonly findings: FindingsOf }) {
  const { texts } = useAround();
  const time = useTime();
  const nameOf = useNames();
  const [all, setAll] = useState(false);
  if (releases.length === 0) return null;
  return (
    <section>
      <h2 id="releases">
        {texts.releases} ({releases.length})
      </h2>
      <ul class="releases">
        {(all ? releases : releases.slice(0, most)).map((release) => (
          <li key={release.releaseKey} class={`fate-${fateOf(release)}`}>
            <StoryLink release={release} />
            <span class="standing">{standingText(release, texts, time)}</span>
            <TurnedBad findings={findings(release)} />
            <span class="quiet">
              {componentsText(release.components, texts)}
              {release.requester === null ? null : ` · ${nameOf(release.requester)}`}
            </span>
          </li>
        ))}
      </ul>
      {all || releases.length <= most ? null : (
        <button
          type="button"
          onClick={() => {
            setAll(true);
          }}
        >
          {texts.showAll(releases.length)}
        </button>
      )}
    </section>
  );
}
