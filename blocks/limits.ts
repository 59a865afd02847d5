/** What Slack takes, in characters where nothing else is said. It refuses a message or a form that has more. */
export const limits = {
  /** Of a message's own text; Slack would cut off what is more. */
  text: 40_000,
  /** Of the text of a message that replaces another one. */
  updatedText: 4000,
  /** Of all the texts of a message's blocks together. Slack refuses some 12,000, and does not say how it counts. */
  message: 11_000,
  /** How many in a message. */
  blocks: 50,
  section: 3000,
  /** How many in a section. */
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
  /** Of an input's label or hint. */
  label: 2000,
  header: 150,
  option: 75,
  optionValue: 150,
  /** How many in a select, or in a group of one. */
  options: 100,
  /** How many in a select. */
  optionGroups: 100,
} as const;
