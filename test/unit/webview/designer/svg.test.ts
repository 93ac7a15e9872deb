import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { designSvg } from '../../../../webview/designer/graph/designSvg';
import { mixed } from '../../../../webview/designer/graph/svgColors';
import { fitted, widthOf } from '../../../../webview/designer/graph/svgText';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const light = { theme: 'light', unfolded: false } as const;
const read = (name: string) => analyzeText(readFileSync(path.join(examples, name), 'utf8'));

/** The elements that are open at the end of a text of XML; fails where one is closed that was not the last. */
function openElements(xml: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, single] of xml.matchAll(/<(\/?)([a-z]+)(?:\s[a-z-]+="[^"<>]*")*\s*(\/?)>/gi)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!single) open.push(name!);
  }
  return open;
}

describe('the picture of a design as SVG', () => {
  it.each(readdirSync(examples).filter((name) => name.endsWith('.layerwise.json')))('%s', (name) => {
    const analysis = read(name);
    const svg = designSvg(analysis, name, light);
    expect(openElements(svg)).toEqual([]);
    expect(svg.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain(`<title>The model ${name}</title>`);
  });

  it('says each layer, its parameters and the shapes in between as text', () => {
    const svg = designSvg(read('cnn.layerwise.json'), 'cnn', light);
    for (const text of ['Conv2D', 'conv1', '4,640', '26 × 26 × 16', 'filters', 'relu', '36%']) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain('<title>Conv2D conv2, 13 × 13 × 16 to 11 × 11 × 32, 4,640 parameters</title>');
  });

  it('shows the layers of blocks where asked', () => {
    const analysis = read('residual-blocks.layerwise.json');
    const count = (svg: string) => svg.split('<g transform').length;
    expect(count(designSvg(analysis, 'x', light))).toBeLessThan(count(designSvg(analysis, 'x', { ...light, unfolded: true })));
  });

  it('has the colours of the theme, and names that are markup as text', () => {
    const analysis = analyzeText(JSON.stringify({ layerwise: 1, layers: [{ name: '<a href="x">&', type: 'Input', shape: [3] }] }));
    const dark = designSvg(analysis, 'a<b', { theme: 'dark', unfolded: false });
    expect(dark).toContain('#1f1f1f');
    expect(dark).not.toContain('<a href');
    expect(dark).toContain('&#60;a href=&#34;x&#34;&#62;&#38;');
    expect(openElements(dark)).toEqual([]);
  });

  it('is there for a design without layers, and for one with errors', () => {
    expect(openElements(designSvg(analyzeText('{ "layerwise": 1, "layers": [] }'), 'none', light))).toEqual([]);
    const broken = analyzeText('{ "layerwise": 1, "layers": [{ "name": "a", "type": "Dens", "inputs": ["a"] }] }');
    expect(openElements(designSvg(broken, 'broken', light))).toEqual([]);
  });
});

describe('what an SVG cannot do itself', () => {
  it('is worked out: mixed colours as CSS has them, and texts that fit', () => {
    expect(mixed('#ffffff', '#000000', 50)).toBe('#808080');
    expect(mixed('#3b3b3b', '#ffffff', 4.5)).toBe('#f6f6f6');
    expect(fitted('short', 100)).toBe('short');
    const long = fitted('a_layer_with_a_very_long_name', 100);
    expect(long).toMatch(/…$/);
    expect(widthOf(long)).toBeLessThanOrEqual(100);
    expect(fitted('anything', 0)).toBe('');
  });
});
