"""Writes what others count of a model's costs, for the tests to compare with Layerwise.

    python costs.py <folder>

reads `cost-cases.json` beside the checked-in goldens and writes `costs.json` into the folder:

    multiplyAdds      half of the float operations that TensorFlow's profiler counts in products and convolutions
    receptiveFields   along each axis of the input, the longest stretch whose gradient is not zero for one output
    optimizers        values that an optimizer of Keras keeps for each value of a weight
"""

import json
import pathlib
import sys

from goldens import HERE, build, configured

import keras
import numpy
import tensorflow as tf

COUNTED = {"MatMul", "BatchMatMul", "BatchMatMulV2", "Conv2D", "Conv3D", "DepthwiseConv2dNative", "Conv2DBackpropInput"}


def model_of(case):
    tensors = {f"in{i}": keras.Input(shape, name=f"in{i}") for i, shape in enumerate(case["on"])}
    inputs = list(tensors.values())
    last = inputs
    for i, fields in enumerate(case["layers"]):
        fields = dict(fields)
        taken = [tensors[name] for name in fields.pop("inputs")] if "inputs" in fields else last
        name = fields.pop("name", f"layer{i}")
        last = [build(fields)(taken if len(taken) > 1 else taken[0])]
        tensors[name] = last[0]
    return keras.Model(inputs, last[0])


def multiply_adds(case):
    """Each loop is unrolled, so that the profiler sees every step of it."""
    model = model_of(case)
    run = tf.function(lambda *batch: model(batch if len(batch) > 1 else batch[0], training=False))
    graph = run.get_concrete_function(*[tf.TensorSpec((1, *shape), "float32") for shape in case["on"]]).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder(tf.compat.v1.profiler.ProfileOptionBuilder.float_operation())
    profile = tf.compat.v1.profiler.profile(graph, cmd="op", options=options.with_empty_output().build())
    # `op` lists each kind of operation once, with the sum of what is under it.
    operations, node = {}, profile
    while node.children:
        node = node.children[0]
        operations[node.name] = node.float_ops
    return sum(count for name, count in operations.items() if name in COUNTED) // 2


def receptive_field(case):
    """A pooling looks at one value at a time: the gradients of many inputs together show all that it may look at."""
    model = model_of(case)
    random = numpy.random.default_rng(1)
    for weight in model.weights:
        weight.assign(random.uniform(0.5, 1, weight.shape))
    shape = case["on"][0]
    watched = None
    for _ in range(15):
        batch = tf.constant(random.normal(size=(1, *shape)).astype("float32"))
        with tf.GradientTape() as tape:
            tape.watch(batch)
            output = model(batch, training=False)
            output = tf.reshape(output, (output.shape[0], -1))
        seen = numpy.abs(tape.jacobian(output, batch).numpy()[0, :, 0]) > 0
        watched = seen if watched is None else watched | seen
    lengths = []
    for axis in range(len(shape)):
        others = tuple(1 + other for other in range(len(shape)) if other != axis)
        along = watched.any(axis=others)
        places = [numpy.flatnonzero(row) for row in along]
        lengths.append(max(int(row[-1] - row[0]) + 1 for row in places if len(row)))
    return lengths


def slots(optimizer):
    optimizer = configured(keras.optimizers, optimizer)
    weight = keras.Variable(numpy.ones((3, 5), "float32"))
    optimizer.build([weight])
    return sum(int(numpy.prod(kept.shape)) for kept in optimizer.variables if kept.shape == weight.shape) // 15


if __name__ == "__main__":
    cases = json.loads((HERE / "goldens" / "cost-cases.json").read_text())
    found = {
        "multiplyAdds": [multiply_adds(case) for case in cases["multiplyAdds"]],
        "receptiveFields": [receptive_field(case) for case in cases["receptiveFields"]],
        "optimizers": [slots(optimizer) for optimizer in cases["optimizers"]],
    }
    (pathlib.Path(sys.argv[1]) / "costs.json").write_text(json.dumps(found) + "\n")
