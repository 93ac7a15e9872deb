import type { RuntimeReport } from './events';

/** A runtime and its device in few words: `TensorFlow 2.21.0 · NVIDIA A10`, `WebAssembly (SIMD) · CPU`. */
export function shortRuntime({ label, device }: Pick<RuntimeReport, 'label' | 'device'>): string {
  const own = /^(.*) \(([^()]*)\)$/.exec(label);
  // Some labels say the device, or its kind, themselves.
  const name = own && (own[2] === device || own[2] === 'GPU' || own[2] === 'CPU') ? own[1] : label;
  return `${name} · ${device}`;
}
