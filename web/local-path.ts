const origin = 'http://page.invalid';
const longest = 500;

/** Where to go after signing in: `to` if browsers read it as a path of this page, else `/`. */
export function localPath(to: string | undefined): string {
  if (to === undefined || to.length > longest || !to.startsWith('/') || !URL.canParse(to, origin)) return '/';
  const url = new URL(to, origin);
  const elsewhere = url.origin !== origin || url.pathname.startsWith('//');
  if (elsewhere || /^\/sign-(in|out)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
