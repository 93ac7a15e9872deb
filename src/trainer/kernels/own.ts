import { convolutions } from './convolutions';
import { copies } from './copies';
import type { OwnKernels } from './ownKernel';
import { pooling } from './pooling';
import { products } from './products';
import { random } from './random';
import { reductions } from './reductions';

/** Every kernel of tfjs that is computed by functions of ours. */
export const ownKernels: OwnKernels = { ...products, ...convolutions, ...pooling, ...reductions, ...random, ...copies };
