"""Writes what Keras makes of each method of training, for the tests to compare with Layerwise's.

    python methods.py <folder>

writes `methods.json` into the folder: under each heading of `method-cases.json` an answer for each of its cases.

`optimizers`: every weight of a small net after 200 steps.
`activations`: the output for noise, and its gradient.
`losses`: the mean loss of a batch, and its gradient.
`metrics`: after each of three batches the metric over all so far, and of that batch alone.
`schedules`: the learning rate of the steps 0 to 59, and of some later ones.
"""

import json
import pathlib
import sys

from training import noise, targets, weight_noise, write
from goldens import HERE, configured

import keras
import numpy
import tensorflow

STEPS = 200
BATCH = 8
SIZES = (9, 9, 4)
SCHEDULED = [*range(60), 100, 137, 500, 1000]


def rounded(values, digits=8):
    return [float(f"{float(value):.{digits}g}") for value in values]


def schedule_of(value):
    """Keras computes in the type of the first rate: 0 would make that whole numbers."""
    rates = ("initial_learning_rate", "t_mul", "m_mul")
    return configured(keras.optimizers.schedules, {key: float(item) if key in rates else item for key, item in value.items()})


def optimizer_of(value):
    """Keras says the exclusions in a call of their own."""
    arguments = {key: item for key, item in value.items() if key != "exclude_from_weight_decay"}
    if isinstance(value["learning_rate"], dict):
        arguments["learning_rate"] = schedule_of(value["learning_rate"])
    made = configured(keras.optimizers, arguments)
    if "exclude_from_weight_decay" in value:
        made.exclude_from_weight_decay(var_names=value["exclude_from_weight_decay"])
    return made


def optimized(value):
    """The weights of 6 -> 5 tanh -> 3 after 200 steps towards noise."""
    keras.backend.clear_session()
    model = keras.Sequential([keras.Input([6]), keras.layers.Dense(5, "tanh"), keras.layers.Dense(3)])
    for i, weight in enumerate(model.weights):
        weight.assign(weight_noise(weight.name, tuple(weight.shape), 10 + i))
    model.compile(loss="mse", optimizer=optimizer_of(value))
    for step in range(STEPS):
        model.train_on_batch(noise((BATCH, 6), 1000 + step), noise((BATCH, 3), 5000 + step))
    return [rounded(weight.numpy().ravel()) for weight in model.weights]


def scheduled(value):
    schedule = schedule_of(value)
    return rounded(schedule(step) for step in SCHEDULED)


def outputs(kind, shape, seed):
    """Noise, or what it becomes through softmax, sigmoid or softplus."""
    values = 3 * noise(shape, seed)
    return values if kind == "noise" else numpy.asarray(getattr(keras.ops, kind)(values))


def class_ids(wanted):
    return wanted.argmax(-1) if wanted.ndim == 2 and wanted.shape[-1] > 1 else wanted.reshape(-1).round().astype("int32")


def lost(case):
    shape = (6, case.get("units", 4))
    wanted = targets(case["targets"], shape[1:], shape[0], 5000)
    weights = case.get("class_weight")
    counted = None if weights is None else numpy.asarray([weights[i] if i < len(weights) else 1 for i in class_ids(wanted)], "float32")
    output = tensorflow.constant(outputs(case["output"], shape, 100))
    with tensorflow.GradientTape() as tape:
        tape.watch(output)
        loss = configured(keras.losses, case["loss"])
        compared = numpy.reshape(wanted, shape) if wanted.shape != shape and wanted.size == shape[0] * shape[1] else wanted
        value = loss(compared, output, sample_weight=counted)
    return [*rounded([value]), *rounded(numpy.asarray(tape.gradient(value, output)).ravel())]


def measured(case):
    so_far, values = configured(keras.metrics, case["metric"]), []
    for batch, size in enumerate(SIZES):
        shape = (size, case.get("units", 4))
        wanted = targets(case["targets"], shape[1:], size, 5000 + batch)
        # What compares class ids with outputs itself in Layerwise is given them one-hot in Keras.
        if wanted.ndim == 1 and "Sparse" not in case["metric"]["type"]:
            wanted = numpy.eye(shape[1], dtype="float32")[wanted]
        alone, output = configured(keras.metrics, case["metric"]), outputs(case["output"], shape, 100 + batch)
        for metric in (so_far, alone):
            metric.update_state(wanted, output)
            values.append(metric.result())
    return rounded(values)


def sparsemax(x, axis=-1):
    """As Keras has it since its pull request 23469: before, outputs do not sum to 1."""
    ordered = tensorflow.sort(x, axis, "DESCENDING")
    counts = tensorflow.reshape(tensorflow.range(1.0, x.shape[axis] + 1.0), [-1 if i == axis % len(x.shape) else 1 for i in range(len(x.shape))])
    support = ordered - (tensorflow.cumsum(ordered, axis) - 1) / counts > 0
    kept = tensorflow.reduce_sum(tensorflow.where(support, ordered, 0.0), axis, keepdims=True)
    return tensorflow.maximum(x - (kept - 1) / tensorflow.reduce_sum(tensorflow.cast(support, "float32"), axis, keepdims=True), 0.0)


def activated(value):
    x = tensorflow.constant(3 * noise((4, 6), 100))
    arguments = {key: item for key, item in value.items() if key != "type"}
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        output = (sparsemax if value["type"] == "sparsemax" else getattr(keras.activations, value["type"]))(x, **arguments)
        total = tensorflow.reduce_sum(output * noise(tuple(output.shape), 77))
    return rounded([*numpy.ravel(output), *numpy.ravel(tape.gradient(total, x))])


ANSWERS = {"activations": activated, "metrics": measured, "losses": lost, "schedules": scheduled, "optimizers": optimized}


def main(folder):
    cases = json.loads((HERE / "goldens" / "method-cases.json").read_text())
    lines = []
    for heading, values in cases.items():
        answers = ",\n".join(write(ANSWERS[heading](value)) for value in values)
        lines.append(f'"{heading}": [\n{answers}\n]')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "methods.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
