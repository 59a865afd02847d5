/** What steers a terminal, or turns the text around it the other way; not the ends of lines, nor tabs. */
const steering = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;

const anySteering = new RegExp(`[${steering}]`, 'g');

/** What a text has that says anything. */
export const sayingAnything = new RegExp(String.raw`[^\s${steering}]`);

/** What somebody else wrote, in its lines, without what they should not have brought along. */
export const printable = (text: string): string =>
  text.replace(/\r\n?|[\v\f]/g, '\n').replace(anySteering, '');
