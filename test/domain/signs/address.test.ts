import { describe, expect, it } from 'vitest';
import { addressesOf } from '../../../domain/signs/address.ts';

const wiki = 'https://wiki.acme.com/wiki';

describe('the addresses in a text', () => {
  it.each([
    [`${wiki}/Foo_(bar)`, [`${wiki}/Foo_(bar)`]],
    [`(see ${wiki}/Foo_(bar).)`, [`${wiki}/Foo_(bar)`]],
    [`[plan](${wiki}/Foo_(bar)), (${wiki}/a)`, [`${wiki}/Foo_(bar)`, `${wiki}/a`]],
    [`[[${wiki}/a[1]]]`, [`${wiki}/a[1]`]],
    [`[plan|${wiki}/a]`, [`${wiki}/a`]],
    [`${wiki}/Bob's_page, and ${wiki}/Rock_'n'_Roll.`, [`${wiki}/Bob's_page`, `${wiki}/Rock_'n'_Roll`]],
    [`'${wiki}/a','${wiki}/b'`, [`${wiki}/a`, `${wiki}/b`]],
    [`<a href='${wiki}/Bob's_page'>`, [`${wiki}/Bob's_page`]],
    [`''${wiki}/a'' and **${wiki}/b**`, [`${wiki}/a`, `${wiki}/b`]],
    [`«${wiki}/а», \`${wiki}/b\`.`, [`${wiki}/а`, `${wiki}/b`]],
    [`{quote}${wiki}/a{quote}`, [`${wiki}/a`]],
    ['http://[::1]:8080/a?b[]=1', ['http://[::1]:8080/a?b[]=1']],
    ['https://', []],
  ])('%s', (text, addresses) => {
    expect([...addressesOf(text)]).toEqual(addresses);
  });

  it('are found at once, however many brackets there are', () => {
    const began = performance.now();
    expect([...addressesOf('https://)'.repeat(100_000))]).toEqual([]);
    expect([...addressesOf(`${wiki}/${'('.repeat(1_000_000)}`)]).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
