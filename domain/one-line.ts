/**
 * What somebody else wrote, as one line: without control characters, and without those that nobody sees and that turn the text around them the other
 * way. The joiner of emoji stays, half a letter does not.
 */
export const oneLine = (text: string): string =>
  text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/(?!\u200d)\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
