/** The keys of a table, in order. Its type has to list exactly the keys that it has. */
export const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] =>
  Object.keys(table) as K[];
