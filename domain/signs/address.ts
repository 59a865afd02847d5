const outside = /[\s<>"`|{}«»“”„]/u;
const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[' };
/** What ends a sentence, or marks emphasis. */
const endsWords = /[.,;:!?…'’*_]/u;
const isLetter = (character: string | undefined): boolean => /^[\p{L}\p{N}]$/u.test(character ?? '');

/**
 * The web addresses in a text, in order. Brackets and apostrophes within one belong to it, as in `Foo_(bar)` and `Bob's_page`; those
 * around it do not, nor does what ends a sentence.
 */
export function* addressesOf(text: string): Generator<string> {
  const beginning = /https?:\/\//gi;
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const start = found.index;
    let end = endOf(text, beginning.lastIndex, text[start - 1] === "'");
    // Another one may follow without a space, as in `'https://one','https://two'`.
    beginning.lastIndex = end;
    while (endsWords.test(text[end - 1] ?? '')) end--;
    const address = text.slice(start, end);
    if (URL.canParse(address)) yield address;
  }
}

/** Where the first character stands that is of no address, or closes what was opened before it. */
function endOf(text: string, start: number, isQuoted: boolean): number {
  const open: (string | undefined)[] = [];
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    const next = text[at + 1];
    if (outside.test(character)) return at;
    if (character === '(' || character === '[') open.push(character);
    if (Object.hasOwn(openers, character) && open.pop() !== openers[character]) return at;
    if (character === "'" && (next === "'" || (isQuoted && !isLetter(next)))) return at;
  }
  return at;
}
