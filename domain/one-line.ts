/**
 * Text by somebody else as one line, without control characters and without invisible format characters such as those that reverse the
 * direction of text. The emoji joiner (U+200D) stays; lone surrogates become U+FFFD.
 */
export const oneLine = (text: string): string =>
  text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/(?!\u200d)\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
