import type { ChangeLack, Fact, PageLack, Why } from '../../domain/signs/finding.ts';
import type { TicketPart } from '../../domain/signs/ticket.ts';
import type { ItemLanguage } from '../items.ts';
import type { SignLanguage } from '../signs.ts';

export const signNames: SignLanguage['names'] = {
  codeReview: 'ревью кода',
  qa: 'тестирование',
  customerDemo: 'показ заказчику',
  releaseDocs: 'документация релиза',
  rollbackDocs: 'документация отката',
};

const missing: SignLanguage['missing'] = {
  codeReview: 'ревью кода не закончено',
  qa: 'тестирование не пройдено',
  customerDemo: 'заказчику это не показано на тестовом стенде',
  releaseDocs: 'нет документации релиза (подойдёт ссылка на вики в команде)',
  rollbackDocs: 'откат не описан',
};

/** What cannot be read: a noun in the nominative, with its verb in the same number. */
const unreadable: Readonly<Record<TicketPart, string>> = {
  url: 'адрес не читается',
  project: 'проект не читается',
  kind: 'тип не читается',
  author: 'автор не читается',
  assignee: 'исполнитель не читается',
  status: 'статус не читается',
  labels: 'метки не читаются',
  components: 'компоненты не читаются',
  fields: 'поля не читаются',
  links: 'связи не читаются',
  checkboxes: 'флажки не читаются',
  text: 'текст не читается',
  changes: 'изменения кода не читаются',
  pages: 'страницы не читаются',
};

const quoted = (text: string): string => `«${text}»`;
const oneOf = (texts: readonly string[]): string => texts.map(quoted).join(' или ');

function fact(of: Fact): string | null {
  switch (of.fact) {
    case 'recorded':
    case 'expression':
      return null;
    case 'field':
      return `${of.name}: ${of.value}`;
    case 'label':
      return `метка ${quoted(of.label)}`;
    case 'status':
      return `статус ${quoted(of.status)}`;
    case 'link':
      return `${of.type} ${of.key}${of.status === null ? '' : `, ${of.status}`}`;
    case 'checkbox':
      return `${quoted(of.text)} отмечено`;
    case 'change':
      return of.approvedBy.length === 0 ? of.name : `${of.name}, одобрили: ${of.approvedBy.join(', ')}`;
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
      if (of.value === null) return `поле ${quoted(of.name)} пустое`;
      return `в поле ${quoted(of.name)} стоит ${quoted(of.value)}${of.wanted.length === 0 ? '' : `, а не ${oneOf(of.wanted)}`}`;
    case 'label':
      return `нет метки ${quoted(of.label)}`;
    case 'status':
      return `статус ${of.status === null ? 'пустой' : quoted(of.status)}, а не ${oneOf(of.wanted)}`;
    case 'link':
      if (of.key === null) return `нет связи ${quoted(of.type)}`;
      return `${of.key}, связь ${quoted(of.type)}: статус ${of.status === null ? 'пустой' : quoted(of.status)}`;
    case 'checkbox':
      return of.there ? `${quoted(of.text)} не отмечено` : `нет флажка ${quoted(of.text)}`;
    case 'tooFewChanges':
      return of.found === 0
        ? 'к нему не относится ни один запрос на слияние'
        : `запросов на слияние: ${of.found} из ${of.needed}`;
    case 'change':
      return `${of.name}: ${changeLack(of.lacks)}`;
    case 'page':
      return pageLack(of.name, of.lacks);
    case 'not':
      return fact(of.fact);
    case 'several':
      return of.whys.flatMap((one) => why(one) ?? []).join('; ') || null;
    case 'unread':
      return `${unreadable[of.part]}: ${of.reason}`;
    case 'failed':
      return of.reason;
  }
}

function changeLack(lacks: ChangeLack): string {
  switch (lacks.lack) {
    case 'approvals':
      return lacks.has === 0 ? 'никем не одобрено' : `одобрений ${lacks.has} из ${lacks.needs}`;
    case 'freshApprovals':
      return `код изменён после одобрения (${lacks.staleBy.join(', ')})`;
    case 'pipeline':
      return { failed: 'сборка не проходит', running: 'сборка ещё идёт', none: 'нет сборки', unknown: 'о сборке ничего не известно' }[lacks.state]; // prettier-ignore
    case 'merge':
      return 'ещё не влито';
    case 'draft':
      return 'это черновик';
    case 'reviewsUnknown':
      return 'неизвестно, кто и какой код одобряет';
  }
}

function pageLack(name: string | null, lacks: PageLack): string {
  switch (lacks.lack) {
    case 'address':
      return name === null ? 'страница не указана' : `в поле ${quoted(name)} нет ссылки на страницу`;
    case 'page':
      return `нет страницы ${name ?? ''}`;
    case 'section':
      return `в ${quoted(name ?? '')} нет раздела ${quoted(lacks.section)}`;
    case 'words':
      return lacks.has === 0
        ? `${quoted(name ?? '')} не заполнено`
        : `в ${quoted(name ?? '')} символов: ${lacks.has} из ${lacks.needs}`;
  }
}

export const signWords: SignLanguage = {
  names: signNames,
  missing,
  missingOwn: (sign) => `нет: ${sign}`,
  fact,
  why,
  touches: (reason) =>
    `не прочитать, что она затрагивает: ${reason}; это может назвать \`components:\` в команде`,
};

/** What is released, with its evidence. */
export const itemWords: ItemLanguage = {
  signs: signWords,
  toJudge: (names) => `Судить согласующему: ${names.join(', ')}.`,
};
