import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { textsIn } from '../../texts/index.ts';

const grammar = {
  linkTemplates: ['https://t.example.com/{key}'],
  components: ['billing'],
  slash: false,
  ticket: null,
};
const everyone = { approver: false, admin: false, component: 'billing' };

describe.each(['en', 'ru'] as const)('the guide in %s', (language) => {
  it.each([
    [everyone, ['accept', 'adminHere', 'freeze']],
    [{ ...everyone, approver: true }, ['adminHere']],
    [{ ...everyone, admin: true }, ['accept']],
    [{ ...everyone, approver: true, admin: true }, []],
  ])('has six lines for %j, each example a command, and nothing that they may not do', (who, never) => {
    const text = textsIn(language).guide(who);
    expect(text.split('\n')).toHaveLength(6);
    const examples = [...text.matchAll(/`([^`]+)`/g)]
      .map(([, said = '']) => said)
      .filter((said) => said !== '/dobro');
    const types = examples.map((said) => {
      const read = parseCommand(said, grammar);
      return read.ok ? read.command.type : `${said} is no command`;
    });
    expect(types.filter((type) => type.includes(' '))).toEqual([]);
    expect(types).toEqual(expect.arrayContaining(['request', 'depStart', 'queue', 'blame', 'help']));
    expect(types.filter((type) => never.includes(type))).toEqual([]);
  });
});
