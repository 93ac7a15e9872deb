"""What Keras's EarlyStopping and ReduceLROnPlateau make of made-up epochs: goldens/callbacks.json."""

import json
import pathlib
import random
import sys
import types

import keras

random.seed(7)


class Optimizer:
    learning_rate = 0.1


class Model:
    metrics = []
    stop_training = False
    epoch = 0

    def __init__(self):
        self.optimizer = Optimizer()
        self.weights = [0]

    def get_weights(self):
        return [self.epoch]

    def set_weights(self, weights):
        self.weights = weights


def run(callback, values, key):
    model = Model()
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        model.epoch = epoch + 1
        callback.on_epoch_end(epoch, {key: value})
        rates.append(float(model.optimizer.learning_rate))
        if model.stop_training:
            break
    callback.on_train_end()
    return {"epochs": len(rates), "rates": rates, "weights": model.weights[0]}


def values_of(kind):
    count = random.randint(3, 25)
    if kind == "falling":
        return [round(1 / (1 + i) + random.uniform(0, 0.2), 4) for i in range(count)]
    if kind == "plateau":
        return [round(max(0.3, 1 - 0.15 * i) + random.choice([0, 0, 0.0005, 0.02]), 4) for i in range(count)]
    values = [round(random.random(), 3) for _ in range(count)]
    if kind == "broken":
        values[random.randrange(count)] = float("nan")
    return values


def cases():
    for i in range(60):
        kind = random.choice(["falling", "plateau", "random", "broken"])
        values = values_of(kind)
        mode = random.choice(["min", "max", "auto"])
        common = {"monitor": "val_loss", "mode": mode, "patience": random.randint(0, 5)}
        if i % 2 == 0:
            fields = {
                **common,
                "min_delta": random.choice([0, 0, 0.01]),
                "restore_best_weights": random.random() < 0.5,
                "start_from_epoch": random.choice([0, 0, 3]),
                "baseline": random.choice([None, None, 0.35]),
            }
            yield "EarlyStopping", fields, values
        else:
            fields = {
                **common,
                "factor": random.choice([0.1, 0.5]),
                "min_delta": random.choice([1e-4, 0.01]),
                "cooldown": random.choice([0, 2]),
                "min_lr": random.choice([0, 0.03]),
            }
            yield "ReduceLROnPlateau", fields, values


goldens = []
for name, fields, values in cases():
    found = run(getattr(keras.callbacks, name)(**fields), values, fields["monitor"])
    written = [str(value) if value != value else value for value in values]
    goldens.append({"type": name, **{"fields": fields}, "values": written, **found})

out = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "goldens")
lines = ",\n".join(json.dumps(golden) for golden in goldens)
(out / "callbacks.json").write_text(f"[\n{lines}\n]\n")
