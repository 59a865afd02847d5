import { ticketsText } from './tickets-text.ts';
import type { ComponentChildren } from 'preact';
import { duration } from '../../domain/duration.ts';
import { lifecycle } from '../../domain/release/lifecycle.ts';
import { isAmong, onProduction, openStages } from '../../domain/release/stage.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { isIdle } from '../../domain/lock/quiet-lock.ts';
import { componentOf } from '../../domain/watch/plan.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import type { QueueAnswer, ShownRelease } from '../wire.ts';
import { useAround, useTime } from './around.ts';
import { Filters } from './filters.tsx';
import { OutLink, StateLink } from './links.tsx';
import { LockActions } from './lock-actions.tsx';
import { useNames } from './names.ts';
import { queuePath } from './paths.ts';
import { isWanted, shownLocks } from './queue-search.ts';
import { ReleaseActions } from './release-actions.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { TurnedBad } from './turned-bad.tsx';
import { useAnswer } from './use-answer.ts';
import { freezeText } from './wording.ts';

const allAnswered = ({ silent }: QueueAnswer): boolean => silent.length === 0;

/** The locks with their holders and queues, and all other open releases. */
export function QueueView() {
  const { texts, state, version } = useAround();
  const { answer, trouble } = useAnswer(queuePath, version, allAnswered);
  return (
    <>
      <Filters />
      <TroubleNote trouble={trouble} of="temporal" />
      {answer === null ? (
        <p class="empty">{trouble === null ? texts.loading : null}</p>
      ) : (
        <Standing answer={answer} wanted={(release) => isWanted(release, state)} />
      )}
    </>
  );
}

function Standing({
  answer,
  wanted,
}: {
  readonly answer: QueueAnswer;
  readonly wanted: (release: ShownRelease) => boolean;
}) {
  const { texts, state, actor } = useAround();
  const locks = shownLocks(answer, state);
  const inLocks = new Set(
    answer.locks.flatMap(({ holders, queue }) => [...holders, ...queue].map(({ ticket }) => ticket)),
  );
  const others = answer.releases.filter((release) => !inLocks.has(release.ticket) && wanted(release));
  const free = locks.filter(isIdle);
  const silent = answer.silent.filter(
    (name) => state.components.length === 0 || state.components.includes(name),
  );
  const busy = locks.filter((lock) => !isIdle(lock));
  return (
    <>
      {answer.releases.length === 0 ? <p class="empty">{texts.nobody}</p> : null}
      {answer.releases.length > 0 && others.length + busy.length === 0 ? (
        <p class="empty">{texts.noneFits}</p>
      ) : null}
      <section>
        <h2>{texts.queueNow}</h2>
        <div class="locks">
          {busy.map((lock) => (
            <Lock key={lock.component} lock={lock} releases={answer.releases} />
          ))}
          {silent.map((name) => (
            <article key={name} class="lock">
              <h3>{name}</h3>
              <p class="trouble">{texts.silent}</p>
            </article>
          ))}
        </div>
        {free.length === 0 ? null : (
          <p>
            {texts.freeLocks}: {free.map(({ component }) => component).join(', ')}
          </p>
        )}
        {actor === null ? null : (
          <div class="actions">
            {free.map((lock) => (
              <LockActions key={lock.component} lock={lock} actor={actor} named />
            ))}
          </div>
        )}
      </section>
      {others.length === 0 ? null : <Others releases={others} />}
    </>
  );
}

function Lock({ lock, releases }: { readonly lock: LockView; readonly releases: readonly ShownRelease[] }) {
  const { texts, actor } = useAround();
  const time = useTime();
  const nameOf = useNames();
  const find = (ticket: string) => releases.find((release) => release.ticket === ticket);
  return (
    <article class="lock">
      <h3>{lock.component}</h3>
      {lock.freezes.map(({ by, until, reason, event }) => (
        <p key={`${by} ${reason}`} class="freeze">
          <span aria-hidden="true">❄ </span>
          {freezeText(
            { by, reason, event, to: until === null ? null : Date.parse(until) },
            texts,
            time,
            nameOf,
          )}
        </p>
      ))}
      {lock.holders.length === 0 ? null : (
        <>
          <h4>{texts.holds}</h4>
          <ul>
            {lock.holders.map(({ ticket, since, started, mode, token }) => (
              <li key={token} class={started ? 'fate-onProduction' : 'fate-waiting'}>
                <Named ticket={ticket} release={find(ticket)} component={lock.component}>
                  {texts.stages[shownStage(started, find(ticket)?.stage)]}
                  {mode === 'shared' ? `, ${texts.shared}` : null}
                </Named>
                <Since at={Date.parse(since)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {lock.queue.length === 0 ? null : (
        <>
          <h4>{texts.waits}</h4>
          <ol>
            {lock.queue.map(({ ticket, since, priority, mode }) => (
              <li key={ticket} class="fate-waiting">
                <Named ticket={ticket} release={find(ticket)} component={lock.component}>
                  {[
                    ...(priority === 'hotfix' ? [texts.hotfix] : []),
                    ...(mode === 'shared' ? [texts.shared] : []),
                  ].join(', ')}
                </Named>
                <Since at={Date.parse(since)} />
              </li>
            ))}
          </ol>
        </>
      )}
      {actor === null ? null : <LockActions lock={lock} actor={actor} />}
    </article>
  );
}

/** `component`: the lock that the entry is shown in. */
function Named({
  ticket,
  release,
  component,
  children,
}: {
  readonly component?: string;
  readonly ticket: string;
  readonly release: ShownRelease | undefined;
  readonly children: ComponentChildren;
}) {
  const { texts, about, actor } = useAround();
  const nameOf = useNames();
  return (
    <>
      <OutLink to={release?.url ?? null}>
        <strong>{release === undefined ? ticket : ticketsText(release)}</strong>
        {release?.title == null || release.title === ticket ? null : ` ${release.title}`}
      </OutLink>
      <span class="standing">{children}</span>
      <TurnedBad
        findings={(release?.bad ?? []).filter(
          ({ check }) => component === undefined || componentOf(check) === component,
        )}
      />
      {release === undefined ? null : (
        <span class="quiet">
          {nameOf(release.requester)}
          {release.admin === null ? null : `, ${texts.log.admin} ${nameOf(release.admin)}`}
          {about.logged ? (
            <>
              {' · '}
              <StateLink change={{ story: release.key }}>
                {texts.story}
                <span class="hidden"> {ticket}</span>
              </StateLink>
            </>
          ) : null}
        </span>
      )}
      {release === undefined || actor === null ? null : (
        <ReleaseActions release={release} actor={actor} brief />
      )}
    </>
  );
}

function Since({ at }: { readonly at: number }) {
  const { texts, now } = useAround();
  const time = useTime();
  return (
    <time class="quiet" dateTime={new Date(at).toISOString()}>
      {texts.since('', time(at)).trim()} ({duration(now - at, texts.locale)})
    </time>
  );
}

/** A lock may know of a start before the visibility list does. */
function shownStage(started: boolean, stage: Stage = 'ready'): Stage {
  return started && !isAmong(stage, onProduction) ? 'deploying' : stage;
}

/** The releases that neither hold nor wait for a lock, by stage. */
function Others({ releases }: { readonly releases: readonly ShownRelease[] }) {
  const { texts } = useAround();
  return (
    <section>
      <h2>{texts.others}</h2>
      {openStages.map((stage) => {
        const there = releases.filter((release) => release.stage === stage);
        return there.length === 0 ? null : (
          <div key={stage} class="stage">
            <h3>
              {texts.stages[stage]} ({there.length})
            </h3>
            <ul>
              {there.map((release) => (
                <li
                  key={release.key}
                  class={lifecycle[stage].onProduction ? 'fate-onProduction' : 'fate-waiting'}
                >
                  <Named ticket={release.ticket} release={release}>
                    {release.components.join(', ')}
                  </Named>
                  <Since at={release.since} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
