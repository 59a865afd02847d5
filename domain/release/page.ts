/** A page by its address, as far as that tells. */
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
 * The address without what makes no other page of it: its query, its fragment, the case of its host, a port that goes without saying, how its
 * path is encoded, a slash at its end. Where one program shows all pages, as `index.php` does, its query names the page.
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
/** What names a page in the queries of MediaWiki, Confluence, DokuWiki and their like. */
const pageParameters = /^(?:title|pageid|page_id|curid|id|page)$/i;

function pageIn(query: string): string {
  const named = query.split('&').filter((parameter) => pageParameters.test(parameter.replace(/=.*/, '')));
  return named.length === 0 ? '' : `?${named.map(encoded).sort().join('&')}`;
}

const longestKey = 300;

/** The same as a name of bounded length. What is longer is told apart by a hash of all of it. */
export function pageKeyOf(url: string): string {
  // Whichever of the two somebody typed, it shows the same.
  const page = pageOf(url).replace(/^http:/, 'https:');
  return page.length <= longestKey ? page : `${page.slice(0, longestKey)}#${hashOf(page)}`;
}

/** FNV-1a, 64 bits: nobody is to be kept out by it, only two long addresses told apart. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const letter of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(36);
}

/** By hand, as the workflows have no `URL`. */
function partsOf(url: string): Readonly<Record<'scheme' | 'host' | 'path' | 'query', string>> {
  const [, scheme = 'https', host = '', path = '', query = ''] =
    /^([a-z]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  return { scheme, host, path, query };
}

/** In the one way in which it is encoded by all. */
function encoded(text: string): string {
  const plain = decoded(text);
  return plain === text ? text : encodeURI(plain);
}
