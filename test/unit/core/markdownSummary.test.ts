import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { markdownSummary } from '../../../src/core/markdownSummary';

const read = (name: string) => analyzeText(readFileSync(path.resolve(import.meta.dirname, '../../../examples', `${name}.layerwise.json`), 'utf8')); // prettier-ignore

describe('a design as Markdown', () => {
  it('has its totals, its layers, its training in words and its graph', () => {
    const page = markdownSummary(read('cnn'), 'cnn');
    expect(page).toMatch(/^# cnn\n\n8 layers, \*\*12,810 parameters\*\*, 50\.04 KB of weights, [\d,]+ multiply-adds a sample\.\n/);
    expect(page).toContain("| `conv2` | Conv2D | filters `32`, kernel_size `3 × 3`, activation `relu`, kernel_initializer `he_normal` | 11 × 11 × 32 | 4,640 | 557,568 |"); // prettier-ignore
    expect(page).toContain('- Data: dataset mnist, scale 1/255, validation (first 5000)\n- Loss: sparse_categorical_crossentropy');
    expect(page).toContain('  n1 -->|"26 × 26 × 16"| n2');
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    expect(new Set(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).size).toBe(1);
  });

  it('says what each layer takes where it is no chain', () => {
    expect(markdownSummary(read('wide-and-deep'), 'both')).toContain('| `both` | Concatenate |  | `flatten`, `hidden2` | 814 | 0 | 0 |');
  });

  it('takes names that are markup for what they are', () => {
    const layers = [{ name: '<b>|`x`', type: 'Input', shape: [2] }];
    const page = markdownSummary(analyzeText(JSON.stringify({ layerwise: 1, layers })), 'a*b*');
    expect(page).toContain('# a\\*b\\*');
    expect(page).toContain("| `<b>\\|'x'` | Input |");
    expect(page).toContain('n0["#60;b#62;|`x`<br/>Input"]');
  });
});
