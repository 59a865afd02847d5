import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { About, TimelineAnswer } from '../wire.ts';
import { AroundContext, languageOf, textsIn } from './around.ts';
import type { Around } from './around.ts';
import { actorAmong, useChosenActor } from './actor.ts';
import { clockIn } from './clock.ts';
import { aboutPath, timelinePath } from './paths.ts';
import { QueueView } from './queue-view.tsx';
import { Shell } from './shell.tsx';
import { opening, rangeOf, spanOf } from './span.ts';
import { StatisticsView } from './statistics-view.tsx';
import { Story } from './story.tsx';
import { TimelineView } from './timeline-view.tsx';
import { useAnswer } from './use-answer.ts';
import type { AnswerState } from './use-answer.ts';
import { useChanges } from './use-changes.ts';
import { useNow } from './use-now.ts';
import { useViewState } from './use-view-state.ts';
import type { Go } from './use-view-state.ts';
import { searchOf } from './view-state.ts';
import type { ViewState } from './view-state.ts';

const wantedLanguage = languageOf(navigator.languages);

/** The whole page. Requests the data of the first view at once, without waiting for `About`. */
export function App() {
  const [state, go] = useViewState();
  const { connected, version } = useChanges();
  const now = useNow(version);
  const about = useAnswer<About>(aboutPath, 0);
  const [chosen, actAs] = useChosenActor();
  const timeline = useTimeline(state, version, about.answer?.logged ?? true);
  useOpening(state, timeline.answer, go);
  const language = wantedLanguage ?? about.answer?.language ?? 'en';
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const texts = textsIn(language);
  const timezone = about.answer?.timezone ?? 'UTC';
  const clock = useMemo(() => clockIn(timezone, texts.locale), [timezone, texts.locale]);
  if (about.answer === null) {
    return <p class="lonely">{about.trouble === null ? texts.loading : texts.pageAway}</p>;
  }
  const shown = about.answer.logged ? state : ({ ...state, view: 'queue', story: null } as const);
  const acting = { actor: actorAmong(about.answer.actors, chosen), actAs };
  const around: Around = { texts, about: about.answer, state: shown, go, clock, now, version, ...acting };
  return (
    <AroundContext.Provider value={around}>
      <Shell connected={connected}>
        <View view={shown.view} timeline={timeline} />
      </Shell>
      {shown.story === null ? null : <Story key={shown.story} of={shown.story} />}
    </AroundContext.Provider>
  );
}

/** Without a range in the address, widens the range until it contains releases, however long ago they were. */
function useOpening({ view, range }: ViewState, answer: TimelineAnswer | null, go: Go): void {
  const opens = useRef(range === null);
  const ms = range?.kind === 'between' ? null : (range?.ms ?? 0);
  useEffect(() => {
    if (!opens.current || answer === null || view !== 'timeline') return;
    const wider = ms === null ? undefined : opening.find((other) => other > ms);
    opens.current = answer.releases.length === 0 && wider !== undefined;
    if (opens.current && wider !== undefined) go({ range: { kind: 'last', ms: wider } }, 'replace');
  }, [answer]);
}

function View({
  view,
  timeline,
}: Pick<ViewState, 'view'> & { readonly timeline: AnswerState<TimelineAnswer> }) {
  switch (view) {
    case 'queue':
      return <QueueView />;
    case 'timeline':
      return <TimelineView asked={timeline} />;
    case 'statistics':
      return <StatisticsView />;
  }
}

/** The timeline of the present range, up to now if that follows the clock. `logged`: there is a log, as far as is known. */
function useTimeline(state: ViewState, version: number, logged: boolean): AnswerState<TimelineAnswer> {
  const { view, range } = state;
  const wanted = view === 'timeline' && logged ? searchOf({ ...state, cursor: null, story: null }) : null;
  const path = useMemo(
    () => (wanted === null ? null : timelinePath(spanOf(rangeOf(range, view), Date.now()), state)),
    [wanted, version],
  );
  return useAnswer<TimelineAnswer>(path, version);
}
