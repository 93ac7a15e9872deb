/** `LayerNormalization` → `layer_normalization`: `to_snake_case` of keras/src/utils/naming.py. */
export const snakeCase = (name: string): string =>
  name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
