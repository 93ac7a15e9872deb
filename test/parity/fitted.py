"""Keras's fit with settings that meet: of each case the design that says the same, the weights that both begin with, what each
epoch ended with and the last weights.

usage: python fitted.py <folder>
"""

import json
import os
import struct
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import callbacks, layers, optimizers, regularizers

FEATURES, TRAINING, VALIDATION, BATCH = 6, 480, 96, 32

folder = sys.argv[1]
random = np.random.default_rng(3)
x = random.normal(size=(TRAINING + VALIDATION, FEATURES)).astype("float32")
noise = 0.5 * random.normal(size=(len(x), 3))
y = (x @ random.normal(size=(FEATURES, 3)) + noise).argmax(1).astype("int32")
z = (x[:, :2] * x[:, 1:3]).astype("float32")
counted = [random.uniform(0, 2, len(x)).astype("float32") for _ in range(2)]
for name, array in {"x": x, "y": y, "z": z, "first": counted[0], "second": counted[1]}.items():
    np.save(os.path.join(folder, f"{name}.npy"), array)


def save_weights(name, model):
    """As safetensors; gives them by name too."""
    arrays = {f"{layer.name}/{weight.name}": np.array(weight) for layer in model.layers for weight in layer.weights}
    header, end = {}, 0
    for key, array in arrays.items():
        header[key] = {"dtype": "F32", "shape": array.shape, "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    with open(os.path.join(folder, name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(array.tobytes() for array in arrays.values()))
    return {key: array.flatten().tolist() for key, array in arrays.items()}


def written(name, case):
    with open(os.path.join(folder, f"{name}.json"), "w") as file:
        json.dump(case, file)


def design(name, model_layers, training):
    always = {"weights": {"from": f"{name}.safetensors"}, "shuffle": False, "batch_size": BATCH}
    return {"layerwise": 1, "name": name, "layers": model_layers, "training": {**always, **training}}


def split(values):
    return values[:TRAINING], values[TRAINING:]


def two_outputs():
    keras.utils.set_random_seed(1)
    start = keras.Input((FEATURES,), name="in")
    hidden = layers.Dense(16, activation="relu", name="hidden")(start)
    classes = layers.Dense(3, activation="softmax", name="classes")(layers.BatchNormalization(name="bn")(hidden))
    values = layers.Dense(2, name="values")(hidden)
    model = keras.Model(start, {"classes": classes, "values": values})
    save_weights("two.safetensors", model)
    losses = {"classes": "sparse_categorical_crossentropy", "values": "huber"}
    metrics = {"classes": ["accuracy"], "values": ["mae"]}
    shares = {"classes": 0.7, "values": 2.0}
    schedule = {"initial_learning_rate": 0.0, "decay_steps": 40, "warmup_target": 0.02, "warmup_steps": 10}
    rest = {"clipnorm": 0.3, "weight_decay": 0.01}
    rate = optimizers.schedules.CosineDecay(**schedule)
    model.compile(optimizers.AdamW(rate, **rest), loss=losses, loss_weights=shares, metrics=metrics)
    (inputs, inputs_after), targets, weights = split(x), (split(y), split(z)), (split(counted[0]), split(counted[1]))
    part = lambda pairs, i: {"classes": pairs[0][i], "values": pairs[1][i]}
    fitted = model.fit(
        inputs,
        part(targets, 0),
        sample_weight=part(weights, 0),
        validation_data=(inputs_after, part(targets, 1), part(weights, 1)),
        batch_size=BATCH,
        epochs=4,
        shuffle=False,
        verbose=0,
    )
    said = design(
        "two",
        [
            {"name": "in", "type": "Input", "shape": [FEATURES]},
            {"name": "hidden", "type": "Dense", "units": 16, "activation": "relu"},
            {"name": "bn", "type": "BatchNormalization"},
            {"name": "classes", "type": "Dense", "units": 3, "activation": "softmax"},
            {"name": "values", "type": "Dense", "units": 2, "inputs": ["hidden"]},
        ],
        {
            "data": {
                "inputs": "x.npy",
                "targets": {"classes": "y.npy", "values": "z.npy"},
                "sample_weights": {"classes": "first.npy", "values": "second.npy"},
                "validation": {"last": VALIDATION},
            },
            "loss": losses,
            "loss_weights": shares,
            "metrics": metrics,
            "optimizer": {"type": "AdamW", "learning_rate": {"type": "CosineDecay", **schedule}, **rest},
            "epochs": 4,
        },
    )
    written("two", {"design": said, "history": fitted.history, "weights": save_weights("ended", model)})


CHAIN = [
    {"name": "in", "type": "Input", "shape": [FEATURES]},
    {"name": "hidden", "type": "Dense", "units": 16, "activation": "elu", "kernel_regularizer": {"type": "L2", "l2": 0.01}},
    {"name": "bn", "type": "BatchNormalization"},
    {"name": "classes", "type": "Dense", "units": 3, "activation": "softmax"},
]
ONE_OUTPUT = {
    "data": {"inputs": "x.npy", "targets": "y.npy", "validation": {"last": VALIDATION}},
    "loss": "sparse_categorical_crossentropy",
    "metrics": ["accuracy"],
}


def chain(name):
    keras.utils.set_random_seed(2)
    model = keras.Sequential(
        [
            keras.Input((FEATURES,)),
            layers.Dense(16, activation="elu", name="hidden", kernel_regularizer=regularizers.L2(0.01)),
            layers.BatchNormalization(name="bn"),
            layers.Dense(3, activation="softmax", name="classes"),
        ]
    )
    save_weights(f"{name}.safetensors", model)
    return model


def fit(model, optimizer, epochs, **more):
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    after = (x[TRAINING:], y[TRAINING:])
    return model.fit(
        x[:TRAINING], y[:TRAINING], validation_data=after, batch_size=BATCH, epochs=epochs, shuffle=False, verbose=0, **more
    ).history


def called_back():
    model = chain("called")
    plateau = {"monitor": "val_loss", "factor": 0.3, "patience": 1, "cooldown": 1, "min_lr": 0.0005}
    early = {"monitor": "val_loss", "patience": 3, "restore_best_weights": True, "min_delta": 0.05, "start_from_epoch": 2}
    history = fit(
        model,
        optimizers.Nadam(0.05, global_clipnorm=0.5),
        20,
        class_weight={0: 3, 1: 0.5, 2: 1},
        callbacks=[callbacks.ReduceLROnPlateau(**plateau), callbacks.EarlyStopping(**early)],
    )
    rates = [float(rate) for rate in history.pop("learning_rate")]
    training = {
        **ONE_OUTPUT,
        "optimizer": {"type": "Nadam", "learning_rate": 0.05, "global_clipnorm": 0.5},
        "class_weight": [3, 0.5, 1],
        "callbacks": [{"type": "ReduceLROnPlateau", **plateau}, {"type": "EarlyStopping", **early}],
        "epochs": 20,
    }
    case = {"design": design("called", CHAIN, training), "history": history, "weights": save_weights("ended", model)}
    written("called", {**case, "rates": rates})


def in_phases():
    model = chain("phases")
    decay = {"initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.8}
    polynomial = {"initial_learning_rate": 0.01, "decay_steps": 20, "end_learning_rate": 0.001, "power": 2}
    phases = [
        (["hidden", "bn"], "SGD", {"momentum": 0.9, "clipnorm": 0.2}, "ExponentialDecay", decay),
        (["hidden"], "RMSprop", {"global_clipnorm": 0.3}, "PolynomialDecay", polynomial),
        ([], "Adam", {"clipvalue": 0.01, "use_ema": True}, None, 0.01),
    ]
    history, said = {}, []
    for frozen, name, rest, kind, numbers in phases:
        for layer in model.layers:
            layer.trainable = layer.name not in frozen
        rate = getattr(optimizers.schedules, kind)(**numbers) if kind else numbers
        for key, values in fit(model, getattr(optimizers, name)(learning_rate=rate, **rest), 2).items():
            history.setdefault(key, []).extend(values)
        optimizer = {"type": name, "learning_rate": {"type": kind, **numbers} if kind else numbers, **rest}
        said.append({"freeze": frozen, "epochs": 2, "optimizer": optimizer})
    case = design("phases", CHAIN, {**ONE_OUTPUT, "phases": said})
    written("phases", {"design": case, "history": history, "weights": save_weights("ended", model)})


two_outputs()
called_back()
in_phases()
