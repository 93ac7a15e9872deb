"""Writes what Keras's `summary()` prints of a few designs, for the test to compare with Layerwise.

    python summary.py <folder>

reads `summary-designs.json` beside the checked-in goldens and writes `summaries.json` into the folder: for each design
the lines of the table, in a terminal of 80 columns.
"""

import json
import os
import pathlib
import sys

os.environ["COLUMNS"] = "80"

from goldens import HERE, build, keras


def model_of(design):
    tensors, inputs = {}, []
    previous = None
    for layer in design["layers"]:
        fields = {key: value for key, value in layer.items() if key not in ("inputs", "trainable")}
        if layer["type"] == "Input":
            previous = keras.Input(**{key: value for key, value in fields.items() if key != "type"})
            inputs.append(previous)
        else:
            made = build(fields)
            made.trainable = layer.get("trainable", True)
            names = layer.get("inputs")
            arguments = [tensors[one] for one in names] if names else [previous]
            previous = made(arguments if len(arguments) > 1 else arguments[0])
        tensors[layer["name"]] = previous
    outputs = [tensors[name] for name in design.get("outputs", [design["layers"][-1]["name"]])]
    return keras.Model(inputs, outputs, name=design["name"])


def summary(design):
    lines = []
    model_of(design).summary(print_fn=lambda line, line_break=True: lines.append(line))
    return "\n".join(lines).rstrip("\n").split("\n")


if __name__ == "__main__":
    designs = json.loads((HERE / "goldens" / "summary-designs.json").read_text())
    tables = {design["name"]: summary(design) for design in designs}
    text = json.dumps(tables, ensure_ascii=False, indent=1)
    (pathlib.Path(sys.argv[1]) / "summaries.json").write_text(text + "\n")
