import type { Page } from '../../domain/signs/page.ts';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import { Api, cannotTell } from '../tickets/api.ts';
import { headersFor } from './credential.ts';
import type { Credential } from './credential.ts';
import { htmlPage, markdownPage } from './sections.ts';

/** A page as a browser would get it; null if it does not exist. Throws `NotRead`. */
export async function plainPage(url: URL, credential: Credential | null, http: Http): Promise<Page | null> {
  const accept = 'text/html, text/markdown;q=0.9, text/plain;q=0.8';
  const headers = { accept, ...headersFor(credential) };
  const { origin, href, pathname, search } = url;
  const api = new Api(http, { base: origin, headers, credential: credential?.variable ?? null });
  const { status, headers: of, text, url: end } = await api.ask(`${pathname}${search}`);
  if (status === 404 || status === 410) return null;
  if (status !== 200) throw cannotTell(failures.status(origin, status));
  const type = of.get('content-type') ?? 'text/html';
  if (/html/i.test(type)) {
    const page = htmlPage(text, href);
    const gate = gateIn(text, page.title, new URL(end).pathname, pathname);
    if (gate !== null) throw cannotTell(failures[gate](origin));
    // Scripts would fill the page, and they are not run.
    if (/<script\b/i.test(text) && !/[\p{L}\p{N}]/u.test(wordsOf(page)))
      throw cannotTell(failures.noContent(origin));
    return page;
  }
  if (/^text\//i.test(type)) return markdownPage(text, href);
  throw cannotTell(failures.notText(origin));
}

/**
 * Whether this is a sign-in or captcha page that came with status 200 instead of the page. Many pages
 * contain a small sign-in form, so the title has to say so, too, or a redirect (to the path `end`).
 */
function gateIn(html: string, title: string, end: string, asked: string): 'signIn' | 'captcha' | null {
  const isElsewhere = end !== asked;
  const isCaptcha = /class=["'][^"']*\b(?:g-recaptcha|h-captcha|cf-turnstile|cf-challenge)|\bcaptcha\b/i.test(
    html,
  );
  if (isCaptcha && /captcha|just a moment|attention required|are you (?:a )?(?:human|robot)/i.test(title))
    return 'captcha';
  const hasPassword = /<input\b[^<>]*\btype=["']?password/i.test(html);
  const isTitle = /\b(?:log|sign)[ -]?(?:in|on)\b|вход|войти|войдите|авторизац/iu.test(title);
  if (hasPassword && (isTitle || isElsewhere)) return 'signIn';
  // Some ask for the password only in a second step, or sign in through another server.
  return isElsewhere && (isTitle || signInPath.test(end)) ? 'signIn' : null;
}

const signInPath = /\/(?:log|sign)[-_]?(?:in|on)(?:\.\w+)?\/?$|\/sso\/?$/i;

const wordsOf = ({ sections }: Page): string => sections.map(({ heading, text }) => heading + text).join('');
