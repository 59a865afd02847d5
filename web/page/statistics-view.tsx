import { useEffect, useMemo, useRef } from 'preact/hooks';
import { duration } from '../../domain/duration.ts';
import type { Figures, Spread } from '../../domain/log/figures.ts';
import type { StatisticsAnswer } from '../wire.ts';
import { useAround } from './around.ts';
import { onlyComponent, statisticsPath } from './paths.ts';
import type { PlotName } from './plots.ts';
import { RangeBar } from './range-bar.tsx';
import { rangeOf, spanOf } from './span.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';
import { searchOf } from './view-state.ts';

const dayMs = 24 * 3_600_000;

/** The figures of releases over a span. */
export function StatisticsView() {
  const { texts, about, state, go, version } = useAround();
  const component = onlyComponent(state);
  const asked = searchOf({ ...state, cursor: null, story: null });
  const span = useMemo(() => {
    const { from, to } = spanOf(rangeOf(state.range, 'statistics'), Date.now());
    return { from, to: Math.min(to, Date.now()) };
  }, [asked, version]);
  const { answer, trouble } = useAnswer<StatisticsAnswer>(statisticsPath(span, component), version);
  return (
    <>
      <RangeBar view="statistics" span={span}>
        <label class="component-choice">
          <span>{texts.component}</span>
          <select
            value={component ?? ''}
            onChange={({ currentTarget: { value } }) => {
              go({ components: value === '' ? [] : [value] });
            }}
          >
            <option value="">{texts.all}</option>
            {about.components.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </RangeBar>
      <TroubleNote trouble={trouble} of="log" />
      {answer === null ? (
        <p class="empty">{trouble === null ? texts.loading : null}</p>
      ) : answer.total.releases + answer.incidents === 0 ? (
        <p class="empty">{texts.noStatistics}</p>
      ) : (
        <Told statistics={answer} />
      )}
    </>
  );
}

function Told({ statistics }: { readonly statistics: StatisticsAnswer }) {
  const { texts } = useAround();
  const { byComponent, byMonth } = statistics;
  return (
    <>
      <Total statistics={statistics} />
      <div class="plots">
        {(['releases', 'lead', 'failures', 'waits'] as const).map((name) => (
          <Plot key={name} name={name} statistics={statistics} />
        ))}
      </div>
      <Table
        head={texts.statistics.names.byComponent}
        first={texts.component}
        rows={byComponent.map(({ component, ...figures }) => [component, figures])}
      />
      <Table
        head={texts.statistics.names.byMonth}
        first={texts.month}
        rows={byMonth.map(({ month, ...figures }) => [month, figures])}
      />
    </>
  );
}

/** The figures of all releases: first the measures that teams are compared by, then where the time went. */
function Total({
  statistics: { since, until, total, restore, incidents },
}: {
  readonly statistics: StatisticsAnswer;
}) {
  const { texts } = useAround();
  const { names, perDay, releases, rolledBack } = texts.statistics;
  const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(texts.locale, options).format(value);
  const failed = total.releases === 0 ? 0 : total.rolledBack / total.releases;
  const spread = ({ medianMs, p90Ms }: Spread): readonly [string, string] =>
    medianMs === null || p90Ms === null
      ? ['–', '']
      : [duration(medianMs, texts.locale), `${texts.nineInTen} ${duration(p90Ms, texts.locale)}`];
  const figures: readonly (readonly [string, string, string])[] = [
    [
      names.frequency,
      perDay(number(total.releases / ((until - since) / dayMs), { maximumSignificantDigits: 2 })),
      releases(total.releases),
    ],
    [names.lead, ...spread(total.lead)],
    [names.failures, number(failed, { style: 'percent' }), rolledBack(total.rolledBack)],
    [names.restore, ...spread(restore)],
    [names.waitForGood, ...spread(total.waitForGood)],
    [names.waitForLock, ...spread(total.waitForLock)],
    [names.waitForAdmin, ...spread(total.waitForAdmin)],
    [names.onProduction, ...spread(total.onProduction)],
    [names.incidents, number(incidents), ''],
    [names.nudges, number(total.nudges), ''],
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong> <span class="quiet">{more}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The plotting library is large, so it is loaded only when there is something to plot. */
function Plot({ name, statistics }: { readonly name: PlotName; readonly statistics: StatisticsAnswer }) {
  const { texts } = useAround();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    void import('./plots.ts').then(({ plot }) => {
      if (gone || place.current === null) return;
      place.current.replaceChildren(plot(name, statistics, { texts, width: place.current.clientWidth }));
    });
    return () => {
      gone = true;
    };
  }, [name, statistics, texts]);
  return (
    <figure class="plot">
      <figcaption>{texts.plots[name]}</figcaption>
      <div ref={place} role="img" aria-label={texts.plots[name]} />
    </figure>
  );
}

function Table({
  head,
  first,
  rows,
}: {
  readonly head: string;
  readonly first: string;
  readonly rows: readonly (readonly [string, Figures])[];
}) {
  const { texts } = useAround();
  const { short, rolledBack } = texts.statistics;
  const times = ['lead', 'waitForGood', 'waitForLock', 'waitForAdmin', 'onProduction'] as const;
  if (rows.length === 0) return null;
  return (
    <div class="table" role="region" aria-label={head} tabIndex={0}>
      <table>
        <caption>{head}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{texts.count}</th>
            <th scope="col">{texts.fates.rolledBack}</th>
            {times.map((time) => (
              <th key={time} scope="col">
                {short[time]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, figures]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{figures.releases}</td>
              <td aria-label={rolledBack(figures.rolledBack)}>{figures.rolledBack}</td>
              {times.map((time) => {
                const { medianMs } = figures[time];
                return <td key={time}>{medianMs === null ? '–' : duration(medianMs, texts.locale)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
