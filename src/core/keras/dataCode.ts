import type { DataSection } from '../document';
import { datasets } from '../training/datasets';
import { isByName, valueFor, type Each } from '../training/each';
import type { ProgramEnd } from './compileCode';
import { identifier, literal, print, record, type Code } from './python';

/** What a program has to import for its data. */
export interface DataNeeds {
  readonly numpy: boolean;
  /** The function that reads IDX files. */
  readonly idx: boolean;
}

/** The lines that make the arrays of a data section, and what `fit` takes: `x_train`, or one for each by name. */
export interface DataCode {
  readonly lines: readonly string[];
  /** Of a part: `train`, `valid` or `test`. */
  inputs(part: string): Code;
  targets(part: string): Code;
}

/** An array of the program: `x`, or `x_left` where there are several. */
interface Column {
  readonly base: string;
  readonly end?: ProgramEnd;
  readonly file?: string;
}

/** Reading, choosing, cutting and scaling, in the order in which Layerwise does it. */
export function dataCode(data: DataSection, inputs: readonly ProgramEnd[], outputs: readonly ProgramEnd[]): DataCode {
  const dataset = datasets.find(({ name }) => name === data.dataset);
  const parts = ['train', ...(data.validation ? ['valid'] : []), ...(dataset ? ['test'] : [])];
  // The parts that are there before the validation part is cut off.
  const read = ['train', ...(dataset ? ['test'] : []), ...(data.validation && 'inputs' in data.validation ? ['valid'] : [])];
  const xs = columns('x', inputs, data.inputs);
  const ys = dataset ? [{ base: 'y' }] : columns('y', outputs, data.targets);
  const targetOf = (end: ProgramEnd) => valueFor(data.target, end.name);
  const positives = outputs.filter((end) => !targetOf(end) && valueFor(data.positive, end.name));
  const own = positives.map((end) => ({ base: outputs.length > 1 ? `y_${identifier(end.keras)}` : 'y', end }));
  const all = [...xs, ...ys, ...own.filter(({ base }) => ys.every((y) => y.base !== base))];
  const turned = outputs.some((end) => targetOf(end) === 'rotation');
  const yOf = (end: ProgramEnd): string => own.find((one) => one.end === end)?.base ?? ys.find((y) => y.end === end)?.base ?? 'y';

  const lines = [
    ...loadLines(data, xs, ys),
    ...read.flatMap((part) => subsetLines(data, part, xs, ys, own)),
    ...cutLines(data, xs, ys, all),
    ...(data.count == null ? [] : all.map(({ base }) => `${base}_train = ${base}_train[:${data.count}]`)),
    ...xs.flatMap((x) => scaleLines(data, x, parts)),
    ...xs.flatMap(({ base, end }) => {
      const reshaped = end && (dataset ? dataset.shape.join() !== end.shape.join() : false);
      const shape = end?.shape.map((size) => size ?? -1).join(', ');
      return reshaped ? parts.map((part) => `${base}_${part} = ${base}_${part}.reshape(-1, ${shape})`) : [];
    }),
    ...(turned ? parts.flatMap((part) => turnLines(part, xs, all)) : []),
  ];
  return {
    lines,
    inputs: (part) => ofEach(xs.map(({ base, end }) => [end?.keras ?? '', `${base}_${part}`])),
    targets: (part) =>
      ofEach(
        outputs.map((end) => {
          const target = targetOf(end);
          if (target === 'input') return [end.keras, asOutput(`x_${part}`, end, inputs[0])];
          return [end.keras, `${target === 'rotation' ? 'turns' : yOf(end)}_${part}`];
        }),
      ),
  };
}

const ofEach = (codes: readonly (readonly [string, Code])[]): Code => (codes.length === 1 ? codes[0]![1] : record(codes));

function columns(base: string, ends: readonly ProgramEnd[], files: Each<string> | undefined): readonly Column[] {
  const several = isByName(files);
  const named = several ? ends.filter(({ name }) => valueFor(files, name) !== undefined) : ends.slice(0, 1);
  const one = named.length === 1;
  return named.map((end) => ({ base: one ? base : `${base}_${identifier(end.keras)}`, end, file: valueFor(files, end.name) }));
}

function asOutput(name: string, output: ProgramEnd, input: ProgramEnd | undefined): string {
  const same = input?.shape.join() === output.shape.join();
  return same ? name : `${name}.reshape(-1, ${output.shape.map((size) => size ?? -1).join(', ')})`;
}

function loadLines({ dataset, validation }: DataSection, xs: readonly Column[], ys: readonly Column[]): string[] {
  const known = datasets.find(({ name }) => name === dataset);
  if (known)
    return [
      `(x_train, y_train), (x_test, y_test) = keras.datasets.${known.name}.load_data()`,
      ...(known.nested ? ['y_train, y_test = y_train.reshape(-1), y_test.reshape(-1)'] : []),
    ];
  const files = (part: string, of: (column: Column, key: string) => string | undefined): string[] =>
    [...xs.map((column) => [column, 'x_train'] as const), ...ys.map((column) => [column, 'y_train'] as const)].map(
      ([column, key]) => `${column.base}_${part} = ${load(of(column, key), key)}`,
    );
  const ofValidation = validation && 'inputs' in validation ? validation : undefined;
  return [
    ...files('train', ({ file }) => file),
    ...(ofValidation
      ? files('valid', ({ end }, key) => valueFor(key === 'x_train' ? ofValidation.inputs : ofValidation.targets, end?.name ?? ''))
      : []),
  ];
}

/** Only the samples of some classes, numbered anew, and targets that say whether a class is one of some. */
function subsetLines(
  { classes, positive }: DataSection,
  part: string,
  xs: readonly Column[],
  ys: readonly Column[],
  own: readonly Column[],
): string[] {
  const chosen = ys.flatMap((y) => {
    const of = valueFor(classes, y.end?.name ?? '') ?? (isByName(classes) ? undefined : classes);
    return of ? [{ y: `${y.base}_${part}`, of }] : [];
  });
  const kept = chosen.flatMap(({ y, of }) => [
    `kept = numpy.isin(${y}, ${print(listOf(of))})`,
    ...[...xs, ...ys].map(({ base }) => `${base}_${part} = ${base}_${part}[kept]`),
  ]);
  const positives = own.map(({ base, end }) => {
    const from = ys.find((y) => y.end === end)?.base ?? 'y';
    return `${base}_${part} = numpy.isin(${from}_${part}, ${print(listOf(valueFor(positive, end!.name)!))}).astype("int32")`;
  });
  const anew = chosen
    .filter(({ y }) => !own.some(({ base }) => `${base}_${part}` === y))
    .map(({ y, of }) => `${y} = numpy.select([${of.map((id) => `${y} == ${id}`).join(', ')}], range(${of.length}))`);
  return [...kept, ...positives, ...anew];
}

const listOf = (ids: readonly number[]): Code => ({ open: '[', items: ids.map((id) => literal(id)), close: ']' });

function scaleLines({ scale, standardize }: DataSection, { base, end }: Column, parts: readonly string[]): string[] {
  const factor = valueFor(scale, end?.name ?? '');
  const each = (change: (name: string) => string): string[] => parts.map((part) => `${base}_${part} = ${change(`${base}_${part}`)}`);
  return [
    ...(factor === undefined || factor === 1 ? [] : each((name) => `${name} ${scaling(factor)}`)),
    ...(valueFor(standardize, end?.name ?? '') === 'per_pixel'
      ? [
          `mean, deviation = ${base}_train.mean(axis=0), ${base}_train.std(axis=0)`,
          'deviation[deviation == 0] = 1',
          ...each((name) => `(${name} - mean) / deviation`),
        ]
      : []),
  ];
}

/** `"1/255"` divides by 255. */
function scaling(scale: number | string): string {
  const [, divisor] = /^\s*1\s*\/\s*([\d.e+-]+)\s*$/i.exec(String(scale)) ?? [];
  return divisor ? `/ ${divisor}` : `* (${String(scale).trim()})`;
}

/** The lines that keep some of the samples for validation. */
function cutLines({ validation }: DataSection, xs: readonly Column[], ys: readonly Column[], all: readonly Column[]): string[] {
  if (!validation || 'inputs' in validation) return [];
  const share = 'first_fraction' in validation ? validation.first_fraction : 'last_fraction' in validation ? validation.last_fraction : 0;
  const first = 'first' in validation || 'first_fraction' in validation;
  const size = 'first' in validation ? validation.first : 'last' in validation ? validation.last : undefined;
  const count = size === undefined ? 'count' : String(size);
  const [kept, rest] = first ? [`[:${count}]`, `[${count}:]`] : [`[-${count}:]`, `[:-${count}]`];
  const any = `${(xs[0] ?? ys[0])?.base ?? 'x'}_train`;
  return [
    ...(size === undefined ? [`count = len(${any}) - int(len(${any}) * (1 - ${share}))`] : []),
    ...all.map(({ base }) => `${base}_valid, ${base}_train = ${base}_train${kept}, ${base}_train${rest}`),
  ];
}

/** Each picture four times, turned, and how far. */
function turnLines(part: string, xs: readonly Column[], all: readonly Column[]): string[] {
  const x = `${xs[0]?.base ?? 'x'}_${part}`;
  const others = all.filter((column) => !xs.includes(column)).map(({ base }) => `${base}_${part}`);
  return [
    `turns_${part} = numpy.repeat(range(4), len(${x}))`,
    `${x} = numpy.concatenate([numpy.rot90(${x}, turn, (1, 2)) for turn in range(4)])`,
    ...others.map((y) => `${y} = numpy.concatenate([${y}] * 4)`),
  ];
}

/** What reads a file of the design's. */
function load(name: string | undefined, key: string): string {
  const [, archive, chosen = key] = /^(.*\.npz)(?:#(.+))?$/is.exec(name ?? '') ?? [];
  if (archive) return `numpy.load(${JSON.stringify(archive)})[${JSON.stringify(chosen)}]`;
  return `${isNpy(name) ? 'numpy.load' : 'read_idx'}(${JSON.stringify(name ?? '')})`;
}

const isNpy = (name: string | undefined): boolean => /\.npy$/i.test(name ?? '');

/** What a program has to import for its data, and whether it reads IDX files. */
export function dataNeeds({ dataset, inputs, targets, target, classes, positive, validation }: DataSection): DataNeeds {
  const named = dataset === undefined ? [inputs, targets] : [];
  if (validation && 'inputs' in validation) named.push(validation.inputs, validation.targets);
  const files = named.flatMap((value) => (isByName(value) ? Object.values(value) : [value])).filter((file) => typeof file === 'string');
  const turned = target === 'rotation' || (isByName(target) && Object.values(target).includes('rotation'));
  const idx = files.some((file) => !isNpy(file) && !/\.npz(#.+)?$/i.test(file));
  return { numpy: files.length > 0 || turned || classes != null || positive != null, idx };
}
