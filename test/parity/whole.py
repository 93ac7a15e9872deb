"""Trains models that Layerwise has written as programs, for the same samples in the same order.

    python whole.py <folder> <epochs> <training samples> <validation samples>

For each program of the folder: writes the weights that it begins with as `<name>.safetensors`, trains, and writes what each
epoch ends with as `<name>.json`. `pixels.bin` and `classes.bin` are bytes, the samples for validation last.
"""

import json
import pathlib
import runpy
import struct
import sys

import keras
import numpy

folder = pathlib.Path(sys.argv[1])
epochs, training, validation = map(int, sys.argv[2:])


def write_weights(model, file):
    header, data = {}, b""
    for layer in model.layers:
        for weight in layer.weights:
            values = weight.numpy().astype("<f4").tobytes()
            place = [len(data), len(data) + len(values)]
            header[f"{layer.name}/{weight.name}"] = {"dtype": "F32", "shape": list(weight.shape), "data_offsets": place}
            data += values
    text = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(text)) + text + data)


pixels = numpy.fromfile(folder / "pixels.bin", "uint8").reshape(-1, 28, 28) / 255
classes = numpy.fromfile(folder / "classes.bin", "uint8")
assert len(pixels) == len(classes) == training + validation
for program in sorted(folder.glob("*.py")):
    keras.backend.clear_session()
    model = runpy.run_path(str(program), run_name="imported")["model"]
    write_weights(model, program.with_suffix(".safetensors"))
    history = model.fit(
        pixels[:training],
        classes[:training],
        batch_size=32,
        epochs=epochs,
        shuffle=False,
        validation_data=(pixels[training:], classes[training:]),
        verbose=0,
    ).history
    program.with_suffix(".json").write_text(json.dumps({key: [float(value) for value in values] for key, values in history.items()}))
