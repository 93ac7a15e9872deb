"""Writes what `keras.applications` builds, without weights, for the tests of importing.

    python applications.py <folder>

`applications.json` has parameters and output shapes; `<name>.json.gz` is what `to_json()` gives.
"""

import gzip
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy

NAMES = """MobileNet MobileNetV2 MobileNetV3Small MobileNetV3Large EfficientNetB0 EfficientNetB1 EfficientNetV2B0 EfficientNetV2S
ResNet50 ResNet50V2 ResNet101 DenseNet121 Xception InceptionV3 InceptionResNetV2 VGG16 VGG19 NASNetMobile ConvNeXtTiny
ConvNeXtSmall DenseNet169 ResNet152V2""".split()

folder = pathlib.Path(sys.argv[1])
facts = {}
for name in NAMES:
    keras.backend.clear_session()
    model = getattr(keras.applications, name)(weights=None)
    with gzip.GzipFile(folder / f"{name}.json.gz", "wb", mtime=0) as file:
        file.write(model.to_json().encode())
    learning = sum(int(numpy.prod(weight.shape)) for weight in model.trainable_weights)
    facts[name] = {"total": model.count_params(), "trainable": learning, "output": list(model.output_shape[1:])}
lines = ",\n".join(f'"{name}":{json.dumps(value, separators=(",", ":"))}' for name, value in facts.items())
(folder / "applications.json").write_text(f"{{\n{lines}\n}}\n")
