import { z } from 'zod';
import type { FieldValue, Scalar, Ticket } from '../../domain/signs/ticket.ts';
import { adfText, isDocument } from './atlassian-document.ts';

/** The fields by name, and the names of those that cannot be read. Values with the same name are merged into a list. */
export function fieldsOf(
  entries: readonly (readonly [string, unknown])[],
): Pick<Ticket, 'fields' | 'unreadFields'> {
  const fields = new Map<string, FieldValue>();
  const unread = new Set<string>();
  for (const [name, value] of entries) {
    const read = valueOf(value);
    if (read === undefined) unread.add(name);
    else fields.set(name, both(fields.get(name) ?? null, read));
  }
  return {
    fields: Object.fromEntries(fields),
    ...(unread.size === 0 ? {} : { unreadFields: [...unread] }),
  };
}

const both = (one: FieldValue, other: FieldValue): FieldValue =>
  one === null ? other : other === null ? one : [one, other].flat();

/** A text or number, an option, a person, a version, a document, or a list of these. Undefined for anything else. */
function valueOf(value: unknown): FieldValue | undefined {
  if (value === null || value === undefined || isEmpty(value)) return null;
  if (!Array.isArray(value)) return oneValue(value);
  const all = value.map(oneValue);
  return all.every((one): one is Scalar => one !== undefined) ? all : undefined;
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const branch = z.object({ value: z.string(), child: z.object({ value: z.string() }) });
/** Properties that hold the displayed value, in order of preference. */
const faces = [
  'value',
  'name',
  'displayName',
  'display',
  'text',
  'presentation',
  'fullName',
  'login',
  'title',
];

function oneValue(value: unknown): Scalar | undefined {
  const plain = scalar.safeParse(value);
  if (plain.success) return plain.data;
  if (isDocument(value)) return adfText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const both = branch.safeParse(value);
  if (both.success) return `${both.data.value} - ${both.data.child.value}`;
  const parts: Readonly<Record<string, unknown>> = { ...value };
  return faces.map((face) => scalar.safeParse(parts[face]).data).find((one) => one !== undefined);
}
