import { expect, it } from 'vitest';
import { optimizerSlots } from '../../../src/core/costs/optimizerSlots';
import type { Configured } from '../../../src/core/document';
import { isProblem, resolveNamed } from '../../../src/core/layers/registries';
import { optimizers } from '../../../src/core/training/optimizers';
import { rules } from '../../../src/trainer/learning/optimizerRules';

const cycled = { type: 'OneCycle', max_learning_rate: 0.1 };

it.each<Configured>([
  ...optimizers.map(({ name }) => name),
  { type: 'SGD', momentum: 0.9 },
  { type: 'SGD', learning_rate: cycled },
  { type: 'SGD', learning_rate: { ...cycled, max_momentum: null } },
  { type: 'RMSprop', momentum: 0.9, centered: true },
  { type: 'Adam', amsgrad: true },
])('what %j keeps is what is counted', (optimizer) => {
  const resolved = resolveNamed('optimizer', optimizer);
  if (isProblem(resolved)) throw new Error('no optimizer');
  const { entry, values } = resolved;
  const rate = values.learning_rate;
  const isCycled = typeof rate === 'object' && (rate as { max_momentum?: unknown }).max_momentum !== null;
  const slots = Object.keys(rules[entry.name]?.(values, isCycled).slots ?? {});
  expect(optimizerSlots(optimizer)).toEqual({ name: entry.name, slots: slots.length });
});
