import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Places } from '../../protocol/places';
import { findBinaries } from '../../trainer/runtime/binaries';
import type { ReadyEngine } from './child';
import { CORRECTIONS, FIRST_BATCHES, fitSize } from './fitSize';
import { EngineProblem, type Job, type Turn } from './job';
import { readSamples } from './readSamples';
import { tfjsModel } from './tfjsModel';

/** tfjs as it comes: a model of tfjs-layers and its own `model.fit`, with samples in memory and everything else by default. */
export async function prepareTfjs(job: Job, backend: 'tensorflow' | 'wasm'): Promise<ReadyEngine> {
  tf.env().set('PROD', true);
  const about = await (backend === 'wasm' ? startStockWasm() : startNode(job.places));
  const model = await tfjsModel(job.model);
  const fit = new Fit(model, job);
  await fit.warmUp();
  return { about, train: (seconds) => fit.turn(seconds) };
}

/** The WebAssembly backend alone: none of our kernels, none borrowed. In Node it computes on one thread. */
async function startStockWasm(): Promise<string> {
  const binaries = findBinaries();
  if (!binaries) throw new EngineProblem("tfjs's WebAssembly binaries are not where Layerwise's own files are.", true);
  setWasmPaths(binaries.tfjs);
  if (!(await tf.setBackend('wasm'))) throw new EngineProblem('tfjs could not start its WebAssembly backend.', true);
  return `tfjs ${tf.version_core}, WebAssembly`;
}

/** tfjs-node's backend, kernels and gradients alone: those that our TensorFlow runtime has put in their place are taken out again. */
async function startNode(places: Places): Promise<string> {
  await import('../../trainer/runtime/tensorflow/tfjsNode');
  const own = tf.getKernelsForBackend('tensorflow');
  const { OWN_GRADIENTS } = await import('../../trainer/runtime/gradients');
  const gradients = OWN_GRADIENTS.map((name) => tf.getGradient(name));
  const { startOrTell } = await import('./startOrTell');
  const { label } = await startOrTell('tensorflow', places);
  for (const { kernelName } of tf.getKernelsForBackend('tensorflow')) tf.unregisterKernel(kernelName, 'tensorflow');
  own.forEach(tf.registerKernel);
  gradients.forEach(tf.registerGradient);
  return `tfjs-node ${tf.version_core}, ${label}`;
}

/** Turns of `model.fit`, in epochs that take about as long as a turn. */
class Fit {
  private inputs: tf.Tensor | undefined;
  private targets: tf.Tensor | undefined;
  private count = 0;
  private readonly batchSize: number;

  constructor(
    private readonly model: LayersModel,
    private readonly job: Job,
  ) {
    this.batchSize = job.model.training.batch_size ?? 32;
    this.load(Math.min(job.samples.count, this.batchSize * FIRST_BATCHES));
  }

  async warmUp(): Promise<void> {
    const { seconds, samples: available } = this.job;
    for (let i = 0; i < CORRECTIONS; i++) {
      const { samples, seconds: taken } = await this.turn(0);
      this.load(fitSize(samples / taken, seconds, this.batchSize, available.count));
    }
  }

  /** Whole epochs, until the time is over. What `fit` does before the first epoch and after the last is not counted. */
  async turn(seconds: number): Promise<Turn> {
    const turn = { samples: 0, seconds: 0, loss: NaN };
    let began = 0;
    await this.model.fit(this.inputs!, this.targets!, {
      epochs: 1_000_000,
      batchSize: this.batchSize,
      verbose: 0,
      callbacks: {
        onEpochBegin: () => void (began = performance.now()),
        onEpochEnd: (_, logs) => {
          turn.seconds += (performance.now() - began) / 1000;
          turn.samples += this.count;
          turn.loss = logs?.['loss'] ?? NaN;
          if (turn.seconds >= seconds) this.model.stopTraining = true;
        },
      },
    });
    return { ...turn, loss: Number.isFinite(turn.loss) ? turn.loss : null };
  }

  private load(count: number): void {
    if (count === this.count) return;
    tf.dispose([this.inputs, this.targets].filter((tensor) => tensor !== undefined));
    const { inputShape, targetShape } = this.job.samples;
    const { inputs, targets } = readSamples(this.job.samples, count);
    this.inputs = tf.tensor(inputs, [count, ...inputShape], 'float32');
    // Its accuracy takes class ids as float32 only.
    this.targets = tf.tensor(targets, [count, ...targetShape], 'float32');
    this.count = count;
  }
}
