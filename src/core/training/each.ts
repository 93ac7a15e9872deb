import type { JsonObject } from '../document';

/** One value for all Input layers (or outputs) of a model, or one for each by its name. */
export type Each<T> = T | { readonly [layer: string]: T };

/** Whether a value says it of each by name. An object with a `type` is one thing with its arguments. */
export const isByName = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('type' in value);

/** What a value says of the input or output of that name; absent where it says nothing of it. */
export function valueFor<T>(value: Each<T> | null | undefined, name: string): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isByName(value)) return value as T;
  return Object.hasOwn(value, name) ? ((value as { readonly [layer: string]: T | null })[name] ?? undefined) : undefined;
}

/** How much the loss of an output counts: 1 where nothing is said. */
export const lossWeightOf = (weights: Readonly<Record<string, unknown>> | null | undefined, output: string): number =>
  weights && Object.hasOwn(weights, output) ? Number(weights[output]) : 1;
