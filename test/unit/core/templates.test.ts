import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { formatCount } from '../../../src/core/format';
import { templates, TWO_INPUTS } from '../../../src/core/templates';

describe.each(templates.map((template) => [template.id, template] as const))('the template %s', (id, { text, detail }) => {
  const analysis = analyzeText(text);

  test('has no problem', () => {
    const problems = analysis.diagnostics.filter(({ severity }) => severity !== 'hint');
    expect(problems).toEqual([]);
  });

  if (id === 'empty') return;
  test('has the parameters that it promises and all that training needs', () => {
    expect(detail).toContain(`${formatCount(analysis.totals.total)} parameters`);
    expect(analysis.design?.training?.data?.dataset).toBe(id === TWO_INPUTS ? undefined : 'mnist');
  });
});

test('each template has a name of its own', () => {
  expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
});
