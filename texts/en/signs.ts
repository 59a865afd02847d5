import type { ChangeLack, Fact, PageLack, Why } from '../../domain/signs/finding.ts';
import type { TicketPart } from '../../domain/signs/ticket.ts';
import type { ItemLanguage } from '../items.ts';
import type { SignLanguage } from '../signs.ts';

export const signNames: SignLanguage['names'] = {
  codeReview: 'code review',
  qa: 'QA',
  customerDemo: 'customer demo',
  releaseDocs: 'release documentation',
  rollbackDocs: 'rollback documentation',
};

const missing: SignLanguage['missing'] = {
  codeReview: 'the code review is not done',
  qa: 'QA has not tested it',
  customerDemo: 'the customer has not seen it on the test stand',
  releaseDocs: 'there is no release documentation (a wiki link in the command counts)',
  rollbackDocs: 'the way back is not documented',
};

const partNames: Readonly<Record<TicketPart, string>> = {
  url: 'address',
  project: 'project',
  kind: 'kind',
  author: 'author',
  assignee: 'assignee',
  status: 'status',
  labels: 'labels',
  components: 'components',
  fields: 'fields',
  links: 'links',
  checkboxes: 'checkboxes',
  text: 'text',
  changes: 'changes',
  pages: 'pages',
};

const quoted = (text: string): string => `“${text}”`;
const oneOf = (texts: readonly string[]): string => texts.map(quoted).join(' or ');

function fact(of: Fact): string | null {
  switch (of.fact) {
    case 'recorded':
    case 'expression':
      return null;
    case 'field':
      return `${of.name}: ${of.value}`;
    case 'label':
      return `label ${quoted(of.label)}`;
    case 'status':
      return `status ${quoted(of.status)}`;
    case 'link':
      return `${of.type} ${of.key}${of.status === null ? '' : `, ${of.status}`}`;
    case 'checkbox':
      return `${quoted(of.text)} is ticked`;
    case 'change':
      return of.approvedBy.length === 0 ? of.name : `${of.name}, approved by ${of.approvedBy.join(', ')}`;
    case 'page':
      return of.section === null ? of.title : `${of.title}, ${quoted(of.section)}`;
    case 'not':
      return why(of.why);
  }
}

function why(of: Why): string | null {
  switch (of.why) {
    case 'recorded':
    case 'expression':
      return null;
    case 'field':
      if (of.value === null) return `the field ${quoted(of.name)} is empty`;
      return `the field ${quoted(of.name)} says ${quoted(of.value)}${of.wanted.length === 0 ? '' : `, not ${oneOf(of.wanted)}`}`;
    case 'label':
      return `there is no label ${quoted(of.label)}`;
    case 'status':
      return `the status is ${of.status === null ? 'empty' : quoted(of.status)}, not ${oneOf(of.wanted)}`;
    case 'link':
      if (of.key === null) return `no ticket is linked as ${quoted(of.type)}`;
      return `${of.key}, linked as ${quoted(of.type)}, is in ${of.status === null ? 'no status' : quoted(of.status)}`;
    case 'checkbox':
      return of.there ? `${quoted(of.text)} is not ticked` : `there is no checkbox ${quoted(of.text)}`;
    case 'tooFewChanges':
      return of.found === 0
        ? 'no pull or merge request belongs to it'
        : `${of.found} of ${of.needed} pull or merge requests belong to it`;
    case 'change':
      return `${of.name} ${changeLack(of.lacks)}`;
    case 'page':
      return pageLack(of.name, of.lacks);
    case 'not':
      return fact(of.fact);
    case 'several':
      return of.whys.flatMap((one) => why(one) ?? []).join('; ') || null;
    case 'unread':
      return `the ${partNames[of.part]} cannot be read: ${of.reason}`;
    case 'failed':
      return of.reason;
  }
}

function changeLack(lacks: ChangeLack): string {
  switch (lacks.lack) {
    case 'approvals':
      return lacks.has === 0 ? 'is approved by nobody' : `has ${lacks.has} of ${lacks.needs} approvals`;
    case 'freshApprovals':
      return `was changed after ${lacks.staleBy.join(', ')} approved it`;
    case 'pipeline':
      return { failed: 'has a failed pipeline', running: 'has a pipeline that still runs', none: 'has no pipeline', unknown: 'does not tell of its pipeline' }[lacks.state]; // prettier-ignore
    case 'merge':
      return 'is not merged';
    case 'draft':
      return 'is a draft';
    case 'reviewsUnknown':
      return 'does not tell who approved which code';
  }
}

function pageLack(name: string | null, lacks: PageLack): string {
  switch (lacks.lack) {
    case 'address':
      return name === null ? 'it names no page' : `the field ${quoted(name)} names no page`;
    case 'page':
      return `there is no page ${name ?? ''}`;
    case 'section':
      return `${quoted(name ?? '')} has no section ${quoted(lacks.section)}`;
    case 'words':
      return lacks.has === 0
        ? `${quoted(name ?? '')} is not filled in`
        : `${quoted(name ?? '')} has ${lacks.has} of ${lacks.needs} characters`;
  }
}

export const signWords: SignLanguage = {
  names: signNames,
  missing,
  missingOwn: (sign) => `${sign} is missing`,
  fact,
  why,
  touches: (reason) =>
    `what it touches cannot be read: ${reason}; \`components:\` in the command can name it`,
};

/** What is released, with its evidence. */
export const itemWords: ItemLanguage = {
  signs: signWords,
  toJudge: (names) => `For the approver to judge: ${names.join(', ')}.`,
};
