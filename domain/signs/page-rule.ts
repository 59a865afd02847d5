import { firstAddressIn, fieldOf, missingField, missingFrom, valuesOf } from './look-up.ts';
import type { EvaluationContext } from './known.ts';
import { cannotTell, clipped, missing, passed } from './finding.ts';
import type { Finding, PageLack } from './finding.ts';
import { sectionText, writtenChars } from './page.ts';
import type { Page } from './page.ts';
import { fieldFinding } from './plain-rules.ts';
import type { PageCondition } from './rule.ts';
import { isChangeAddress } from './ticket.ts';

/** One of the pages that a ticket names has to meet the condition. */
export function pageFinding(condition: PageCondition, known: EvaluationContext): Finding {
  const { ticket } = known;
  const { from } = condition;
  const isMeant = (address: string) => condition.known !== true || known.isKnownPage?.(address) === true;
  const addresses =
    from === null
      ? ticket.pages.filter((address) => !isChangeAddress(address) && isMeant(address))
      : addressOfField(from.field, known);
  if (from !== null && condition.known === true && !addresses.some(isMeant)) {
    return fieldFinding({ field: from.field, is: null }, ticket);
  }
  if (addresses.length === 0) {
    const why = { why: 'page', name: from?.field ?? null, lacks: { lack: 'address' } } as const;
    return from === null ? missingFrom('pages', ticket, why) : missingField(from.field, ticket, why);
  }
  let worst: Finding | null = null;
  for (const address of addresses) {
    const finding = onePage(address, condition, known);
    if (finding.outcome === 'passed') return finding;
    if (worst === null || finding.outcome === 'cannotTell') worst = finding;
  }
  return worst ?? missing({ why: 'page', name: null, lacks: { lack: 'address' } });
}

function addressOfField(field: string, { ticket }: EvaluationContext): readonly string[] {
  const address = firstAddressIn(valuesOf(fieldOf(field, ticket)));
  return address === null ? [] : [address];
}

function onePage(address: string, condition: PageCondition, { pages, wanted }: EvaluationContext): Finding {
  const { from } = condition;
  const reading = pages.get(address);
  const name = clipped(address);
  if (reading === undefined) {
    if (from !== null || !wanted.has(address)) wanted.set(address, from === null ? 'ofTicket' : 'ofField');
    return cannotTell({ why: 'failed', reason: `${name} was not read` });
  }
  switch (reading.outcome) {
    case 'missing':
      return missing({ why: 'page', name, lacks: { lack: 'page' } });
    case 'cannotTell':
      return cannotTell({ why: 'failed', reason: reading.reason });
    case 'found': {
      const { page } = reading;
      const lacks = lackOf(page, condition);
      const { section } = condition;
      return lacks === null
        ? passed({ fact: 'page', title: clipped(page.title), section }, page.url)
        : missing({ why: 'page', name: clipped(page.title), lacks });
    }
  }
}

function lackOf(page: Page, { section, atLeastChars }: PageCondition): PageLack | null {
  const text = sectionText(page, section);
  if (text === null) return { lack: 'section', section: section ?? '' };
  const has = writtenChars(text);
  // A section with nothing but a template's words counts as empty, even if no length is required.
  const needs = Math.max(1, atLeastChars);
  return has >= needs ? null : { lack: 'words', has, needs };
}
