import type { Evidence, SignFinding } from '../../domain/release/evidence.ts';
import { codeText, foundOfAll } from '../../domain/release/evidence.ts';
import type { Sign } from '../../domain/settings.ts';
import { partsOf } from '../../domain/signs/required-signs.ts';
import type { RequiredSign } from '../../domain/signs/required-signs.ts';
import { signFinding } from '../../domain/signs/evaluate.ts';
import { expressionFinding } from '../../domain/signs/expression.ts';
import { clipped } from '../../domain/signs/finding.ts';
import type { Finding, Shown } from '../../domain/signs/finding.ts';
import type { EvaluationContext } from '../../domain/signs/known.ts';
import type { PageReading } from '../../domain/signs/page.ts';
import { presetOf } from '../../domain/signs/presets.ts';
import { blocking } from '../../domain/signs/rule.ts';
import type { Condition, SignRule } from '../../domain/signs/rule.ts';
import type { Ticket } from '../../domain/signs/ticket.ts';
import type { TrackerKind } from '../../domain/trackers.ts';

/** Reads a web page. Never throws. */
export type ReadPage = (address: string) => Promise<PageReading>;

export interface PageSource {
  readonly readPage: ReadPage;
  /** Whether the configuration covers a page. Absent: it covers none. */
  readonly knowsPage?: (address: string) => boolean;
}

/** How many of the pages named in a ticket are read, in addition to those in the fields that rules name. */
const mostPages = 20;

/** What the rules find in a ticket. Signs that do not apply to the ticket are left out. */
export async function evidenceOf(
  ticket: Ticket,
  tracker: TrackerKind,
  signs: readonly RequiredSign[],
  { readPage, knowsPage: isKnownPage }: PageSource,
): Promise<Evidence> {
  const pages = new Map<string, PageReading>();
  let asked = 0;
  for (;;) {
    const wanted = new Map<string, 'ofField' | 'ofTicket'>();
    const known: EvaluationContext = {
      ...{ ticket, pages, wanted, expression: expressionFinding },
      ...(isKnownPage === undefined ? {} : { isKnownPage }),
    };
    const evidence = Object.fromEntries(
      signs.flatMap((asked) => {
        const found = ofSign(asked, tracker, known);
        return found === undefined ? [] : [[asked.sign, found] as const];
      }),
    );
    if (wanted.size === 0) return evidence;
    await Promise.all(
      [...wanted].map(async ([address, from]) => {
        const isTooMuch = from === 'ofTicket' && asked++ >= mostPages;
        pages.set(address, isTooMuch ? tooMany : await readPage(address));
      }),
    );
  }
}

const tooMany: PageReading = {
  outcome: 'cannotTell',
  reason: `the ticket names more than ${mostPages} pages`,
};

function ofSign(
  { sign, settings }: RequiredSign,
  tracker: TrackerKind,
  known: EvaluationContext,
): SignFinding | undefined {
  const found = settings.flatMap((setting) => {
    const rule = setting === true ? presetRule(sign, tracker) : setting;
    const finding = signFinding(rule, known);
    return finding === null ? [] : [toFound(finding, rule, known.ticket)];
  });
  return found.length === 0 ? undefined : foundOfAll(found);
}

/** The preset of the tracker. The configuration check rejects a sign without one. */
function presetRule(sign: Sign, tracker: TrackerKind): SignRule {
  return blocking(presetOf(sign, tracker) ?? { kind: 'recorded', sign });
}

/** Uses the short forms (null, true or an address) if there is nothing to add. */
function toFound(finding: Finding, { condition, severity, message }: SignRule, ticket: Ticket): SignFinding {
  if (finding.outcome !== 'passed') {
    const { outcome, why } = finding;
    const isPlain = outcome === 'missing' && why.why === 'recorded';
    if (isPlain && severity === 'block' && message === null) return null;
    return { outcome, why, message, warn: severity === 'warn' };
  }
  const [shown, second] = finding.shown;
  const code = codeOf(condition, finding.shown, ticket);
  if (code !== null) return { ...finding, code };
  if (shown?.fact.fact === 'recorded' && second === undefined) return shown.url ?? true;
  return finding;
}

/** The code that a condition looked at, if the facts shown do not include it. Null if it looked at none, or not all could be read. */
function codeOf(
  condition: Condition,
  shown: readonly Shown[],
  { changes, unread }: Ticket,
): readonly string[] | null {
  const isTold = shown.some(({ fact }) => fact.fact === 'change');
  if (isTold || unread.changes !== undefined || !partsOf(condition).includes('changes')) return null;
  return changes
    .filter(({ state }) => state !== 'closed')
    .map(({ name, headCommit }) => codeText(clipped(name), headCommit))
    .sort();
}
