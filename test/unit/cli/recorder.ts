import type { Output } from '../../../src/cli/print';

/** An output that keeps what is written to it. */
export interface Recorder extends Output {
  readonly printed: string[];
  readonly complained: string[];
  readonly redrawn: string[];
}

export function recorder({ terminal = false, colors = false } = {}): Recorder {
  const [printed, complained, redrawn]: string[][] = [[], [], []];
  return {
    printed: printed!,
    complained: complained!,
    redrawn: redrawn!,
    colors,
    print: (line) => void printed!.push(line),
    complain: (line) => void complained!.push(line),
    ...(terminal && { redraw: (line: string) => void redrawn!.push(line) }),
  };
}
