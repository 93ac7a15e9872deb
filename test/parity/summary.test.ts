import { expect, test } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { Design } from '../../src/core/document';
import { summaryTable } from '../../src/core/summary';
import { golden } from './cases';

const tables = golden<{ readonly [design: string]: readonly string[] }>('summaries');
const designs = golden<readonly Design[]>('summary-designs');

test.each(designs.map((design) => [design.name ?? '', design] as const))(
  'the summary of %s is the one that Keras prints',
  (name, design) => {
    expect(summaryTable(analyzeText(JSON.stringify(design))).split('\n')).toEqual(tables[name]);
  },
);
