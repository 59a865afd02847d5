import { useState } from 'preact/hooks';
import { strangerIn } from '../../domain/command/completion.ts';
import { withPeople } from '../../domain/command/person.ts';
import type { About, QueueAnswer } from '../wire.ts';
import { ActorChoice } from './actor-choice.tsx';
import { useAround } from './around.ts';
import { CommandField } from './command-field.tsx';
import { IncidentButton } from './incident-button.tsx';
import { useNames, usePeople } from './names.ts';
import { queuePath } from './paths.ts';
import { inWords } from './tell.ts';
import type { Told } from './tell.ts';
import { useAnswer } from './use-answer.ts';
import { useHistory } from './use-history.ts';
import { useOrder } from './use-order.ts';

/** Accepts every command in words and shows its answer. */
export function CommandLine({ actor }: { readonly actor: string }) {
  const { texts, about } = useAround();
  const { hands } = texts;
  const [typed, setTyped] = useState('');
  const [listening, setListening] = useState(false);
  const { busy, told, order, refuse, forget } = useOrder();
  const history = useHistory();
  const queue = useQueue(listening);
  const people = usePeople(listening ? peopleIn(about, queue) : []);
  const send = async (text: string) => {
    if (text.trim() === '') return;
    history.keep(text);
    const words = withPeople(text, people);
    const stranger = strangerIn(words);
    if (stranger !== null) {
      refuse(hands.nobodyCalled(stranger));
      return;
    }
    const answer = await order(inWords(words));
    if (answer?.kind === 'done') setTyped('');
  };
  return (
    <section class="command" aria-label={hands.command}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(typed);
        }}
      >
        <ActorChoice actor={actor} />
        <CommandField
          {...{ typed, history }}
          onType={setTyped}
          onListen={() => {
            setListening(true);
          }}
          names={{
            // A release without a ticket has a key, too.
            releases: (queue?.releases ?? []).map(({ ticket, tickets, stage }) => ({
              tickets: [...new Set([ticket, ...tickets])],
              stage,
            })),
            components: about.components.map(({ name }) => name),
            people: people.map(({ name }) => name),
          }}
        />
        <button type="submit" class="primary" aria-disabled={busy}>
          {hands.send}
        </button>
      </form>
      <IncidentButton />
      <div role="status" class="answer" aria-label={hands.answer}>
        {busy ? <p class="quiet">{texts.loading}</p> : null}
        {told === null || told.text === '' ? null : (
          <Answer told={told} onSay={(says) => void send(says)} onClose={forget} />
        )}
      </div>
    </section>
  );
}

/** Shows people by name, as everywhere on the page, and offers what may have been meant. */
function Answer({
  told: { kind, text, says },
  onSay,
  onClose,
}: {
  readonly told: Told;
  readonly onSay: (says: string) => void;
  readonly onClose: () => void;
}) {
  const { hands } = useAround().texts;
  const nameOf = useNames();
  return (
    <div class={kind === 'done' ? 'told' : 'told refused'}>
      <pre>
        {text
          .replace(/@([UW][A-Z0-9_]{2,})/g, (_, user: string) => `@${nameOf(user)}`)
          .split('`')
          .map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}
      </pre>
      <div class="buttons">
        {says === null ? null : (
          <button
            type="button"
            class="primary"
            onClick={() => {
              onSay(says);
            }}
          >
            {hands.meant(says)}
          </button>
        )}
        <button type="button" onClick={onClose}>
          {hands.dismiss}
        </button>
      </div>
    </div>
  );
}

/** The people whom a command may name: actors, approvers and admins, people of open releases, and those who set freezes. */
const peopleIn = ({ actors, components }: About, queue: QueueAnswer | null): readonly string[] => [
  ...actors,
  ...components.flatMap(({ approvers, admins }) => [...approvers, ...admins]),
  ...(queue?.releases ?? []).flatMap(({ requester, admin }) => [requester, admin ?? []].flat()),
  ...(queue?.locks ?? []).flatMap(({ freezes }) => freezes.map(({ by }) => by)),
];

/** The open releases and locks, once the user is about to type. */
function useQueue(wanted: boolean): QueueAnswer | null {
  const { version } = useAround();
  return useAnswer<QueueAnswer>(wanted ? queuePath : null, version).answer;
}
