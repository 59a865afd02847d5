import * as Plot from '@observablehq/plot';
import type { PlotOptions, ScaleOptions } from '@observablehq/plot';
import { duration } from '../../texts/duration.ts';
import type { PageTexts } from '../../texts/page.ts';
import type { StatisticsAnswer } from '../wire.ts';

export type PlotName = keyof PageTexts['plots'];

interface Paper {
  readonly texts: PageTexts;
  /** In px. */
  readonly width: number;
}

/** So many components are plotted, the most released ones; the table has all. */
const mostComponents = 12;

/** Draws one of the plots, by the colours of the page. */
export function plot(name: PlotName, statistics: StatisticsAnswer, paper: Paper): Element {
  const { texts, width } = paper;
  const drawn = Plot.plot({
    ...optionsOf[name](statistics, paper),
    width,
    className: 'plotted',
    ariaLabel: texts.plots[name],
  });
  // The page has its styles in one file, and allows no others.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  return drawn;
}

const optionsOf: Readonly<Record<PlotName, (statistics: StatisticsAnswer, paper: Paper) => PlotOptions>> = {
  releases: ({ byMonth }, { texts }) => ({
    marginLeft: 40,
    x: { label: null },
    y: { label: null, grid: true, tickFormat: 'd' },
    color: colours(['finished', 'rolledBack'], texts),
    marks: [
      Plot.barY(
        byMonth.flatMap(({ month, releases, rolledBack }) => [
          { month, count: releases - rolledBack, as: texts.fates.finished },
          { month, count: rolledBack, as: texts.fates.rolledBack },
        ]),
        { x: 'month', y: 'count', fill: 'as', sort: { x: 'x' } },
      ),
      Plot.ruleY([0]),
    ],
  }),
  lead: ({ byMonth }, { texts }) => {
    const times = byMonth.flatMap(({ month, lead: { medianMs, p90Ms } }) => [
      { month, ms: medianMs, as: texts.median },
      { month, ms: p90Ms, as: texts.nineInTen },
    ]);
    return {
      marginLeft: 80,
      x: { label: null },
      y: { label: null, grid: true, zero: true, ticks: 5, tickFormat: durationOf(texts) },
      color: {
        legend: true,
        domain: [texts.median, texts.nineInTen],
        range: ['var(--production)', 'var(--wait-edge)'],
      },
      marks: [
        Plot.lineY(times, { x: 'month', y: 'ms', stroke: 'as', strokeWidth: 2 }),
        Plot.dotY(times, { x: 'month', y: 'ms', fill: 'as', symbol: 'as', r: 4 }),
        Plot.ruleY([0]),
      ],
    };
  },
  failures: ({ byComponent }, { texts }) => ({
    marginLeft: 110,
    x: {
      label: null,
      grid: true,
      zero: true,
      tickFormat: percent(texts),
      domain: [0, mostFailures(byComponent)],
    },
    y: { label: null },
    marks: [
      Plot.barX(
        byComponent.slice(0, mostComponents).map(({ component, releases, rolledBack }) => ({
          component,
          rate: rolledBack / Math.max(1, releases),
        })),
        { y: 'component', x: 'rate', fill: 'var(--rolled-back)', sort: { y: '-x' } },
      ),
      Plot.ruleX([0]),
    ],
  }),
  waits: ({ byComponent }, { texts }) => ({
    marginLeft: 110,
    x: { label: null, grid: true, ticks: 4, tickFormat: durationOf(texts) },
    y: { label: null },
    color: {
      legend: true,
      domain: [
        texts.statistics.short.waitForGood,
        texts.statistics.short.waitForLock,
        texts.statistics.short.waitForAdmin,
      ],
      range: ['var(--production)', 'var(--wait-edge)', 'var(--finished)'],
    },
    marks: [
      Plot.barX(
        byComponent
          .slice(0, mostComponents)
          .flatMap(({ component, waitForGood, waitForLock, waitForAdmin }) => [
            { component, ms: waitForGood.medianMs, as: texts.statistics.short.waitForGood },
            { component, ms: waitForLock.medianMs, as: texts.statistics.short.waitForLock },
            { component, ms: waitForAdmin.medianMs, as: texts.statistics.short.waitForAdmin },
          ]),
        { y: 'component', x: 'ms', fill: 'as' },
      ),
      Plot.ruleX([0]),
    ],
  }),
};

const colours = (fates: readonly ('finished' | 'rolledBack')[], texts: PageTexts): ScaleOptions => ({
  legend: true,
  domain: fates.map((fate) => texts.fates[fate]),
  range: ['var(--finished)', 'var(--rolled-back)'],
});

const durationOf =
  ({ locale }: PageTexts) =>
  (ms: number): string =>
    duration(ms, locale);

const percent =
  ({ locale }: PageTexts) =>
  (part: number): string =>
    new Intl.NumberFormat(locale, { style: 'percent' }).format(part);

/** A scale on which nothing looks worse than it is. */
const mostFailures = (components: StatisticsAnswer['byComponent']): number =>
  Math.max(0.1, ...components.map(({ releases, rolledBack }) => rolledBack / Math.max(1, releases)));
