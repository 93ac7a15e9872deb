import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NotCapturable } from '../notCapturable';
import type { Addon, Handle } from './addon';
import { savedModel, TAG, TYPES, type GraphDef } from './graphDef';

/** What a call gives to a graph: values made for it, or a tensor that is there already. */
export type Fed = { readonly shape: readonly number[]; readonly values: Float32Array | Int32Array } | { readonly id: number };

/** A graph that TensorFlow holds, with the values of its variables. */
export class Session {
  private readonly id: number;
  private readonly ran = new Set<string>();

  constructor(
    private readonly addon: Addon,
    graph: GraphDef,
  ) {
    this.id = load(addon, savedModel(graph));
  }

  /** Whether those have been asked for before: the first time TensorFlow prepares the graph for it, which takes long. */
  isPrepared(fetches: readonly string[]): boolean {
    return this.ran.has(fetches.join());
  }

  /** Runs what the outputs `fetches` need. What comes back is the caller's to delete. Throws TensorFlow's own words. */
  run(feeds: { readonly [name: string]: Fed }, fetches: readonly string[]): Handle[] {
    const entries = Object.entries(feeds);
    const made: number[] = [];
    try {
      const ids = entries.map(([, fed]) => {
        if ('id' in fed) return fed.id;
        const id = this.addon.createTensor(fed.shape, fed.values instanceof Int32Array ? TYPES.int32 : TYPES.float, fed.values);
        made.push(id);
        return id;
      });
      const outputs = fetches.map((name) => (name.includes(':') ? name : `${name}:0`));
      const handles = this.addon.runSavedModel(this.id, ids, entries.map(([name]) => `${name}:0`).join(), outputs.join());
      this.ran.add(fetches.join());
      return handles;
    } finally {
      made.forEach((id) => this.addon.deleteTensor(id));
    }
  }

  /** Runs it and gives the values. */
  read(feeds: { readonly [name: string]: Fed }, fetches: readonly string[]): Float32Array[] {
    const handles = this.run(feeds, fetches);
    try {
      return handles.map(({ id }) => this.addon.tensorDataSync(id) as Float32Array);
    } finally {
      this.delete(handles);
    }
  }

  delete(handles: readonly Handle[]): void {
    handles.forEach(({ id }) => this.addon.deleteTensor(id));
  }

  dispose(): void {
    this.addon.deleteSavedModel(this.id);
  }
}

/** TensorFlow's C API loads a graph by way of a folder. */
function load(addon: Addon, bytes: Uint8Array): number {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(path.join(tmpdir(), 'layerwise-graph-'));
    writeFileSync(path.join(folder, 'saved_model.pb'), bytes);
    return addon.loadSavedModel(folder, TAG);
  } catch (error) {
    throw new NotCapturable(`The graph could not be handed to TensorFlow: ${firstLine(error)}`);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

export const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
