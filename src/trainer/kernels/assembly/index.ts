export { copyRows } from './copy';
export { convolution, convolutionFilterGradient, convolutionInputGradient, filterGradientBlock } from './conv';
export { depthwise, depthwiseGradients } from './depthwise';
export { gatherBytes } from './gather';
export { matmul, matmulPacked, packColumns } from './matmul';
export { random } from './random';
export { maxColumns, maxRows, sumColumns, sumRows } from './reduce';
export { averagePoolGradient, maxPoolGradient, pool } from './pool';
