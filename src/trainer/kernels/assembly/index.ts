export { convolution, convolutionFilterGradient, convolutionInputGradient, convolutionWork, filterGradientBlock } from './conv';
export { depthwise, depthwiseGradients } from './depthwise';
export { matmul, matmulWork } from './matmul';
export { random } from './random';
export { sumColumns, sumRows } from './reduce';
export { averagePoolGradient, maxPoolGradient, pool } from './pool';
