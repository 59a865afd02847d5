import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useAround, useTime } from './around.ts';
import { CommandLine } from './command-line.tsx';
import { StateLink } from './links.tsx';
import { views } from './view-state.ts';

/** The frame around each view: navigation, and how current the page is. */
export function Shell({
  connected,
  children,
}: {
  readonly connected: boolean;
  readonly children: ComponentChildren;
}) {
  const { texts, about, actor, state, now } = useAround();
  const time = useTime();
  const title = texts.views[state.view];
  useEffect(() => {
    document.title = `${title} · dobrobot`;
  }, [title]);
  const offered = about.logged ? views : (['queue'] as const);
  return (
    <>
      <a class="skip" href="#content">
        {texts.toContent}
      </a>
      <header class="top">
        <strong class="name">dobrobot</strong>
        <nav>
          {offered.map((view) => (
            <StateLink key={view} change={{ view, range: null, story: null }} current={view === state.view}>
              {texts.views[view]}
            </StateLink>
          ))}
        </nav>
        <p role="status" class={connected ? 'live' : 'live lost'}>
          {connected ? texts.live(time(now)) : texts.notLive}
        </p>
        {about.user === null ? null : (
          <span class="user">
            {about.user.name} <a href="/sign-out">{texts.signOut}</a>
          </span>
        )}
      </header>
      {actor === null ? null : <CommandLine actor={actor} />}
      <main id="content" tabIndex={-1}>
        <h1 class="hidden">{title}</h1>
        {about.logged ? null : <p class="note">{texts.noLog}</p>}
        {children}
      </main>
    </>
  );
}
