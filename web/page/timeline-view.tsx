import { useMemo } from 'preact/hooks';
import type { TimelineAnswer } from '../wire.ts';
import { useAround, useDay } from './around.ts';
import { Filters } from './filters.tsx';
import { findingsOf } from './findings.ts';
import { Happenings } from './happenings.tsx';
import { InstantField } from './instant-field.tsx';
import { Legend } from './legend.tsx';
import { RangeBar, ZoomButtons } from './range-bar.tsx';
import { ReleaseList } from './release-list.tsx';
import { rangeOf, spanOf } from './span.ts';
import type { Span } from './span.ts';
import { Suspects } from './suspects.tsx';
import { Timeline } from './timeline.tsx';
import { TroubleNote } from './trouble-note.tsx';
import type { AnswerState } from './use-answer.ts';

/** The releases of a span, as a picture and as a list, and what changed before a chosen moment. */
export function TimelineView({
  asked: { answer, trouble },
}: {
  readonly asked: AnswerState<TimelineAnswer>;
}) {
  const { texts, about, state, now } = useAround();
  const day = useDay();
  const { span, show } = useSpan();
  const inSpan = useMemo(() => (answer === null ? null : within(answer, span)), [answer, span.from, span.to]);
  const findings = useMemo(() => findingsOf(answer ?? {}), [answer]);
  return (
    <>
      <Filters />
      <RangeBar view="timeline" span={span}>
        <ZoomButtons span={span} show={show} />
      </RangeBar>
      <TroubleNote trouble={trouble} of="log" />
      <p class="heading">
        {texts.timelineOf(day(span.from), day(Math.min(span.to, Math.max(now, span.from))))}{' '}
        <span class="quiet">{about.timezone}</span>
      </p>
      <div class={state.cursor === null ? 'timeline-page' : 'timeline-page with-suspects'}>
        <div>
          {inSpan === null || answer === null ? (
            <p class="empty">{trouble === null ? texts.loading : null}</p>
          ) : (
            <>
              {isEmpty(inSpan) ? <p class="empty">{texts.nothingInTime}</p> : null}
              <Timeline {...{ answer, findings, span, show }} />
              {answer.more === 0 ? null : <p class="note">{texts.moreInTime(answer.more)}</p>}
              <Legend />
            </>
          )}
        </div>
        <Moment />
        {inSpan === null ? null : (
          <div class="lists">
            <ReleaseList releases={inSpan.releases} findings={findings} />
            <Happenings freezes={inSpan.freezes} incidents={inSpan.incidents} />
          </div>
        )}
      </div>
    </>
  );
}

const isEmpty = ({
  releases,
  freezes,
  incidents,
}: Pick<TimelineAnswer, 'releases' | 'freezes' | 'incidents'>) =>
  releases.length + freezes.length + incidents.length === 0;

/** The part of an answer within the visible span. The span may have moved since; a newer answer may be on its way. */
function within(
  { releases, freezes, incidents }: TimelineAnswer,
  { from, to }: Span,
): Pick<TimelineAnswer, 'releases' | 'freezes' | 'incidents'> {
  return {
    releases: releases.filter(
      ({ askedAt, startedAt, endedAt }) =>
        (askedAt ?? startedAt ?? from) <= to && (endedAt === null || endedAt >= from),
    ),
    freezes: freezes.filter((span) => span.from <= to && (span.to === null || span.to >= from)),
    incidents: incidents.filter(({ at }) => at >= from && at <= to),
  };
}

/** The visible span, and a function to change it. The first step away from the clock makes a history entry; further ones replace it. */
function useSpan(): { readonly span: Span; readonly show: (span: Span) => void } {
  const { state, go, now } = useAround();
  const range = rangeOf(state.range, 'timeline');
  return {
    span: spanOf(range, now),
    show: ({ from, to }) => {
      go({ range: { kind: 'between', from, to } }, range.kind === 'between' ? 'replace' : 'push');
    },
  };
}

/** The moment in question, and what changed before it. */
function Moment() {
  const { texts, state, go } = useAround();
  return (
    <section class="moment" aria-label={texts.changedBefore}>
      <div class="moment-field">
        <InstantField
          label={state.cursor === null ? texts.changedBefore : texts.moment}
          at={state.cursor}
          onChange={(cursor) => {
            go({ cursor });
          }}
        />
        <button
          type="button"
          onClick={() => {
            go({ cursor: Date.now() });
          }}
        >
          {texts.now}
        </button>
        {state.cursor === null ? null : (
          <button
            type="button"
            onClick={() => {
              go({ cursor: null });
            }}
          >
            {texts.clearMoment}
          </button>
        )}
      </div>
      {state.cursor === null ? null : <Suspects at={state.cursor} />}
    </section>
  );
}
