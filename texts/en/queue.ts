import type { ReleaseSummary } from '../../domain/release/status.ts';
import { code, mention, mentions } from '../mrkdwn.ts';
import { estimateOf } from '../estimates.ts';
import type { EstimateWords } from '../estimates.ts';
import { queueIn } from '../queue-layout.ts';
import type { QueueLanguage } from '../queue-layout.ts';
import type { TextContext } from '../facts.ts';
import { titled } from '../ticket.ts';
import { locale } from './language.ts';
import { stageWords } from './stages.ts';
import { ago, authorEndReason, components, standing } from './standing.ts';

const estimates: EstimateWords = {
  locale,
  turnIn: (time) => `its turn in about ${time} (estimate)`,
  endIn: (time) => `usually over in about ${time} (estimate)`,
  overdue: 'longer than usual (estimate)',
};

export const queueLanguage: QueueLanguage = {
  stages: stageWords,
  components,
  ago,
  admin: 'admin',
  hotfix: 'hotfix',
  shared: 'shared',
  lacks: (lacking) => `holds it, still waits for ${lacking}`,
  lasting: (time) => `for ${time}`,
  waiting: (time) => `waits ${time}`,
  frozen: (freeze, around) => `frozen ${authorEndReason(freeze, around)}`,
  on: (who, touched, stage) => `${who} on ${touched}: ${stage}`,
  estimates,
  silent: (names) => `${names}: no answer right now; please ask again in a minute`,
  free: (names) => `Free: ${names}`,
  nobody: (component) => `Nobody releases ${component === null ? 'anything' : code(component)} or waits to.`,
  andMore: (count) => `and ${count} more`,
};

export const queueText = queueIn(queueLanguage);

export function statusText(release: ReleaseSummary, around: TextContext): string {
  const estimate = estimateOf(release, around, estimates);
  const lines = [
    `${titled(release, around)} ${standing(release, around)}.`,
    `Stage ${code(release.stage)} for ${ago(Date.parse(release.since), around)} · ${components(release.components)} · asked by ${release.requester === null ? 'nobody yet' : mention(release.requester)}${estimate === null ? '' : ` · ${estimate}`}`,
    release.acceptedBy.length === 0 ? null : `Good from ${mentions(release.acceptedBy)}`,
    release.admin.user === null ? null : `Admin ${mention(release.admin.user)}`,
    release.locks.length === 0
      ? null
      : `Locks: ${release.locks.map((claim) => `${code(claim.component)} ${claim.mode}, ${claim.state}`).join('; ')}`,
  ];
  return lines.filter((text) => text !== null).join('\n');
}
