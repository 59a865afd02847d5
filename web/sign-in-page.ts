import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Language } from '../domain/settings.ts';

export interface SignInPage {
  readonly title: string;
  readonly text: string;
  readonly way: { readonly href: string; readonly label: string };
}

export const stylePath = '/sign-in/style.css';

/** The page for visitors who are not signed in: a message and a link. */
export const signInPage = (
  language: Language,
  { title, text, way }: SignInPage,
): HtmlEscapedString | Promise<HtmlEscapedString> =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · dobrobot</title>
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>${text}</p>
          <p><a href="${way.href}">${way.label}</a></p>
        </main>
      </body>
    </html>`;

export const style = `:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
`;
