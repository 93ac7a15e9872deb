import * as vscode from 'vscode';
import type { RateSearchState } from '../../protocol/designerQuestions';

type Found = Extract<RateSearchState, { phase: 'found' }>;

const KEPT = 'layerwise.rateSearches';
/** Designs whose last result is remembered. */
const MOST_KEPT = 20;

/** The learning-rate range tests of designs, by the path of their file: those under way, and the last result of each. */
export class RateResults implements vscode.Disposable {
  private readonly states = new Map<string, RateSearchState>();
  private readonly cancels = new Map<string, () => void>();
  private readonly changed = new vscode.EventEmitter<string>();
  /** The state of that design is another one. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  of(designPath: string): RateSearchState | undefined {
    return this.states.get(designPath) ?? this.memory.get<Readonly<Record<string, Found>>>(KEPT, {})[designPath];
  }

  /** The last result, whatever has been tried since. */
  found(designPath: string): Found | undefined {
    return this.memory.get<Readonly<Record<string, Found>>>(KEPT, {})[designPath];
  }

  /**
   * A test begins, and ends the one of this design that is under way. The result takes what becomes of it; of one that a
   * newer test has ended nothing is taken. `undefined`: it was cancelled, what was found before counts again.
   */
  begin(designPath: string, steps: number, cancel: () => void): (state: RateSearchState | undefined) => void {
    this.cancels.get(designPath)?.();
    this.cancels.set(designPath, cancel);
    this.set(designPath, { phase: 'running', points: [], steps });
    return (state) => {
      if (this.cancels.get(designPath) === cancel) this.set(designPath, state);
    };
  }

  cancel(designPath: string): void {
    this.cancels.get(designPath)?.();
  }

  dispose(): void {
    this.changed.dispose();
    for (const cancel of this.cancels.values()) cancel();
  }

  private set(designPath: string, state: RateSearchState | undefined): void {
    if (state) this.states.set(designPath, state);
    else this.states.delete(designPath);
    if (state?.phase !== 'running') this.cancels.delete(designPath);
    if (state?.phase === 'found') this.keep(designPath, state);
    this.changed.fire(designPath);
  }

  private keep(designPath: string, state: Found): void {
    const { [designPath]: _, ...others } = this.memory.get<Readonly<Record<string, Found>>>(KEPT, {});
    const kept = Object.entries(others).slice(1 - MOST_KEPT);
    void this.memory.update(KEPT, Object.fromEntries([...kept, [designPath, state]]));
  }
}
