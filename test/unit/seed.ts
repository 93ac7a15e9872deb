// Every test with made-up cases has the same ones on every machine, so that it fails where its code was changed and not by
// chance elsewhere. LAYERWISE_SEED looks at others: a number, or `random`, which a failure then names.
import fc from 'fast-check';

const { LAYERWISE_SEED: seed = '20261126' } = process.env;
fc.configureGlobal(seed === 'random' ? {} : { seed: Number(seed) });
