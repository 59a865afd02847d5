import { useAround } from './around.ts';
import { fates } from './fate.ts';
import { turnedBadPath } from './lane.tsx';

/** Explains the colours and patterns of the bars. */
export function Legend() {
  const { texts } = useAround();
  return (
    <ul class="legend" aria-label={texts.legend}>
      {fates.map((fate) => (
        <li key={fate}>
          <svg class={`fate-${fate}`} width="28" height="12" aria-hidden="true">
            <rect
              class={fate === 'finished' || fate === 'rolledBack' ? 'production' : 'wait'}
              width="28"
              height="12"
              rx="2"
            />
            {fate === 'onProduction' ? <rect class="production" width="28" height="12" rx="2" /> : null}
            <rect class="pattern" width="28" height="12" rx="2" />
          </svg>
          {texts.fates[fate]}
        </li>
      ))}
      <li>
        <svg width="28" height="12" aria-hidden="true">
          <rect class="frozen-span" width="28" height="12" />
        </svg>
        {texts.frozen}
      </li>
      <li>
        <svg width="28" height="12" aria-hidden="true">
          <path class="turned-bad" d={turnedBadPath(14, 5)} />
        </svg>
        {texts.turnedBad}
      </li>
    </ul>
  );
}
