const outside = /[\s<>"`|]/u;
const brackets: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '»': '«', '”': '“' };
const opening = Object.values(brackets);
/** The openers of each closing quote. A quote ends an address that it encloses and belongs to any other. */
const quotes: Readonly<Record<string, readonly string[]>> = {
  '»': ['«'],
  '«': ['»'],
  '”': ['“', '„'],
  '“': ['„'],
};
const marks = [
  { is: '_', begins: /(?<![\p{L}\p{N}_])_+(?![\s_])/gu, ends: /(?<=[^\s_])_+(?![\p{L}\p{N}_])(?=.)/gsu },
  { is: '*', begins: /(?<![\p{L}\p{N}*])\*+(?![\s*])/gu, ends: /(?<=[^\s*])\*+(?![\p{L}\p{N}*])(?=.)/gsu },
];
const endsSentence = /[.,;:!?…'’]/u;
const isLetter = (character: string | undefined): boolean => /^[\p{L}\p{N}]$/u.test(character ?? '');
/** How far before an address to look for what encloses it, in characters. */
const lookBehind = 200;

/**
 * The web addresses in a text, in order. Brackets, quotes, apostrophes and emphasis marks inside an address belong to it, as in `Foo_(bar)`
 * and `Bob's_page`. Those around it do not, nor does punctuation that ends a sentence.
 */
export function* addressesOf(text: string): Generator<string> {
  const beginning = /https?:\/\//gi;
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const start = found.index;
    const before = text.slice(Math.max(0, start - lookBehind), start);
    const closing = closingOf(before);
    let end = endOf(text, beginning.lastIndex, closing);
    // The next address may follow without a space, as in `'https://one','https://two'`.
    beginning.lastIndex = end;
    while (endsWords(text[end - 1] ?? '', closing)) end--;
    const address = text.slice(start, end);
    if (URL.canParse(address)) yield address;
  }
}

/** The text, if it is exactly one address; otherwise null. */
export function wholeAddress(text: string): string | null {
  const [address, ...more] = text.trim().split(/(?<=.)(?=https?:\/\/)/iu);
  const isOne = address !== undefined && more.length === 0 && /^https?:\/\//i.test(address);
  return isOne && !outside.test(address) && URL.canParse(address) ? address : null;
}

/** The index of the first character that is not allowed in an address or closes what was opened before it. */
function endOf(text: string, start: number, closing: ReadonlySet<string>): number {
  const open: string[] = [];
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    const next = text[at + 1];
    if (outside.test(character)) return at;
    const opener = brackets[character];
    if (opener !== undefined && open.at(-1) === opener) open.pop();
    else if (Object.hasOwn(quotes, character) ? closing.has(character) : opener !== undefined) return at;
    else if (character === '{' && closing.has('{')) return at;
    else if (opening.includes(character)) open.push(character);
    if (character === "'" && (next === "'" || (closing.has("'") && !isLetter(next)))) return at;
  }
  return at;
}

/** The characters that close what was opened before an address. */
function closingOf(before: string): ReadonlySet<string> {
  const closing = new Set(before.endsWith("'") ? ["'"] : []);
  if (before.includes('{')) closing.add('{');
  if (/[«»“„]/u.test(before)) {
    const characters = Array.from(before);
    const count = (some: readonly string[]) => characters.filter((one) => some.includes(one)).length;
    for (const [closer, openers] of Object.entries(quotes))
      if (count(openers) > count([closer])) closing.add(closer);
  }
  for (const mark of marks) if (before.includes(mark.is) && isBegun(before, mark)) closing.add(mark.is);
  return closing;
}

/** Whether emphasis has begun (at the start of a word) and not ended (at the end of one). */
function isBegun(before: string, { begins, ends }: (typeof marks)[number]): boolean {
  const last = (of: RegExp): number => [...before.matchAll(of)].at(-1)?.index ?? -1;
  return last(begins) > last(ends);
}

const endsWords = (character: string, closing: ReadonlySet<string>): boolean =>
  endsSentence.test(character) || ((character === '_' || character === '*') && closing.has(character));
