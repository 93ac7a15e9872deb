import * as l10n from '@vscode/l10n';
import type { RuntimeName } from '../../src/core/training/events';

/** What the setting `layerwise.runtime` does. `both`: there is TensorFlow, and the embedded runtime. */
export function chosenText(chosen: RuntimeName | 'auto', both: boolean): string {
  switch (chosen) {
    case 'auto':
      return both
        ? l10n.t('Chosen: Automatic. Each model takes twenty steps on TensorFlow and on WebAssembly, and trains on the faster one.')
        : l10n.t('Chosen: Automatic, the fastest that works.');
    case 'tensorflow':
      return l10n.t('Chosen: TensorFlow. Where it cannot be had, a run fails and says why.');
    case 'wasm':
      return l10n.t('Chosen: WebAssembly, the embedded runtime.');
    case 'cpu':
      return l10n.t('Chosen: Plain JavaScript, which is slow.');
  }
}

/** What a runtime is, for somebody who has not heard of it. */
export function aboutRuntime(name: RuntimeName): string {
  switch (name) {
    case 'tensorflow':
      return l10n.t('The library that Keras trains on, as native code. It can use an NVIDIA GPU where CUDA is at hand.');
    case 'wasm':
      return l10n.t('Embedded: comes with Layerwise and works everywhere. It uses up to eight processor cores, but no GPU.');
    case 'cpu':
      return l10n.t('Comes with Layerwise too. Slow; for where nothing else works.');
  }
}
