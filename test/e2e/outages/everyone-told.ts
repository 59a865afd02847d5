import { approvers, admins } from '../../support/company.ts';
import { grouped } from './grouped.ts';
import type { Post, Row } from './witnesses.ts';

/** What everyone reads of an event below the card, once. */
const storyOf: Readonly<Partial<Record<string, RegExp>>> = {
  accepted: / gave the good to /,
  adminFound: / is the admin of /,
  started: / started /,
  finished: / finished /,
  rolledBack: / rolled back /,
  cancelled: / cancelled /,
  rejected: / refused /,
  madeHotfix: / a hotfix, /,
};
/** A card shows the current state of its release, so finally how it ended. */
const shownAs: Readonly<Partial<Record<string, RegExp>>> = {
  finished: /: finished$/,
  rolledBack: /: rolled back$/,
  cancelled: /: cancelled$/,
  rejected: /: rejected$/,
};
/** The messages that ask somebody to act, and what replaces them once somebody has. */
const asks = /^✔️|asks for your good|needs an admin|It is your turn/;
/**
 * Who was notified too little or twice. The channel has to show every step of a release, on its card or in the thread below;
 * people who have to act are asked directly if nobody acts within `askedWithinMs`.
 */
export function untold(
  rows: readonly Row[],
  posts: readonly Post[],
  askedWithinMs: number,
): readonly string[] {
  const about = grouped(posts, ({ text }) => /\|(LOAD-\d+)>/.exec(text)?.[1]);
  return [...grouped(rows, ({ ticket }) => ticket)].flatMap(([ticket, own]) => {
    const told = about.get(ticket) ?? [];
    return [...publicly(own, told), ...directly(own, told, askedWithinMs)].map(
      (found) => `${ticket}: ${found}`,
    );
  });
}

function publicly(rows: readonly Row[], told: readonly Post[]): readonly string[] {
  const announced = rows.find(({ type }) => type === 'checksPassed')?.n;
  if (announced === undefined) return [];
  const shipping = told.filter(({ place }) => place === 'shipping');
  const cards = shipping.filter(({ thread }) => thread === null);
  const end = shownAs[rows.at(-1)?.type ?? ''];
  const untoldSteps = rows.flatMap(({ n, type }) => {
    const words = storyOf[type];
    if (words === undefined || n < announced) return [];
    const times = shipping.filter(({ thread, text }) => thread !== null && words.test(text)).length;
    return times === 1 ? [] : [`${type} was told ${times} times`];
  });
  const isShown = cards.length === 1 && end?.test(cards[0]?.text ?? '') === true;
  return isShown ? untoldSteps : [...untoldSteps, `its cards: ${cards.map(({ text }) => text).join(' | ')}`];
}

function directly(rows: readonly Row[], told: readonly Post[], askedWithinMs: number): readonly string[] {
  return rows.flatMap((row) => {
    const next = rows.find(({ n, actor }) => n > row.n && actor !== null);
    const waitedMs = (next?.at.getTime() ?? row.at.getTime()) - row.at.getTime();
    return askedBy(row, rows[0]?.actor ?? '').flatMap((user) => {
      const times = told.filter(({ place, text }) => place === user && asks.test(text)).length;
      const isFine = times === 1 || (times === 0 && waitedMs < askedWithinMs);
      return isFine ? [] : [`${row.type} waited ${waitedMs} ms, and ${user} was asked ${times} times`];
    });
  });
}

function askedBy({ type, facts }: Row, requester: string): readonly string[] {
  switch (type) {
    case 'checksPassed':
      return approvers;
    case 'turnCame':
      return facts['adminNeeded'] === true ? admins : [requester];
    case 'adminFound':
      return facts['ready'] === true ? [requester] : [];
    default:
      return [];
  }
}
