/** Characters that control a terminal or reverse the direction of text; not line ends or tabs. */
const steering = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;

const anySteering = new RegExp(`[${steering}]`, 'g');

/** Matches a character that is neither white space nor steering. */
export const sayingAnything = new RegExp(String.raw`[^\s${steering}]`);

/** Text by somebody else as well-formed Unicode, with its lines, but without steering characters. */
export const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\v\f]/g, '\n')
    .replace(anySteering, '');
