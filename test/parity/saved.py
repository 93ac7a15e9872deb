"""Writes models that Keras has saved, with what they give for some samples, for the tests of importing.

    python saved.py <folder>

With Keras 3 it writes `keras3.keras.gz`, `keras3.h5.gz` and `keras3.json` (samples and outputs); with TF_USE_LEGACY_KERAS=1 and
the package tf_keras, which is Keras 2, the same as `keras2`.
"""

import gzip
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

if os.environ.get("TF_USE_LEGACY_KERAS"):
    import tf_keras as keras
else:
    import keras

import numpy

layers = keras.layers
old = keras.__version__.startswith("2")


def model():
    """Layers that are called twice, models inside of it, operations between layers, statistics that moved."""
    given = layers.Input((12, 12, 3), name="in")
    x = layers.Conv2D(8, 3, activation="relu", kernel_regularizer="l2", padding="same", name="block/conv" if old else "conv")(given)
    a = layers.BatchNormalization(axis=3)(x)
    x = layers.LeakyReLU(0.1)(layers.DepthwiseConv2D(3, padding="same")(a)) + a
    x = layers.SeparableConv2D(6, 3)(x * 0.5)
    encoder = keras.Sequential([layers.GlobalAveragePooling2D(), layers.Dense(5, "tanh")], name="encoder")
    code = encoder(x)
    shared = layers.Dense(5, "relu", name="shared")
    code = layers.concatenate([shared(code), shared(layers.Activation("tanh")(code))])
    steps = layers.Reshape((10, 1))(code)
    steps = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(steps)
    steps = layers.Dropout(0.3)(layers.GRU(4)(steps))
    outputs = layers.Dense(3, activation="softmax", name="out")(layers.concatenate([steps, code]))
    return keras.Model(given, outputs, name="made")


def main(folder):
    keras.utils.set_random_seed(2)
    made = model()
    made.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    random = numpy.random.default_rng(0)
    made.set_weights([numpy.abs(w) + random.uniform(0.1, 0.5, w.shape) if "variance" in v.name else w + random.uniform(-0.2, 0.2, w.shape)
                      for v, w in zip(made.weights, made.get_weights())])  # fmt: skip
    samples = random.uniform(-1, 1, (3, 12, 12, 3)).astype("float32").round(3)
    outputs = numpy.asarray(made(samples, training=False))
    name = "keras2" if old else "keras3"
    for ending in ("keras", "h5"):
        file = folder / f"{name}.{ending}"
        made.save(file)
        with gzip.GzipFile(f"{file}.gz", "wb", mtime=0) as packed:
            packed.write(file.read_bytes())
        file.unlink()
    facts = {"parameters": made.count_params(), "samples": samples.ravel().round(3).tolist(), "outputs": outputs.ravel().tolist()}
    (folder / f"{name}.json").write_text(json.dumps(facts, separators=(",", ":")) + "\n")


main(pathlib.Path(sys.argv[1]))
