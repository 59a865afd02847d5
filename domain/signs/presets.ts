import { signs } from '../settings.ts';
import type { Sign, UsualSign } from '../settings.ts';
import type { TrackerKind } from '../trackers.ts';
import type { Condition } from './rule.ts';

/** Field values that mean done. The field of a document may hold anything; if it names a known page, that page is read. */
const done = [
  'done',
  'yes',
  'true',
  '1',
  'passed',
  'ok',
  'approved',
  'not needed',
  'да',
  'готово',
  'пройдено',
  'не нужно',
];

/** What people call each sign, in fields, checkboxes and headings. */
const names: Readonly<Record<UsualSign, readonly string[]>> = {
  codeReview: ['Code review', 'Ревью кода'],
  qa: ['QA', 'QA result', 'Тестирование'],
  customerDemo: ['Customer demo', 'Показ заказчику'],
  releaseDocs: ['Release documentation', 'Release docs', 'Release notes', 'Документация релиза'],
  rollbackDocs: ['Rollback documentation', 'Rollback plan', 'Rollback', 'Документация отката'],
};
const labels: Readonly<Record<UsualSign, readonly string[]>> = {
  codeReview: ['code-reviewed'],
  qa: ['qa-passed', 'qa-done'],
  customerDemo: ['demo-done', 'customer-demo-done'],
  releaseDocs: [],
  rollbackDocs: [],
};
/** Further headings of their sections in pages. */
const documents: Readonly<Partial<Record<UsualSign, readonly string[]>>> = {
  releaseDocs: ['Release', 'Релиз'],
  rollbackDocs: ['Откат'],
};

/** Trackers that host code, and so know its reviews. */
const ofCode: readonly TrackerKind[] = ['github', 'gitlab', 'gitea'];

const reviewed: Condition = {
  ...{ kind: 'changes', atLeast: 1, approvals: 1, notByAuthor: true, afterLastCommit: true },
  ...{ pipeline: null, merged: false },
};

/** The condition of a sign without a rule of its own; null if the tracker has no preset for it. */
export function presetOf(sign: Sign, tracker: TrackerKind): Condition | null {
  if (tracker === 'file') return { kind: 'recorded', sign };
  const usual = signs.find((one) => one === sign);
  if (usual === undefined) return null;
  const said = sayings(usual);
  if (usual !== 'codeReview') return said;
  return ofCode.includes(tracker) ? reviewed : { kind: 'anyOf', of: [reviewed, said] };
}

/** A field, checkbox or label with one of its names; for a document also a section of a known page. */
function sayings(sign: UsualSign): Condition {
  const sections = documents[sign];
  const known = { atLeastChars: 1, known: true } as const;
  return {
    kind: 'anyOf',
    of: [
      ...names[sign].map((field): Condition =>
        sections === undefined
          ? { kind: 'field', field, is: done }
          : { kind: 'page', from: { field }, section: null, ...known },
      ),
      ...names[sign].map((checkbox): Condition => ({ kind: 'checkbox', checkbox })),
      ...labels[sign].map((label): Condition => ({ kind: 'label', label })),
      ...(sections === undefined ? [] : [...names[sign], ...sections]).map((section): Condition => ({
        kind: 'page',
        from: null,
        section,
        ...known,
      })),
    ],
  };
}
