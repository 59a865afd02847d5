/** Slack's limits, in characters unless noted. Slack rejects a message or a form that exceeds one. */
export const limits = {
  /** The text of a message. Slack would truncate the rest. */
  text: 40_000,
  /** The text of an updated message. */
  updatedText: 4000,
  /** All texts in a message's blocks together. Slack rejects about 12,000 and does not say how it counts. */
  message: 11_000,
  /** Blocks per message. */
  blocks: 50,
  blockId: 255,
  section: 3000,
  /** Fields per section. */
  fields: 10,
  field: 2000,
  button: 75,
  buttonValue: 2000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  formTitle: 24,
  formButton: 24,
  formData: 3000,
  input: 3000,
  /** The label or the hint of an input. */
  label: 2000,
  header: 150,
  option: 75,
  optionValue: 150,
  /** Options per select, or per group of a select. */
  options: 100,
  /** Groups per select. */
  optionGroups: 100,
} as const;
