import { whyText } from '../../texts/log-words.ts';
import type { SuspectsAnswer } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { StoryLink } from './links.tsx';
import { useNames } from './names.ts';
import { onlyComponent, suspectsPath } from './paths.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';
import { componentsText, wordingOf } from './wording.ts';

/** What changed before a moment (epoch ms), most likely first, each with reasons. */
export function Suspects({ at }: { readonly at: number }) {
  const { texts, state, version } = useAround();
  const time = useTime();
  const nameOf = useNames();
  const component = onlyComponent(state);
  const { answer, trouble } = useAnswer<SuspectsAnswer>(suspectsPath(at, component), version);
  return (
    <>
      <h2>{texts.suspects(time(at))}</h2>
      <TroubleNote trouble={trouble} of="log" />
      {answer === null ? (
        <p class="empty">{trouble === null ? texts.loading : null}</p>
      ) : answer.suspects.length === 0 ? (
        <p class="empty">{texts.noSuspects(time(at))}</p>
      ) : (
        <ol class="suspects">
          {answer.suspects.map(({ release, reasons }) => (
            <li key={release.releaseKey}>
              <StoryLink release={release} />
              <span class="quiet">
                {[
                  componentsText(release.components, texts),
                  ...(release.requester === null ? [] : [nameOf(release.requester)]),
                  ...(release.admin === null ? [] : [`${texts.log.admin} ${nameOf(release.admin)}`]),
                ].join(' · ')}
              </span>
              <span>
                {reasons
                  .map((reason) =>
                    whyText(reason, component ?? '', texts.log, wordingOf(texts, time, nameOf)),
                  )
                  .join('; ')}
              </span>
            </li>
          ))}
        </ol>
      )}
      {answer === null || answer.more === 0 ? null : <p class="quiet">{texts.moreSuspects(answer.more)}</p>}
    </>
  );
}
