import * as Plot from '@observablehq/plot';
import type { PlotOptions, ScaleOptions } from '@observablehq/plot';
import type { PageTexts } from '../../texts/page.ts';
import type { StatisticsAnswer } from '../wire.ts';

export type PlotName = keyof PageTexts['plots'];

interface Paper {
  readonly texts: PageTexts;
  /** In px. */
  readonly width: number;
}

/** Plots the components with the most releases; the table has all. */
const mostComponents = 12;

/** Draws a plot in the colours of the page. */
export function plot(name: PlotName, statistics: StatisticsAnswer, paper: Paper): Element {
  const { texts, width } = paper;
  const drawn = Plot.plot({
    ...optionsOf[name](statistics, paper),
    width,
    className: 'plotted',
    ariaLabel: texts.plots[name],
  });
  // The content security policy forbids inline styles; the page's stylesheet has them.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // The library's labels of inner groups are meant for developers.
  for (const group of drawn.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  return drawn;
}

const optionsOf: Readonly<Record<PlotName, (statistics: StatisticsAnswer, paper: Paper) => PlotOptions>> = {
  releases: ({ byMonth }, { texts }) => ({
    height: tall,
    marginLeft: 40,
    x: { type: 'band', label: null },
    y: {
      label: null,
      grid: true,
      ticks: Math.min(5, Math.max(1, ...byMonth.map(({ releases }) => releases))),
      tickFormat: 'd',
    },
    color: colours(['finished', 'rolledBack'], texts),
    marks: [
      Plot.barY(
        byMonth.toReversed().flatMap(({ month, releases, rolledBack }) => [
          { month, count: releases - rolledBack, as: texts.fates.finished },
          { month, count: rolledBack, as: texts.fates.rolledBack },
        ]),
        { x: 'month', y: 'count', fill: 'as' },
      ),
      Plot.ruleY([0]),
    ],
  }),
  lead: ({ byMonth }, { texts }) => {
    const unit = unitFor(byMonth.flatMap(({ lead }) => lead.p90Ms ?? []));
    const times = byMonth.toReversed().flatMap(({ month, lead: { medianMs, p90Ms } }) => [
      { month, time: inUnit(medianMs, unit), as: texts.median },
      { month, time: inUnit(p90Ms, unit), as: texts.nineInTen },
    ]);
    const domain = [texts.median, texts.nineInTen];
    const range = ['var(--production)', 'var(--wait-edge)'];
    return {
      height: tall,
      marginLeft: 60,
      x: { type: 'point', label: null },
      y: { label: null, grid: true, zero: true, ticks: 5, tickFormat: unitFormat(unit, texts) },
      color: { domain, range },
      symbol: { legend: true, domain },
      marks: [
        Plot.lineY(times, { x: 'month', y: 'time', z: 'as', stroke: 'as', strokeWidth: 2 }),
        Plot.dotY(times, { x: 'month', y: 'time', fill: 'as', symbol: 'as', r: 5 }),
        Plot.ruleY([0]),
      ],
    };
  },
  failures: ({ byComponent }, { texts }) => ({
    marginLeft: 110,
    x: {
      label: null,
      grid: true,
      ticks: 5,
      tickFormat: percent(texts),
      domain: [0, mostFailures(byComponent)],
    },
    y: { label: null, type: 'band' },
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
  waits: ({ byComponent }, { texts }) => {
    const { waitForGood, waitForLock, waitForAdmin } = texts.statistics.short;
    const shown = byComponent.slice(0, mostComponents);
    const unit = unitFor(
      shown.flatMap((figures) =>
        [figures.waitForGood, figures.waitForLock, figures.waitForAdmin].flatMap(
          ({ medianMs }) => medianMs ?? [],
        ),
      ),
    );
    const waits = shown.flatMap((figures) => [
      { component: figures.component, time: inUnit(figures.waitForGood.medianMs, unit), for: waitForGood },
      { component: figures.component, time: inUnit(figures.waitForLock.medianMs, unit), for: waitForLock },
      { component: figures.component, time: inUnit(figures.waitForAdmin.medianMs, unit), for: waitForAdmin },
    ]);
    const domain = [waitForGood, waitForLock, waitForAdmin];
    return {
      height: 50 + shown.length * 54,
      marginLeft: 80,
      marginRight: 100,
      x: { label: null, grid: true, ticks: 3, tickFormat: unitFormat(unit, texts) },
      y: { label: null, type: 'band', domain },
      fy: { label: null, padding: 0.2 },
      color: { domain, range: ['var(--production)', 'var(--wait-edge)', 'var(--finished)'] },
      marks: [Plot.barX(waits, { fy: 'component', y: 'for', x: 'time', fill: 'for' }), Plot.ruleX([0])],
    };
  },
};

const tall = 240;

const colours = (fates: readonly ('finished' | 'rolledBack')[], texts: PageTexts): ScaleOptions => ({
  legend: true,
  domain: fates.map((fate) => texts.fates[fate]),
  range: ['var(--finished)', 'var(--rolled-back)'],
});

type Unit = keyof typeof unitMs;
const unitMs = { minute: 60_000, hour: 3_600_000, day: 24 * 3_600_000 } as const;

/** The unit in which an axis up to the longest of these has small round numbers. */
function unitFor(times: readonly number[]): Unit {
  const longest = Math.max(0, ...times);
  if (longest < 2 * unitMs.hour) return 'minute';
  return longest < 2 * unitMs.day ? 'hour' : 'day';
}

const inUnit = (ms: number | null, unit: Unit): number | null => (ms === null ? null : ms / unitMs[unit]);

function unitFormat(unit: Unit, { locale }: PageTexts): (count: number) => string {
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' });
  return (count) => format.format(count);
}

const percent =
  ({ locale }: PageTexts) =>
  (part: number): string =>
    new Intl.NumberFormat(locale, { style: 'percent' }).format(part);

/** The end of the axis, at least 10 %, so that low rates do not look high. */
const mostFailures = (components: StatisticsAnswer['byComponent']): number =>
  Math.max(0.1, ...components.map(({ releases, rolledBack }) => rolledBack / Math.max(1, releases)));
