/** Names that every object of JavaScript has already, and beside them names as long that none has. */
export const ODD: readonly (readonly [odd: string, plain: string])[] = [
  ['__proto__', '__protx__'],
  ['constructor', 'constructxr'],
  ['toString', 'toStrinx'],
  ['valueOf', 'valuxOf'],
  ['hasOwnProperty', 'hasOwnPropertx'],
  ['prototype', 'prototypx'],
  ['isPrototypeOf', 'isPrototypxOf'],
];

/** A text with the plain names in the place of the odd ones, so that what comes of both can be compared. */
export const plainly = (text: string): string => ODD.reduce((now, [odd, plain]) => now.replaceAll(odd, plain), text);

/** All kinds of names: of an Input, a block and what is in it, a repeated layer, a branch with crossings, two outputs. */
export const ODD_DESIGN = `{
  "layerwise": 1,
  "blocks": {
    "constructor": {
      "layers": [
        { "name": "toString", "type": "Input" },
        { "name": "__proto__", "type": "Dense", "units": 8, "activation": "relu" },
        { "name": "valueOf", "type": "Add", "inputs": ["toString", "__proto__"] }
      ]
    },
    "__proto__": {
      "layers": [{ "name": "constructor", "type": "Block", "block": "constructor" }, { "name": "hasOwnProperty", "type": "ReLU" }]
    }
  },
  "layers": [
    { "name": "__proto__", "type": "Input", "shape": [6] },
    { "name": "constructor", "type": "Dense", "units": 8 },
    { "name": "toString", "type": "Block", "block": "constructor", "repeat": 2 },
    { "name": "hasOwnProperty", "type": "Dense", "units": 8, "repeat": 2, "inputs": ["constructor"] },
    { "name": "prototype", "type": "Add", "inputs": ["toString", "hasOwnProperty"] },
    { "name": "deep", "type": "Block", "block": "__proto__", "inputs": ["toString"] },
    { "name": "isPrototypeOf", "type": "Dense", "units": 3, "activation": "softmax", "inputs": ["prototype"] },
    { "name": "valueOf", "type": "Dense", "units": 3, "activation": "softmax", "inputs": ["deep"] }
  ],
  "training": {
    "data": {
      "inputs": { "__proto__": "inputs.idx" },
      "targets": { "isPrototypeOf": "targets.idx", "valueOf": "targets.idx" },
      "scale": "1/255",
      "validation": { "last_fraction": 0.2 }
    },
    "loss": { "isPrototypeOf": "sparse_categorical_crossentropy", "valueOf": "sparse_categorical_crossentropy" },
    "loss_weights": { "isPrototypeOf": 0.5 },
    "metrics": { "isPrototypeOf": ["accuracy"], "valueOf": [] },
    "optimizer": { "type": "Adam", "learning_rate": 0.01 },
    "batch_size": 16,
    "epochs": 2,
    "seed": 7,
    "phases": [{ "epochs": 1, "freeze": ["constructor", "toString*"] }, { "epochs": 1 }]
  }
}
`;
