/** Words as a shell passes them on: what was in quotes is one word, without the quotes. */
import { describe, expect, it } from 'vitest';
import { quotedAgain } from '../../../cli/say/quoted-again.ts';
import { startTicketIn } from '../../../cli/say/start-ticket.ts';
import { spellingsOf } from '../../../domain/command/commands.ts';
import { meant } from '../../../domain/command/field-words.ts';

const spellings = (type: 'request' | 'depStart') => [
  ...spellingsOf(type),
  ...(meant[type]?.split(', ') ?? []),
];

describe('what is released in words', () => {
  it.each(spellings('request'))('has its quotes again behind %s', (word) => {
    const said = [...word.split(' '), 'New hosts for db', 'components:db'];
    expect(quotedAgain(said)).toBe(`${word} "New hosts for db" components:db`);
  });

  it.each([
    [['please', 'DOBRO', 'New hosts'], 'please DOBRO "New hosts"'],
    [['need the good', 'New hosts'], 'need the good "New hosts"'],
    // The words are offered as they are meant.
    [['publish', 'New hosts'], 'publish "New hosts"'],
    [['dobor', 'New hosts'], 'dobor "New hosts"'],
    [['dobro', 'PAY-1', 'hotfix'], 'dobro PAY-1 hotfix'],
    [['dobro "New hosts" components:db'], 'dobro "New hosts" components:db'],
    [['reject', 'PAY-1', 'the release is too large'], 'reject PAY-1 the release is too large'],
    [['incident', 'db is slow'], 'incident db is slow'],
    [['release lock', 'db', 'it hangs'], 'release lock db it hangs'],
    [[], ''],
  ])('%j', (said, text) => {
    expect(quotedAgain(said)).toBe(text);
  });
});

describe('what is started', () => {
  it.each(spellings('depStart'))('is found behind %s', (word) => {
    expect(startTicketIn([...word.split(' '), 'PAY-1', 'at', 'last'])).toBe('PAY-1');
  });

  it.each([
    ['please start pay-1', 'pay-1'],
    ['PAY-1 start', 'PAY-1'],
    ['start the release owner/repo#12', 'owner/repo#12'],
    ['start https://tracker.example.com/browse/PAY-1', 'https://tracker.example.com/browse/PAY-1'],
    ['start', null],
    ['start something', null],
    ['dep finish PAY-1', null],
    ['begin PAY-1', null],
    ['status PAY-1 start', null],
    ['', null],
  ])('%s', (text, ticket) => {
    expect(startTicketIn(text.split(' '))).toBe(ticket);
  });
});
