import type { ComponentChildren } from 'preact';
import { addressOf, useAround } from './around.ts';
import { isWebAddress } from './web-address.ts';
import type { LoggedRelease } from '../../domain/log/logged-release.ts';
import { ticketsText } from './tickets-text.ts';
import type { ViewState } from './view-state.ts';

/** Whether the page should handle a click; with a modifier or another button the browser opens a tab. */
export const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A link out of the page, or plain text if the address is not a web address. */
export function OutLink({
  to,
  children,
}: {
  readonly to: string | null;
  readonly children: ComponentChildren;
}) {
  if (to === null || !isWebAddress(to)) return <span>{children}</span>;
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** A link to another state of the page. */
export function StateLink({
  change,
  children,
  current = false,
}: {
  readonly change: Partial<ViewState>;
  readonly children: ComponentChildren;
  readonly current?: boolean;
}) {
  const { state, go } = useAround();
  return (
    <a
      href={addressOf(state, change)}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        go(change);
      }}
    >
      {children}
    </a>
  );
}

/** A ticket and its title, as a link to its story. */
export function StoryLink({
  release: { releaseKey, ticket, tickets, title },
}: {
  readonly release: Pick<LoggedRelease, 'releaseKey' | 'ticket' | 'tickets' | 'title'>;
}) {
  return (
    <StateLink change={{ story: releaseKey }}>
      <strong>{ticketsText({ ticket, tickets })}</strong>
      {title === null || title === ticket ? null : ` ${title}`}
    </StateLink>
  );
}
