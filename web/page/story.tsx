import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { happenedText, reasonIn } from '../../texts/log-words.ts';
import { pipelineLabel } from '../../texts/origin.ts';
import type { StoryAnswer, StoryEvent } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { ticketsText } from './tickets-text.ts';
import { OutLink, StateLink } from './links.tsx';
import { useNames } from './names.ts';
import { storyPath } from './paths.ts';
import { ReleaseActions } from './release-actions.tsx';
import { fateOf } from './fate.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';
import { componentsText, standingText } from './wording.ts';

/** The whole story of a release, in a dialog. */
export function Story({ of }: { readonly of: string }) {
  const { texts, go, version } = useAround();
  const { answer, trouble } = useAnswer<StoryAnswer>(storyPath(of), version);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => {
    go({ story: null });
  };
  return (
    <dialog ref={dialog} class="story" aria-labelledby="story-title" onClose={close}>
      <div class="story-top">
        <h2 id="story-title">
          {answer === null
            ? texts.story
            : [ticketsText(answer.release), answer.release.title].filter((part) => part !== null).join(' ')}
        </h2>
        <button
          type="button"
          onClick={() => {
            dialog.current?.close();
          }}
        >
          {texts.close}
        </button>
      </div>
      {trouble?.kind === 'missing' ? (
        <p class="empty">{texts.noStory}</p>
      ) : (
        <TroubleNote trouble={trouble} of="log" />
      )}
      {answer !== null ? (
        <Told story={answer} />
      ) : trouble === null ? (
        <p class="empty">{texts.loading}</p>
      ) : null}
    </dialog>
  );
}

function Told({ story: { release, events, links } }: { readonly story: StoryAnswer }) {
  const { texts, actor } = useAround();
  const time = useTime();
  const nameOf = useNames();
  const { facts } = texts;
  const instant = (name: string, at: number | null) => (
    <Fact name={name}>{at === null ? null : time(at)}</Fact>
  );
  return (
    <>
      {actor === null || release.endedAt !== null ? null : <ReleaseActions release={release} actor={actor} />}
      <p class={`standing fate-${fateOf(release)}`}>{standingText(release, texts, time)}</p>
      <p class="out">
        {links.items.map(({ key, address }) => (
          <OutLink key={key} to={address}>
            {links.items.length === 1 ? texts.links.ticket : key}
          </OutLink>
        ))}
        {links.slack === null ? null : <OutLink to={links.slack}>{texts.links.slack}</OutLink>}
        {links.temporal === null ? null : <OutLink to={links.temporal}>{texts.links.temporal}</OutLink>}
        {release.wikiLink === null ? null : <OutLink to={release.wikiLink}>{texts.links.wiki}</OutLink>}
        {release.startedAt === null ? null : (
          <StateLink change={{ view: 'timeline', cursor: release.startedAt, story: null }}>
            {texts.beforeStart}
          </StateLink>
        )}
      </p>
      <dl>
        <Fact name={facts.components}>{componentsText(release.components, texts)}</Fact>
        <Fact name={facts.requester}>{release.requester === null ? null : nameOf(release.requester)}</Fact>
        <Fact name={texts.log.admin}>{release.admin === null ? null : nameOf(release.admin)}</Fact>
        {instant(facts.asked, release.askedAt)}
        {instant(facts.good, release.goodAt)}
        {instant(facts.turn, release.turnAt)}
        {instant(facts.started, release.startedAt)}
        {instant(facts.ended, release.endedAt)}
        <Fact name={facts.override}>{release.overrideReason}</Fact>
      </dl>
      <h3>{texts.events}</h3>
      <ol class="events">
        {events.map((event) => (
          <Event key={event.key} event={event} />
        ))}
      </ol>
    </>
  );
}

/** The pipeline run behind an event, as a link if it has a page. */
function runOf(pipeline: StoryEvent['pipeline']): readonly ComponentChildren[] {
  const label = pipeline === null ? '' : pipelineLabel(pipeline);
  if (pipeline === null || label === '') return [];
  return [pipeline.url === null ? label : <OutLink to={pipeline.url}>{label}</OutLink>];
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return children === null ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** When, what, by whom, through which door, and why. The door links to the Slack message, if there is one. */
function Event({ event }: { readonly event: StoryEvent }) {
  const { texts } = useAround();
  const time = useTime();
  const nameOf = useNames();
  const { at, type, actor, via, component, facts, message, pipeline } = event;
  const to = 'to' in facts && typeof facts.to === 'string' ? facts.to : null;
  const reason = reasonIn(facts);
  const around = [
    ...(component === null ? [] : [component]),
    ...(to === null ? [] : [texts.handedTo(nameOf(to))]),
    ...(actor === null ? [] : [nameOf(actor)]),
    ...(via === null
      ? []
      : [message === null ? texts.via(via) : <OutLink to={message}>{texts.via(via)}</OutLink>]),
    ...runOf(pipeline),
    ...(pipeline?.token == null ? [] : [texts.log.token(pipeline.token)]),
  ];
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{time(at)}</time>
      <span>
        <strong>{happenedText(type, texts.log, (unknown) => unknown)}</strong>
        {around.length === 0 ? null : (
          <span class="quiet">{around.flatMap((part, index) => [index === 0 ? ' ' : ' · ', part])}</span>
        )}
        {reason === null ? null : <span class="reason">{reason}</span>}
      </span>
    </li>
  );
}
