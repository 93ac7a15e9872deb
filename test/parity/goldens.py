"""Writes what Keras says of layers and models, for the tests to compare with Layerwise.

    python goldens.py <folder>

reads `cases.json` beside the checked-in goldens and writes `layers.json`, `signatures.json` and `models.json` into the
folder. `layers.json` has one text for each case, in the order in which `cases.ts` expands the groups:

    "26,26,32|kernel 3,3,1,32;bias 32|320 0"    output shape, weights, trainable and other parameters
    "!"                                         Keras refuses it (or cannot run it)
"""

import functools
import inspect
import itertools
import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy

HERE = pathlib.Path(__file__).parent


def expand(group):
    """Every combination of what a group varies: inputs first, the last field fastest."""
    vary = group.get("vary", {})
    for inputs in group["on"]:
        for values in itertools.product(*vary.values()):
            yield inputs, {"type": group["type"], **group.get("base", {}), **dict(zip(vary, values))}


def configured(module, value):
    """An initializer and the like: a name, or an object with arguments."""
    name = value["type"] if isinstance(value, dict) else value
    arguments = {key: item for key, item in value.items() if key != "type"} if isinstance(value, dict) else {}
    exported = getattr(module, name, None) if isinstance(name, str) else None
    return exported(**arguments) if inspect.isclass(exported) else module.get(name)


def build(fields):
    """The Keras layer that a layer of a design stands for."""
    arguments = {}
    for name, value in fields.items():
        if name == "type":
            continue
        if name in ("layer", "backward_layer"):
            value = build(value)
        elif name.endswith("_initializer"):
            value = configured(keras.initializers, value)
        elif name.endswith("_regularizer"):
            value = configured(keras.regularizers, value)
        elif name.endswith("_constraint"):
            value = configured(keras.constraints, value)
        arguments[name] = value
    if fields["type"] == "ThresholdedReLU":  # Keras 3 dropped it for ReLU(threshold=…).
        return keras.layers.ReLU(threshold=arguments["theta"])
    return getattr(keras.layers, fields["type"])(**arguments)


def shape_of(tensor):
    return list(tensor.shape)[1:]


def written(shape):
    return ",".join("?" if size is None else str(size) for size in shape)


def named(layer):
    """Weights with names: `kernel`, and in a Bidirectional `forward/kernel`."""
    if isinstance(layer, keras.layers.Bidirectional):
        sides = (("forward", layer.forward_layer), ("backward", layer.backward_layer))
        return [(f"{side}/{name}", weight) for side, inner in sides for name, weight in named(inner)]
    if isinstance(layer, keras.layers.TimeDistributed):
        return named(layer.layer)
    return [(weight.name, weight) for weight in layer.weights]


def runs(layer, shapes, output):
    """Whether the layer also computes what it promises, where that is quick to see."""
    known = [size for shape in shapes for size in shape]
    if None in known or (numpy.prod(known, dtype=float) if known else 1) > 1e6:
        return True
    batch = [numpy.zeros((2, *shape), "float32") for shape in shapes]
    made = layer(batch if len(batch) > 1 else batch[0])
    return list(made.shape)[1:] == output


def described(inputs, fields):
    """The line of `layers.json` for one case."""
    try:
        if fields["type"] == "Input":
            arguments = {key: value for key, value in fields.items() if key != "type"}
            return f"{written(shape_of(keras.Input(**arguments)))}||0 0"
        layer = build(fields)
        tensors = [keras.Input(shape) for shape in inputs]
        output = shape_of(layer(tensors if len(tensors) > 1 else tensors[0]))
        if not runs(layer, inputs, output):
            return "!"
    except Exception:
        return "!"
    weights = named(layer)
    assert [id(weight) for _, weight in weights] == [id(weight) for weight in layer.weights]
    trainable = sum(int(numpy.prod(weight.shape)) for weight in layer.trainable_weights)
    other = sum(int(numpy.prod(weight.shape)) for weight in layer.non_trainable_weights)
    assert trainable + other == layer.count_params()
    listed = ";".join(f"{name} {written(weight.shape)}".strip() for name, weight in weights)
    return f"{written(output)}|{listed}|{trainable} {other}"


def arguments_of(thing, skip=()):
    """Names and defaults of what a class or function takes; `"required"` stands for no default."""
    taken = {}
    for name, parameter in inspect.signature(thing).parameters.items():
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL) or name in skip:
            continue
        default = parameter.default
        taken[name] = "required" if default is parameter.empty else json.loads(json.dumps(default))
    return taken


def names_of(module):
    """Every name that Keras takes for a class of the module: `he_normal` and `HeNormal` are both `HeNormal`."""
    table = importlib_objects(module)
    return {alias: thing.__name__ for alias, thing in sorted(table.items())}


def importlib_objects(module):
    source = __import__(f"keras.src.{module}", fromlist=["ALL_OBJECTS_DICT"])
    return {name: thing for name, thing in source.ALL_OBJECTS_DICT.items() if inspect.isclass(thing)}


def signatures(types):
    classes = {
        kind: {thing.__name__: arguments_of(thing) for thing in importlib_objects(kind).values()}
        for kind in ("initializers", "regularizers", "constraints", "optimizers", "losses", "metrics")
    }
    functions = {name: arguments_of(thing, skip=("x",)) for name, thing in vars(keras.activations).items() if inspect.isfunction(thing)}
    return {
        "keras": keras.__version__,
        "layers": {type: arguments_of(getattr(keras.layers, type)) for type in types if hasattr(keras.layers, type)},
        **classes,
        "activations": functions,
        "names": {kind: names_of(kind) for kind in classes},
    }


def sequential(shape, *layers):
    model = keras.Sequential([keras.Input(shape), *layers])
    counted = lambda weights: sum(int(numpy.prod(weight.shape)) for weight in weights)
    return {
        "total": model.count_params(),
        "trainable": counted(model.trainable_weights),
        "nonTrainable": counted(model.non_trainable_weights),
    }


def models():
    """Nets whose figures are known from teaching."""
    dense, batch = keras.layers.Dense, keras.layers.BatchNormalization
    leaky, flat = keras.layers.LeakyReLU, keras.layers.Flatten
    return {
        "leaky": sequential((28, 28), flat(), dense(300), leaky(), dense(100), leaky(), dense(10, "softmax")),
        "normalized": sequential((28, 28), flat(), batch(), dense(300, "relu"), batch(), dense(100, "relu"), batch(), dense(10, "softmax")),
        "single": sequential((28, 28), flat(), dense(1)),
        "selu": sequential((28, 28), flat(), dense(300, "selu"), *(dense(100, "selu") for _ in range(99)), dense(10, "softmax")),
    }


def main(folder):
    groups = json.loads((HERE / "goldens" / "cases.json").read_text())
    types = sorted({group["type"] for group in groups})
    lines = []
    for group in groups:
        keras.backend.clear_session()
        lines.append([described(inputs, fields) for inputs, fields in expand(group)])
    write = functools.partial(json.dumps, separators=(",", ":"))
    grouped = ",\n".join(write(group) for group in lines)
    kept = signatures(types)
    listed = ",\n".join(f'"{key}":{write(value)}' for key, value in kept.items())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "layers.json").write_text(f"[\n{grouped}\n]\n")
    (folder / "signatures.json").write_text(f"{{\n{listed}\n}}\n")
    (folder / "models.json").write_text(json.dumps(models(), indent=2) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
