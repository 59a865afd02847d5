/** What the address of a page says about it. */
import { decoded } from '../decoded.ts';

/** The title that the last part of an address spells. */
export function pageTitle(url: string): string {
  const { host, path, query } = partsOf(url);
  const [, named] = program.test(path) ? (/(?:^|&)title=([^&]+)/i.exec(query) ?? []) : [];
  const last = named ?? path.split('/').findLast((part) => part !== '');
  return (
    decoded(last ?? '')
      .replace(/[-_+\s]+/g, ' ')
      .trim() || host
  );
}

/**
 * The address without what makes no difference: query, fragment, the case of the host, a default port, the encoding of the path, a trailing
 * slash. If one program serves all pages, such as `index.php`, the query parameters that name the page stay.
 */
export function pageOf(url: string): string {
  const { scheme, host, path, query } = partsOf(url);
  const protocol = scheme.toLowerCase();
  const authority = host
    .toLowerCase()
    .replace(/\.(?=:|$)/, '')
    .replace(protocol === 'https' ? /:443$/ : /:80$/, '');
  return `${protocol}://${authority}${encoded(path).replace(/(?<!\/)\/+$/, '')}${program.test(path) ? pageIn(query) : ''}`;
}

const program = /\.(?:php|action|jsp|jspa|aspx?|cgi|do)$/i;
/** The query parameters that name a page in MediaWiki, Confluence, DokuWiki and the like. */
const pageParameters = /^(?:title|pageid|page_id|curid|id|page)$/i;

function pageIn(query: string): string {
  const named = query.split('&').filter((parameter) => pageParameters.test(parameter.replace(/=.*/, '')));
  return named.length === 0 ? '' : `?${named.map(encoded).sort().join('&')}`;
}

const longestKey = 300;

/** The page as a name of bounded length. A longer address is cut, and a hash of all of it is added. */
export function pageKeyOf(url: string): string {
  // http and https show the same page.
  const page = pageOf(url).replace(/^http:/, 'https:');
  return page.length <= longestKey ? page : `${page.slice(0, longestKey)}#${hashOf(page)}`;
}

/** FNV-1a, 64 bits: only tells long addresses apart, no security depends on it. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const letter of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(36);
}

/** Parsed by hand, since workflows have no `URL`. */
function partsOf(url: string): Readonly<Record<'scheme' | 'host' | 'path' | 'query', string>> {
  const [, scheme = 'https', host = '', path = '', query = ''] =
    /^([a-z]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  return { scheme, host, path, query };
}

/** The text in one canonical encoding. */
function encoded(text: string): string {
  const plain = decoded(text);
  return plain === text ? text : encodeURI(plain.toWellFormed());
}
