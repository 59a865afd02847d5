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
