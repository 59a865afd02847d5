import type { WebClient } from '@slack/web-api';
import { People } from '../activities/people.ts';
import { mappingOf } from '../config/plain.ts';
import { calledAdmins, generalAdmins } from '../domain/people.ts';
import type { PersonOrGroup, Settings } from '../domain/settings.ts';
import { isLivingPerson } from '../slack/living-person.ts';
import { nudgeWords } from '../texts/doctor-nudges.ts';
import type { ReachesNobody } from '../texts/doctor-nudges.ts';
import { ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

interface Nudges {
  /** Includes who is on call now. */
  readonly settings: Settings;
  /** The file as plain data, without defaults. */
  readonly values: unknown;
  readonly slack: WebClient;
  /** The users who have switched reminders off. */
  readonly unwilling: ReadonlySet<string>;
}

type Kind = (typeof kinds)[number];
const kinds = ['approvers', 'admins'] as const;
const nobody: ReadonlySet<string> = new Set();

/** Whether each reminder, and each escalation, reaches somebody. Throws Slack's errors. */
export async function diagnoseNudges({
  settings,
  values,
  slack,
  unwilling,
}: Nudges): Promise<readonly Diagnosis[]> {
  const { reminders } = settings.release;
  const company = new Company(slack, settings);
  const mistakes: string[] = [];
  for (const { kind, where, list } of remindedBy(settings)) {
    const { called, by } = await company.called(kind, list, where);
    const unreached = await company.unreached(called, unwilling);
    if (unreached !== null) mistakes.push(nudgeWords.nobody(`reminders.${kind}`, by, unreached));
  }
  for (const kind of kinds) {
    const { escalateTo } = reminders[kind];
    const name = `reminders.${kind}`;
    // Escalations reach people who have switched reminders off, too.
    const unreached = escalateTo.length === 0 ? null : await company.unreached(escalateTo, nobody);
    if (unreached !== null) mistakes.push(nudgeWords.nobody(name, `${name}.escalateTo`, unreached));
    if (escalateTo.length === 0 && isEscalated(kind, values))
      mistakes.push(nudgeWords.escalatesToNobody(name));
  }
  const unescalated = kinds.filter((kind) => reminders[kind].escalateTo.length === 0);
  return mistakes.length === 0
    ? [ok('nudges', nudgeWords.nudges(unescalated.map((kind) => `reminders.${kind}.escalateTo`)))]
    : mistakes.map((mistake) => wrong('nudges', mistake));
}

/** Whether the file itself sets `escalateAfter`; by default an escalation needs somebody to escalate to. */
const isEscalated = (kind: Kind, values: unknown): boolean =>
  mappingOf(mappingOf(mappingOf(values)['reminders'])[kind])['escalateAfter'] != null;

interface Reminded {
  readonly kind: Kind;
  readonly where: string;
  readonly list: readonly PersonOrGroup[];
}

/** The lists that releases wait for: the general ones and each component's own. */
function remindedBy(settings: Settings): readonly Reminded[] {
  const own = Object.entries(settings.components).flatMap(([name, component]) =>
    kinds.flatMap((kind): readonly Reminded[] => {
      const list = component[kind];
      return list === null ? [] : [{ kind, where: `components.${name}.${kind}`, list }];
    }),
  );
  return [
    { kind: 'approvers', where: 'people.approvers', list: settings.people.approvers },
    { kind: 'admins', where: 'people.admins', list: generalAdmins(settings) },
    ...own,
  ];
}

/** The people in Slack. Looks up each person and group once. */
class Company {
  readonly #slack: WebClient;
  readonly #settings: Settings;
  readonly #people: People;
  readonly #living = new Map<string, Promise<boolean>>();
  readonly #refusals = new Map<string, string>();

  constructor(slack: WebClient, settings: Settings) {
    this.#slack = slack;
    this.#settings = settings;
    this.#people = new People(slack, (group, reason) => {
      this.#refusals.set(group, reason);
    });
  }

  /** Who of a list is reminded, and by which setting. Of the admins, only those on call now, if any of them is in the list. */
  async called(
    kind: Kind,
    list: readonly PersonOrGroup[],
    where: string,
  ): Promise<{ readonly called: readonly PersonOrGroup[]; readonly by: string }> {
    if (kind === 'approvers') return { called: list, by: where };
    const eligible = await this.#people.expand(list);
    const called = calledAdmins(eligible, this.#settings, Date.now());
    return called === eligible ? { called: list, by: where } : { called, by: 'people.onCall' };
  }

  /** Why nobody in a list is reached; null if somebody is. */
  async unreached(
    list: readonly PersonOrGroup[],
    unwilling: ReadonlySet<string>,
  ): Promise<ReachesNobody | null> {
    const found: { gone: string[]; unwilling: string[]; groups: string[] } = {
      ...{ gone: [], unwilling: [], groups: [] },
    };
    for (const id of list) {
      const people = await this.#people.expand([id]);
      if (people.length === 0) found.groups.push(this.#nameOf(id));
      for (const user of people) {
        if (!(await this.#isLiving(user))) found.gone.push(user);
        else if (unwilling.has(user)) found.unwilling.push(user);
        else return null;
      }
    }
    return found;
  }

  #nameOf(group: string): string {
    const refusal = this.#refusals.get(group);
    return refusal === undefined ? group : `${group} (${refusal})`;
  }

  #isLiving(user: string): Promise<boolean> {
    const known = this.#living.get(user) ?? isLivingPerson(this.#slack, user);
    this.#living.set(user, known);
    return known;
  }
}
