import { placeOf } from '../analysis';
import type { Diagnostic } from '../diagnostics';
import type { JsonPath } from '../document';
import type { Fix } from '../fixes';
import type { AdviceCode, AdviceFacts } from './adviceFacts';
import { adviceCatalog } from './catalog';
import type { Site } from './sites';

/** A diagnostic about a design that is valid but would learn better otherwise. */
export type Advice = Extract<Diagnostic, { readonly code: AdviceCode }>;

interface About<Code extends AdviceCode> {
  readonly facts: AdviceFacts[Code];
  /** Ways to follow it, the best one first. */
  readonly fixes?: readonly Fix[];
  readonly severity?: 'hint';
}

/** Advice about a layer; the first of the fields that is in the file is marked, else the type. */
export function onLayer<Code extends AdviceCode>(code: Code, { layer }: Site, fields: readonly string[], about: About<Code>): Advice {
  const field = fields.find((name) => name in layer.layer) ?? 'type';
  return { ...made(code, [...placeOf(layer), field], about), layer: layer.id } as Advice;
}

/** Advice about the training section, by the path below it. */
export const onTraining = <Code extends AdviceCode>(code: Code, path: JsonPath, about: About<Code>): Advice =>
  made(code, ['training', ...path], about) as Advice;

const made = <Code extends AdviceCode>(code: Code, path: JsonPath, { facts, fixes = [], severity }: About<Code>) => ({
  code,
  severity: severity ?? adviceCatalog[code].severity,
  facts,
  place: { path },
  fixes,
});
