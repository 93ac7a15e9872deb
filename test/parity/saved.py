"""Writes models that Keras has saved, with what they give for some samples, for the tests of importing.

    python saved.py <folder>

With Keras 3 it writes `keras3.keras.gz`, `keras3.h5.gz` and `keras3.json` (samples and outputs), and the same of a model with
models in it as `nested3`, and one with layers that are not Keras's as `custom3` (with its weights); with TF_USE_LEGACY_KERAS=1 and the package tf_keras, which is Keras 2, as `keras2` and `nested2`.
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


def nested():
    """Models in models: with one input or two, one output or two, frozen, called twice, and one that gives what it takes."""
    a = layers.Input((6,), name="a")
    b = layers.Input((6,), name="b")
    wide = layers.Dense(6, activation="relu", name="wide")(a)
    both = layers.Add(name="both")([wide, b])
    residual = keras.Model([a, b], [both, layers.Dense(2, name="narrow")(both)], name="residual")

    stem = keras.Sequential([layers.Input((12, 12, 3)), layers.Conv2D(4, 3, name="conv"), layers.GlobalAveragePooling2D()], name="stem")
    head = keras.Sequential([layers.Dense(6, "tanh", name="first"), layers.BatchNormalization()], name="head")
    given = layers.Input((12, 12, 3), name="given")
    code = keras.Model(given, head(stem(given)), name="code")

    through = layers.Input((6,), name="through")
    pair = keras.Model(through, [through, layers.Dense(6, name="dense")(through)], name="pair")

    image = layers.Input((12, 12, 3), name="image")
    x = code(image)
    before, after = pair(x)
    x, first = residual([before, after])
    frozen = keras.Sequential([layers.Dense(6, name="fixed")], name="frozen")
    frozen.trainable = False
    y, second = residual([frozen(x), x])
    ends = layers.concatenate([first, second, layers.Dense(3, name="end")(y)])
    return keras.Model(image, layers.Dense(3, activation="softmax", name="out")(ends), name="nested")


@keras.saving.register_keras_serializable("made")
class Scaled(layers.Layer):
    """A layer that nobody else has."""

    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer="random_normal", name="factor")
        self.shift = self.add_weight(shape=(2, shape[-1]), initializer="random_normal", name="shift")

    def call(self, x):
        return x * self.factor + self.shift[0]


def custom(folder, name):
    """A layer of one's own in a model and in a model inside of it, between layers that are known."""
    given = layers.Input((4,), name="given")
    inner = keras.Sequential([layers.Input((4,)), layers.Dense(4, name="before"), Scaled(name="own"), layers.Dense(4, name="after")], name="inner")
    made = keras.Model(given, layers.Dense(2, name="out")(Scaled(name="scaled")(inner(given))), name="custom")
    made.set_weights([numpy.random.default_rng(i).uniform(-1, 1, w.shape).astype("float32") for i, w in enumerate(made.get_weights())])
    for ending in ("keras", "h5"):
        save(folder, f"{name}.{ending}", made)
    flat = [*made.get_layer("inner").layers, made.get_layer("scaled"), made.get_layer("out")]
    weights = {layer.name: [w.ravel().round(6).tolist() for w in layer.get_weights()] for layer in flat if layer.get_weights()}
    (folder / f"{name}.json").write_text(json.dumps(weights, separators=(",", ":")) + "\n")


def save(folder, name, made):
    file = folder / name
    made.save(file)
    with gzip.GzipFile(f"{file}.gz", "wb", mtime=0) as packed:
        packed.write(file.read_bytes())
    file.unlink()


def write(folder, name, made):
    made.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    random = numpy.random.default_rng(0)
    made.set_weights([numpy.abs(w) + random.uniform(0.1, 0.5, w.shape) if "variance" in v.name else w + random.uniform(-0.2, 0.2, w.shape)
                      for v, w in zip(made.weights, made.get_weights())])  # fmt: skip
    samples = random.uniform(-1, 1, (3, 12, 12, 3)).astype("float32").round(3)
    outputs = numpy.asarray(made(samples, training=False))
    for ending in ("keras", "h5"):
        save(folder, f"{name}.{ending}", made)
    facts = {"parameters": made.count_params(), "samples": samples.ravel().round(3).tolist(), "outputs": outputs.ravel().tolist()}
    (folder / f"{name}.json").write_text(json.dumps(facts, separators=(",", ":")) + "\n")


def main(folder):
    keras.utils.set_random_seed(2)
    version = "2" if old else "3"
    write(folder, f"keras{version}", model())
    write(folder, f"nested{version}", nested())
    if not old:
        custom(folder, "custom3")


main(pathlib.Path(sys.argv[1]))
