/** A page by its address, as far as that tells. */

/** The title that the last part of an address spells. */
export function pageTitle(url: string): string {
  const { host, path } = partsOf(url);
  const last = path.split('/').findLast((part) => part !== '');
  return (
    decoded(last ?? '')
      .replace(/[-_+\s]+/g, ' ')
      .trim() || host
  );
}

/** The address without what makes no other page of it: its query, its fragment, the case of its host, a slash at its end. */
export function pageOf(url: string): string {
  const { scheme, host, path } = partsOf(url);
  return `${scheme.toLowerCase()}://${host.toLowerCase()}${path.replace(/\/+$/, '')}`;
}

const longestKey = 300;

/** The same as a name of bounded length. What is longer is told apart by a hash of all of it. */
export function pageKeyOf(url: string): string {
  const page = pageOf(url);
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
function partsOf(url: string): { readonly scheme: string; readonly host: string; readonly path: string } {
  const [, scheme = 'https', host = '', path = ''] = /^([a-z]+):\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  return { scheme, host, path };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
