import { TextDecoder } from 'node:util';

/**
 * Decodes a text: by its byte order mark, else by the charset in the
 * header, else by that in an HTML page's `meta` tag, else as UTF-8.
 */
export function textOf(bytes: Uint8Array, contentType: string | null): string {
  const named = charsetIn(contentType ?? '') ?? (isHtml(contentType) ? charsetIn(beginningOf(bytes)) : null);
  return decoderFor(markOf(bytes) ?? named ?? 'utf-8').decode(bytes);
}

const charsetIn = (text: string): string | null => /\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(text)?.[1] ?? null;

const isHtml = (contentType: string | null): boolean => contentType === null || /html/i.test(contentType);

/** The `meta` tag that names the charset. It is in ASCII, which all these encodings share. */
const beginningOf = (bytes: Uint8Array): string =>
  /<meta\b[^<>]*\bcharset\s*=[^<>]*>/i.exec(Buffer.from(bytes.subarray(0, 1024)).toString('latin1'))?.[0] ??
  '';

function markOf([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
