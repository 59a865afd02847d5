import { describe, expect, it } from 'vitest';
import { addressesOf, wholeAddress } from '../../../domain/signs/address.ts';

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
    [`see ${wiki}/План_«Релиз».`, [`${wiki}/План_«Релиз»`]],
    [`«План ${wiki}/a», «${wiki}/b», «c» ${wiki}/«d»`, [`${wiki}/a`, `${wiki}/b`, `${wiki}/«d»`]],
    [`«${wiki}/План_«Релиз»»`, [`${wiki}/План_«Релиз»`]],
    [`»${wiki}/a« and „${wiki}/b“, “${wiki}/c”`, [`${wiki}/a`, `${wiki}/b`, `${wiki}/c`]],
    [`see ${wiki}/“x”, ${wiki}/{id}`, [`${wiki}/“x”`, `${wiki}/{id}`]],
    [`{${wiki}/a}, {color:red}see ${wiki}/b{color}`, [`${wiki}/a`, `${wiki}/b`]],
    [`see ${wiki}/x_, ${wiki}/y* and snake_case`, [`${wiki}/x_`, `${wiki}/y*`]],
    [`snake_case _a_ * ${wiki}/x_`, [`${wiki}/x_`]],
    [`_see ${wiki}/x_ and **_${wiki}/y_**`, [`${wiki}/x`, `${wiki}/y`]],
    ['http://[::1]:8080/a?b[]=1', ['http://[::1]:8080/a?b[]=1']],
    ['https://', []],
  ])('%s', (text, addresses) => {
    expect([...addressesOf(text)]).toEqual(addresses);
  });

  it('are found at once, however many brackets there are', () => {
    const began = performance.now();
    expect([...addressesOf('https://)'.repeat(100_000))]).toEqual([]);
    expect([...addressesOf(`_${wiki}/a_ `.repeat(20_000))]).toHaveLength(20_000);
    expect([...addressesOf(`_«»${wiki}/${'»_'.repeat(500_000)}`)]).toHaveLength(1);
    expect([...addressesOf(`${wiki}/${'('.repeat(1_000_000)}`)]).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('a text that is one address', () => {
  it.each(['План_«Релиз»', 'x_', '{id}', '“x”', 'Yahoo!', 'Foo_(bar)', "Rock_'n'", '*'])('%s', (page) => {
    expect(wholeAddress(` ${wiki}/${page}\n`)).toBe(`${wiki}/${page}`);
  });

  it.each([
    `see ${wiki}/a`,
    `${wiki}/a and so on`,
    `${wiki}/a,${wiki}/b`,
    `${wiki}/a|plan`,
    `<${wiki}/a>`,
    'https://',
    '',
  ])('is not %j', (text) => {
    expect(wholeAddress(text)).toBeNull();
  });
});
