import type { ModalView } from '@slack/web-api';
import { Input, Modal, Section, TextInput } from 'slack-block-builder';
import { z } from 'zod';
import { reasonedSteps } from '../domain/release/steps.ts';
import type { Texts } from '../texts/index.ts';
import { cut, shorten } from '../texts/mrkdwn.ts';
import { fromJson } from '../domain/from-json.ts';
import { printable } from '../domain/printable.ts';
import { limits } from './limits.ts';

export const reasonForm = 'reason';

const request = z.object({
  step: z.enum(reasonedSteps),
  ticket: z.string(),
  release: z.string(),
  /** As `CommandPayload` has it. */
  replyTo: z.string(),
});
/** The command that a reason is asked for. */
export type ReasonRequest = Readonly<z.infer<typeof request>>;

export function reasonView(asked: ReasonRequest, texts: Texts): ModalView {
  const words = texts.reasonForm(asked.step, asked.ticket);
  const view = Modal({
    callbackId: reasonForm,
    title: shorten(words.title, limits.formTitle),
    submit: shorten(words.submit, limits.formButton),
    close: shorten(words.leave, limits.formButton),
    privateMetaData: JSON.stringify(asked),
  }).blocks(
    Section({ text: cut(words.explanation, limits.section) }),
    Input({ blockId: reasonForm, label: shorten(words.question, limits.section) })
      .element(TextInput({ actionId: reasonForm, maxLength: limits.input }).multiline().focusOnLoad())
      .optional(!words.required),
  );
  return view.buildToObject();
}

/** The command and the reason from a submitted form; null if the form is not ours. */
export function readReason(
  data: string,
  values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>,
): { readonly asked: ReasonRequest; readonly reason: string | null } | null {
  const read = request.safeParse(fromJson(data));
  const reason = values[reasonForm]?.[reasonForm]?.value ?? null;
  return read.success ? { asked: read.data, reason: reason && printable(reason) } : null;
}
