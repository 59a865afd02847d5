import { describe, expect, it } from 'vitest';
import { completionsOf, strangerIn } from '../../../domain/command/completion.ts';
import type { Names } from '../../../domain/command/completion.ts';

const names: Names = {
  releases: [
    { tickets: ['PAY-1'], stage: 'awaiting_approval' },
    { tickets: ['PAY-2', 'PAY-3'], stage: 'ready' },
    { tickets: ['OPS-1'], stage: 'deploying' },
  ],
  components: ['billing', 'db', 'ios-app'],
  people: ['adam', 'Vera Petrova'],
};
const words = (typed: string) => completionsOf(typed, names).map(({ word }) => word);

describe('what somebody types', () => {
  it.each([
    ['', []],
    ['ac', ['accept']],
    ['AC', ['accept']],
    ['dep', ['dep start', 'dep finish', 'dep rollback']],
    ['dep f', ['dep finish']],
    ['до', ['добро']],
    ['xyz', []],
  ])('%j may become the name of a command: %j', (typed, expected) => {
    expect(words(typed)).toEqual(expected);
  });

  it.each([
    ['accept ', ['PAY-1']],
    ['dep start ', ['PAY-2', 'PAY-3']],
    ['старт p', ['PAY-2', 'PAY-3']],
    ['dep finish ', ['OPS-1']],
    ['status ', ['PAY-1', 'PAY-2', 'PAY-3', 'OPS-1']],
    ['status pay-2', ['PAY-2']],
    ['accept PAY-1 ', []],
    ['accept PAY-1 b', []],
  ])('%j takes the tickets for which it is right now: %j', (typed, expected) => {
    expect(words(typed)).toEqual(expected);
  });

  it.each([
    ['unlock ', ['billing', 'db', 'ios-app']],
    ['freeze ', ['billing', 'db', 'ios-app', 'all']],
    ['freeze billing,', ['db', 'ios-app']],
    ['freeze billing the', []],
    ['freeze billing for 2h d', []],
    ['queue b', ['billing']],
    ['log ', ['billing', 'db', 'ios-app', 'PAY-1', 'PAY-2', 'PAY-3', 'OPS-1']],
    ['help unf', ['unfreeze']],
  ])('%j takes components: %j', (typed, expected) => {
    expect(words(typed)).toEqual(expected);
  });

  it.each([
    ['handover PAY-1 ', ['@adam', '@Vera Petrova']],
    ['передать pay-1 @v', ['@Vera Petrova']],
    ['unfreeze billing,', ['db', 'ios-app']],
    ['unfreeze billing @', ['@adam', '@Vera Petrova']],
    ['unfreeze billing @adam ', []],
    ['freeze billing @', []],
    ['accept PAY-1 @', []],
  ])('%j takes people: %j', (typed, expected) => {
    expect(words(typed)).toEqual(expected);
  });

  it.each([
    ['handover PAY-1 @dev7', '@dev7'],
    [' unfreeze billing @dev7', '@dev7'],
    ['unfreeze billing @U_ADAM', null],
    ['unfreeze billing @service:ci', null],
    ['reject PAY-1 ask @dev7', null],
  ])('%j names somebody whom nobody knows: %j', (typed, expected) => {
    expect(strangerIn(typed)).toBe(expected);
  });

  it.each([
    ['dobro PAY-9', []],
    ['dobro PAY-9 h', ['hotfix']],
    ['dobro PAY-9 components:', ['billing', 'db', 'ios-app']],
    ['dobro PAY-9 components:billing,d', ['db']],
    ['добро PAY-9 без', ['без_админа']],
  ])('%j takes options: %j', (typed, expected) => {
    expect(words(typed)).toEqual(expected);
  });

  it('is kept, and goes on behind a whole word', () => {
    expect(completionsOf('dep fin', names)).toEqual([
      { text: 'dep finish ', word: 'dep finish', command: 'depFinish' },
    ]);
    expect(completionsOf('dobro PAY-9 comp', names)[0]?.text).toBe('dobro PAY-9 components:');
    expect(completionsOf('freeze billing,d', names)[0]?.text).toBe('freeze billing,db ');
  });
});
