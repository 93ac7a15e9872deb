/** By the ids of layers: a person may call one `constructor` or `__proto__`, which an object has without being told. */
export const emptyTable = <Value>(): { [id: string]: Value } => Object.create(null) as { [id: string]: Value };

/** The same with what is in another table, such as one that comes from a worker and has been made anew there. */
export const tableOf = <Value>(values: Readonly<Record<string, Value>>): { [id: string]: Value } =>
  Object.assign(emptyTable<Value>(), values);
