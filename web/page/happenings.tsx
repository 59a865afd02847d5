import { reasonIn } from '../../texts/log-words.ts';
import type { TimelineAnswer } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { StateLink } from './links.tsx';
import { useNames } from './names.ts';
import { componentsText, freezeText } from './wording.ts';

/** The freezes and incidents of a span, as a list. */
export function Happenings({ freezes, incidents }: Pick<TimelineAnswer, 'freezes' | 'incidents'>) {
  const { texts } = useAround();
  const time = useTime();
  const nameOf = useNames();
  if (freezes.length + incidents.length === 0) return null;
  return (
    <section>
      <h2>{texts.freezesAndIncidents}</h2>
      <ul class="happenings">
        {incidents.map((incident) => (
          <li key={incident.key}>
            <StateLink change={{ cursor: incident.at }}>
              <span aria-hidden="true">⚠ </span>
              {texts.log.happened.incident} {time(incident.at)}
            </StateLink>{' '}
            {componentsText(incident.components, texts)}: {reasonIn(incident.facts)}
            {incident.actor === null ? null : ` (${nameOf(incident.actor)})`}
          </li>
        ))}
        {freezes.map((freeze) => (
          <li key={`${freeze.component ?? ''} ${freeze.from} ${freeze.reason}`}>
            <span aria-hidden="true">❄ </span>
            {time(freeze.from)} {freeze.component ?? texts.log.allComponents}{' '}
            {freezeText(freeze, texts, time, nameOf)}
          </li>
        ))}
      </ul>
    </section>
  );
}
