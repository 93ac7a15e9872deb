import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { complaint } from '../../../src/cli/print';
import type { CostsJson } from '../../../src/cli/costsJson';
import type { SummaryJson } from '../../../src/cli/summary';
import type { StepMeasurement } from '../../../src/protocol/stepMeasurement';
import { layerwise } from './inProcess';

const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = path.resolve(import.meta.dirname, '../../../examples/mnist-bn.layerwise.json');
function design(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('summary', () => {
  test('prints its JSON in the form that is promised', async () => {
    const { code, out } = await layerwise('summary', example, '--json');
    const summary = JSON.parse(out) as SummaryJson;
    expect(code).toBe(0);
    expect(summary.layers[0]).toEqual({ name: 'pixels', type: 'Input', outputShape: [null, 28, 28], parameters: 0 });
    expect(summary.layers[3]).toEqual({ name: 'hidden1', type: 'Dense', outputShape: [null, 300], parameters: 235_500 });
    expect(summary.layers).toHaveLength(8);
    expect(summary.parameters).toEqual({ total: 271_346, trainable: 268_978, nonTrainable: 2_368 });
  });

  test('prints a table', async () => {
    const { out } = await layerwise('summary', example);
    expect(out).toContain('hidden1 (Dense)');
    expect(out).toMatch(/Total params: 271,346/);
  });

  test('adds what layers and the model cost, in words and as JSON', async () => {
    const { out } = await layerwise('summary', example, '--costs');
    expect(out).toContain('hidden1 (Dense)\n  Multiply-adds  784 × 300 = 235,200\n');
    expect(out).toMatch(/The whole model\n {2}Multiply-adds {2}\d[\d,]+\n/);
    expect(out).toMatch(/ {2}Training +[\d.]+ MB of [\d.]+ [MGT]B/);
    const { costs } = JSON.parse((await layerwise('summary', example, '--costs', '--json')).out) as { costs: CostsJson };
    const hidden = costs.layers.find(({ name }) => name === 'hidden1');
    expect(hidden).toMatchObject({ multiplyAdds: 235_200, weights: 942_000, gradients: 942_000, receptiveFields: {} });
    expect(costs.training).toBeGreaterThan(costs.prediction);
  });

  test('refuses a design with errors, at the place of the first', async () => {
    const file = design(
      'huge.layerwise.json',
      '{\n  "layerwise": 1,\n  "layers": [\n    { "name": "a", "type": "Input", "shape": [1000000] },\n    { "name": "b", "type": "Dense", "units": 1000000000 }\n  ]\n}',
    );
    const { code, out, err } = await layerwise('summary', file, '--json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^layerwise: .*huge\.layerwise\.json:5:\d+: .*would have/);
  });
});

describe('check', () => {
  test('has nothing to say of a sound design', async () => {
    expect(await layerwise('check', example, '--json')).toMatchObject({ code: 0, out: '[]' });
    expect(await layerwise('check', example)).toMatchObject({ code: 0, out: `${example}: no problems.` });
  });

  test('lists problems with their places', async () => {
    const file = design(
      'wrong.layerwise.json',
      '{\n  "layerwise": 1,\n  "layers": [\n    { "name": "a", "type": "Input", "shape": [4] },\n    { "name": "b", "type": "Dense", "units": "many" },\n    { "name": "c", "type": "Dens" }\n  ]\n}\n',
    );
    const { code, out } = await layerwise('check', file, '--json');
    const problems = JSON.parse(out) as { code: string; severity: string; message: string; line: number; column: number }[];
    expect(code).toBe(1);
    expect(problems.map(({ code: problem, severity, line, column }) => [problem, severity, line, column])).toEqual([
      ['field.wrong-value', 'error', 5, 46],
      ['layer.unknown-type', 'error', 6, 28],
    ]);
    expect(problems[1]?.message).toContain('Did you mean Dense?');
    expect((await layerwise('check', file)).out.split('\n')[0]).toMatch(/wrong\.layerwise\.json:5:46: error field\.wrong-value: /);
  });

  test('measures a step on random samples, beside the estimate', async () => {
    const { code, out } = await layerwise('check', example, '--dry-run', '--runtime', 'wasm');
    expect(code).toBe(0);
    expect(out).toMatch(/no problems\.\nA step of 32 samples took [\d.]+ MB on WebAssembly.*; estimated were [\d.]+ MB\. The process held/);
    const { problems, step } = JSON.parse((await layerwise('check', example, '--dry-run', '--runtime', 'wasm', '--json')).out) as {
      problems: unknown[];
      step: StepMeasurement;
    };
    expect(problems).toEqual([]);
    expect(step).toMatchObject({ batchSize: 32, by: 'planned' });
    expect(step.times.layers['hidden1']).toBeGreaterThan(0);
  });

  test('measures nothing of a design with errors', async () => {
    const file = design('odd-step.layerwise.json', '{ "layerwise": 1, "layers": [{ "name": "a", "type": "Dens" }] }');
    const { code, out } = await layerwise('check', file, '--dry-run', '--json');
    expect(code).toBe(1);
    expect((JSON.parse(out) as { step: unknown }).step).toBeNull();
  });

  test('advice is printed, and is no failure', async () => {
    const layers = [
      { name: 'x', type: 'Input', shape: [4] },
      { name: 'h', type: 'Dense', units: 3, activation: 'relu' },
    ];
    const { code, out } = await layerwise('check', design('advised.layerwise.json', JSON.stringify({ layerwise: 1, layers })));
    expect(code).toBe(0);
    expect(out).toMatch(/advised\.layerwise\.json:1:\d+: hint init\.relu-needs-he: h starts with glorot_uniform, /);
  });

  test.each([
    ['no JSON', '{ "layerwise": 1, ', 'syntax.invalid'],
    ['empty', '', 'format.not-a-design'],
    ['no design', '[1, 2]', 'format.not-a-design'],
    ['of a newer version', '{ "layerwise": 2, "layers": [] }', 'format.newer-version'],
  ])('a file that is %s', async (_kind, text, expected) => {
    const { code, out } = await layerwise('check', design('odd.layerwise.json', text), '--json');
    expect(code).toBe(1);
    expect((JSON.parse(out) as { code: string }[]).map((problem) => problem.code)).toContain(expected);
  });
});

describe('what cannot be done is said in one message without a stack', () => {
  test.each([['summary'], ['check'], ['train']])('%s of a file that is not there', async (command) => {
    const { code, err } = await layerwise(command, path.join(folder, 'none.json'));
    expect(code).toBe(1);
    expect(err).toMatch(/^layerwise: The design .*none\.json could not be read\.\n {2}There is no such file or folder\.\n {2}\S/);
  });

  test('a design whose ending was left out, and a model of another program', async () => {
    const named = design('short.layerwise.json', '{}').replace('.layerwise.json', '');
    expect((await layerwise('train', named)).err).toMatch(/Did you mean .*short\.layerwise\.json\?$/);
    const { code, err } = await layerwise('summary', 'my net.keras');
    expect([code, err]).toEqual([
      1,
      'layerwise: my net.keras is a model of another program, not a design.\n  Make a design of it: layerwise import "my net.keras"',
    ]);
    const odd = await layerwise('summary', 'a "b" $HOME.keras');
    expect(odd.err).toMatch(process.platform === 'win32' ? / "a "b" \$HOME\.keras"$/ : / 'a "b" \$HOME\.keras'$/);
  });

  test('a folder, with the designs in it', async () => {
    mkdirSync(path.join(folder, 'many'));
    writeFileSync(path.join(folder, 'many/one.layerwise.json'), '{}');
    expect((await layerwise('check', path.join(folder, 'many'))).err).toMatch(
      /It is a folder, not a file\.\n.*many there is one\.layerwise\.json\.$/,
    );
  });

  test.each([
    [['train', example, '--epochs', '0'], /option '--epochs <n>' argument '0' is invalid\. Give a whole number of 1 or more\./],
    [['train', example, '--epochs', 'abc'], /'abc' is invalid\. Give a whole number/],
    [['train', example, '--epochs', '1.5'], /'1.5' is invalid/],
    [['train', example, '--limit', '-1'], /'-1' is invalid/],
    [['train', example, '--seed', '1e3'], /'1e3' is invalid/],
    [['train', example, '--runtime', 'gpu'], /'gpu' is invalid\. Allowed choices are auto, tensorflow, wasm, cpu\./],
    [['train', example, '--unknown'], /unknown option '--unknown'/],
    [['train'], /missing required argument 'design'/],
    [['trian', example], /unknown command 'trian'/],
  ])('%j', async (args, message) => {
    const { code, out, err } = await layerwise(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^layerwise: /);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('a fault of ours is no stack either', () => {
    const text = complaint(new TypeError('x is not a function'));
    expect(text).toMatch(/^layerwise: Something went wrong inside Layerwise: x is not a function\n/);
    expect(text).not.toMatch(/^\s+at /m);
  });
});
