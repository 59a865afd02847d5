import { Button, ConfirmationDialog } from 'slack-block-builder';
import type { ButtonBuilder } from 'slack-block-builder';
import { z } from 'zod';
import { releaseCommands } from '../domain/command/commands.ts';
import type { ButtonStyle } from '../domain/command/commands.ts';
import { steps } from '../domain/release/steps.ts';
import type { ReleaseSummary } from '../domain/release/status.ts';
import type { Step } from '../domain/release/steps.ts';
import type { Texts } from '../texts/index.ts';
import { shorten } from '../texts/mrkdwn.ts';
import { fromJson } from '../domain/from-json.ts';
import { limits } from './limits.ts';

/** The release that a button acts on. A later release of the same ticket is a different one. */
export interface ButtonTarget {
  readonly ticket: string;
  /** The key of the release. */
  readonly release: string;
  /** The number of the checks shown beside the button, as in `CommandPayload`. */
  readonly finding: number;
}

const shown = z.object({
  ticket: z.string(),
  release: z.string(),
  finding: z.number(),
}) satisfies z.ZodType<ButtonTarget>;

export const targetOf = (
  { ticket, finding }: Pick<ReleaseSummary, 'ticket' | 'finding'>,
  release: string,
): ButtonTarget => ({ ticket, release, finding });

const prefix = 'command:';

/** Matches the action IDs of all command buttons. */
export const commandButtons = /^command:/;

export function commandButton(step: Step, target: ButtonTarget, texts: Texts): ButtonBuilder {
  const { label, confirm } = texts.button(step, target.ticket);
  const button = Button({
    actionId: `${prefix}${step}`,
    text: shorten(label, limits.button),
    value: JSON.stringify(target),
  });
  if (confirm !== null) {
    button.confirm(
      ConfirmationDialog({
        title: shorten(confirm.title, limits.confirmTitle),
        text: shorten(confirm.text, limits.confirmText),
        confirm: shorten(confirm.yes, limits.confirmButton),
        deny: shorten(confirm.no, limits.confirmButton),
      }),
    );
  }
  return styled(button, releaseCommands[step].button.style);
}

function styled(button: ButtonBuilder, style: ButtonStyle): ButtonBuilder {
  switch (style) {
    case 'primary':
      return button.primary();
    case 'danger':
      return button.danger();
    case 'plain':
      return button;
  }
}

/** The command behind a button, or null if the button is not ours. */
export function readButton(
  actionId: string,
  value: string | undefined,
): (ButtonTarget & { readonly step: Step }) | null {
  const step = steps.find((known) => `${prefix}${known}` === actionId);
  const read = shown.safeParse(fromJson(value));
  return step === undefined || !read.success ? null : { ...read.data, step };
}
