/** Typos: the nearest command is suggested; between two equally near ones, the one that fits the rest. */
import { describe, expect, it } from 'vitest';
import { commandTypes, spellingsOf } from '../../../domain/command/commands.ts';
import { said } from './said.ts';

it.each<[string, string, string | null]>([
  ['stauts PAY-1', 'status', 'status PAY-1'],
  ['staus PAY-1', 'status', 'status PAY-1'],
  ['statu PAY-1', 'status', 'status PAY-1'],
  ['statsu PAY-1', 'status', 'status PAY-1'],
  ['статс PAY-1', 'status', 'status PAY-1'],
  ['раморозить search', 'unfreeze', 'unfreeze search'],
  ['nfreeze search', 'unfreeze', 'unfreeze search'],
  ['nfreeze search moving', 'freeze', 'freeze search moving'],
  ['strat PAY-1', 'depStart', 'dep start PAY-1'],
  ['satrt PAY-1', 'depStart', 'dep start PAY-1'],
  ['strat', 'depStart', null],
  ['strat, please', 'depStart', null],
  ['shp PAY-1', 'request', 'dobro PAY-1'],
  ['lgmt PAY-1', 'accept', 'accept PAY-1'],
  ['doen PAY-1 all green', 'depFinish', 'dep finish PAY-1 all green'],
  ['dborbo PAY-1', 'request', 'dobro PAY-1'],
  ['катм PAY-1', 'depStart', 'dep start PAY-1'],
  ['hlp', 'help', 'help'],
  ['prd search', 'prod', 'prod search'],
  ['logg PAY-1', 'log', 'log PAY-1'],
  ['lgo', 'log', 'log'],
  ['лго search', 'log', 'log search'],
])('offers what %j is nearest to', (text, nearest, says) => {
  expect(said(text)).toMatchObject({ code: 'unknownCommand', nearest, says });
});

it.each([
  ...[
    'lol',
    'like this',
    'now what',
    'one more thing',
    'long story',
    'lo',
    'wh',
    'то есть',
    'что это',
    'это PAY-1',
  ],
  ...['fix PAY-1', 'open PAY-1', 'link PAY-1', 'старая PAY-1'],
])('takes %j for no slip of the fingers', (text) => {
  expect(said(text)).not.toMatchObject({ nearest: expect.anything() as unknown });
});

it('offers a whole command that follows rather than what a short word before it is near to', () => {
  expect(said('one more: accept PAY-1')).toMatchObject({ nearest: 'accept', says: 'accept PAY-1' });
});

describe.each(commandTypes)('the words of %s', (type) => {
  const words = spellingsOf(type).filter((word) => word.length > 3 && !word.includes(' '));
  const slips = words.flatMap((word) =>
    Array.from(word, (letter, at) => [
      `${word.slice(0, at)}${word.slice(at + 1)}`,
      `${word.slice(0, at)}${letter}${word.slice(at)}`,
      `${word.slice(0, at)}${word.charAt(at + 1)}${letter}${word.slice(at + 2)}`,
    ]).flat(),
  );

  it('are found with a letter left out or doubled, or with two in each other’s place', () => {
    for (const typed of slips) {
      const read = said(typed);
      if ('code' in read && read.code === 'unknownCommand')
        expect(read, typed).toMatchObject({ nearest: expect.anything() as unknown });
    }
  });
});
