import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { duration } from '../../domain/duration.ts';
import { useAround } from './around.ts';
import { InstantField } from './instant-field.tsx';
import { moved, offered, rangeOf, zoomed } from './span.ts';
import type { Span } from './span.ts';
import type { Range } from './view-state.ts';

/** What keys and buttons do to the visible span. */
export const steps = { closer: 0.5, farther: 2, earlier: -0.25, later: 0.25 } as const;

const between = (span: Span): Range => ({ kind: 'between', ...span });

/** Chooses the visible span. */
export function RangeBar({
  view,
  span,
  children,
}: {
  readonly view: keyof typeof offered;
  readonly span: Span;
  readonly children?: ComponentChildren;
}) {
  const { texts, state, go } = useAround();
  const range = rangeOf(state.range, view);
  return (
    <div class="range" role="group" aria-label={texts.time}>
      <div class="buttons">
        {offered[view].map((ms) => (
          <button
            key={ms}
            type="button"
            aria-label={texts.last(duration(ms, texts.locale))}
            aria-pressed={range.kind === 'last' && range.ms === ms}
            onClick={() => {
              go({ range: { kind: 'last', ms } });
            }}
          >
            {duration(ms, texts.locale)}
          </button>
        ))}
      </div>
      {children}
      <details class="choice">
        <summary>{texts.exactTime}</summary>
        <div class="exact">
          <InstantField
            label={texts.from}
            at={Math.round(span.from)}
            onChange={(from) => {
              go({ range: between({ from, to: Math.max(span.to, from + 60_000) }) });
            }}
          />
          <InstantField
            label={texts.to}
            at={Math.round(span.to)}
            onChange={(to) => {
              go({ range: between({ from: Math.min(span.from, to - 60_000), to }) });
            }}
          />
        </div>
      </details>
      <CopyLink span={span} />
    </div>
  );
}

/** For users without a wheel or keys. */
export function ZoomButtons({ span, show }: { readonly span: Span; readonly show: (span: Span) => void }) {
  const { texts } = useAround();
  const button = (sign: string, name: string, next: Span) => (
    <button
      type="button"
      aria-label={name}
      title={name}
      onClick={() => {
        show(next);
      }}
    >
      {sign}
    </button>
  );
  return (
    <div class="buttons">
      {button('←', texts.earlier, moved(span, steps.earlier))}
      {button('→', texts.later, moved(span, steps.later))}
      {button('+', texts.closer, zoomed(span, steps.closer))}
      {button('−', texts.farther, zoomed(span, steps.farther))}
    </div>
  );
}

/** Copies a link that keeps showing the same span: a range that follows the clock is fixed first. */
function CopyLink({ span }: { readonly span: Span }) {
  const { texts, state, go } = useAround();
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    const { from, to } = span;
    const rounded = { from: Math.round(from), to: Math.round(to) };
    if (state.range?.kind !== 'between') go({ range: between(rounded) });
    try {
      await navigator.clipboard.writeText(window.location.href);
      setSaid(texts.linkCopied);
    } catch {
      setSaid(texts.linkInAddress);
    }
  };
  return (
    <div class="copy">
      <button type="button" onClick={() => void copy()}>
        {texts.copyLink}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}
