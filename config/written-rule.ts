import type { Condition, SignRule } from '../domain/signs/rule.ts';

/** A rule as the configuration writes it: plain data, without defaults. */
export function writtenRule({ condition, when, severity, message }: SignRule): object {
  return {
    ...written(condition),
    ...(when === null ? {} : { when: written(when) }),
    ...(severity === 'block' ? {} : { severity }),
    ...(message === null ? {} : { message }),
  };
}

function written(condition: Condition): object {
  switch (condition.kind) {
    case 'recorded':
      return { true: condition.sign };
    case 'field':
      return { field: condition.field, ...(condition.is === null ? {} : { is: condition.is }) };
    case 'label':
      return { label: condition.label };
    case 'status':
      return { status: condition.status };
    case 'link':
      return { link: withoutNulls({ type: condition.type, status: condition.status }) };
    case 'checkbox':
      return { checkbox: condition.checkbox };
    case 'changes': {
      const { atLeast, approvals, notByAuthor, afterLastCommit, pipeline, merged } = condition;
      const changes = { atLeast, approvals, notByAuthor, afterLastCommit, pipeline, merged };
      return { changes: withoutNulls(changes) };
    }
    case 'page': {
      const { from, section, atLeastChars, known = null } = condition;
      return { page: withoutNulls({ from, section, atLeastChars, known }) };
    }
    case 'expression':
      return { expression: condition.expression };
    case 'anyOf':
      return { anyOf: condition.of.map(written) };
    case 'allOf':
      return { allOf: condition.of.map(written) };
    case 'not':
      return { not: written(condition.of) };
  }
}

const withoutNulls = (all: object): object =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
