/** How much of one axis of an Input the values of a layer look at. */
export interface AxisReach {
  /** The axis of the layer's output that goes along it; absent: none does any more. */
  readonly along?: number;
  /** A window has slid along it. */
  readonly slid: boolean;
  /** Absent: it looks at all. Each time that the axis is made longer a new one begins, whose windows stay within places of the one before. */
  readonly stretches?: readonly Stretch[];
}

interface Stretch {
  /** Places of the Input that the output at place 0 looks at, from those that the stretch before gives. */
  readonly first: number;
  readonly last: number;
  /** Places of the Input from what one output looks at to what the next one does. */
  readonly step: number;
}

/** What a layer does along one axis. */
export interface Window {
  /** Length, with the gaps of dilation. */
  readonly length: number;
  readonly stride: number;
  /** Places that are put before the first one. */
  readonly before: number;
}

export const looksAtItself = (along: number): AxisReach => ({ along, slid: false, stretches: [{ first: 0, last: 0, step: 1 }] });

export const looksAtAll = ({ slid }: AxisReach, along?: number): AxisReach => ({ ...(along !== undefined && { along }), slid });

/** A convolution or a pooling: an output looks at `length` places, the next one at those `stride` further on. */
export const slide = (reach: AxisReach, { length, stride, before }: Window): AxisReach => ({
  ...changed(reach, ({ first, last, step }) => ({
    first: first - step * before,
    last: last + step * (length - 1 - before),
    step: step * stride,
  })),
  slid: true,
});

/** The way back: each place is put into `length` outputs, the next one into those `stride` further on. */
export function spread(reach: AxisReach, { length, stride, before }: Window): AxisReach {
  const { stretches } = reach;
  const step = stepOf(reach) / stride;
  const stretch = { first: step * (before - length + 1), last: step * before, step };
  return { ...reach, slid: true, ...(stretches && { stretches: [...stretches, stretch] }) };
}

/** The axis begins elsewhere: `places` are put before it, or cut off where there are fewer than 0. */
export const shift = (reach: AxisReach, places: number): AxisReach =>
  changed(reach, ({ first, last, step }) => ({ first: first - step * places, last: last - step * places, step }));

function changed(reach: AxisReach, change: (stretch: Stretch) => Stretch): AxisReach {
  return reach.stretches
    ? { ...reach, stretches: reach.stretches.map((stretch, i, all) => (i === all.length - 1 ? change(stretch) : stretch)) }
    : reach;
}

/** What two branches look at together. */
export function together(a: AxisReach, b: AxisReach): AxisReach {
  const slid = a.slid || b.slid;
  if (!a.stretches || !b.stretches) return looksAtAll({ slid }, a.along ?? b.along);
  const [one, other] = [a.stretches, b.stretches];
  const alike = a.along === b.along && one.length === other.length && one.every(({ step }, i) => step === other[i]?.step);
  // They go through the input in different ways: the larger one is what can be said.
  if (!alike) return { ...(lengthOf(a) >= lengthOf(b) ? a : b), slid };
  const stretches = one.map(({ first, last, step }, i) => ({
    first: Math.min(first, other[i]?.first ?? first),
    last: Math.max(last, other[i]?.last ?? last),
    step,
  }));
  return { ...a, slid, stretches };
}

/** Places of the Input that an output looks at, at most; infinite: all. */
export function lengthOf({ stretches }: AxisReach): number {
  if (!stretches) return Infinity;
  return Math.floor(
    1 + stretches.reduceRight((inner, { first, last, step }) => last - first + Math.floor(inner / step + 1e-9) * step, 0) + 1e-9,
  );
}

export const stepOf = ({ stretches }: AxisReach): number => stretches?.at(-1)?.step ?? 0;
