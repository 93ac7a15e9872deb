import { CORRECTIONS, FIRST_BATCHES } from './fitSize';

/**
 * The engine `keras`: a Python program that hears and answers the same lines as the others. The model is built from the
 * design's own names, which are Keras's; everything that is not said is Keras's default, `compile` and `fit` included.
 */
export const KERAS_PROGRAM = `
import json, math, os, sys, time

FIRST_BATCHES, CORRECTIONS = ${FIRST_BATCHES}, ${CORRECTIONS}

# stdout is for answers alone.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(**message):
    answers.write(json.dumps(message) + "\\n")
    answers.flush()


def made(module, value):
    """A name as it is, an object as an instance of its class."""
    if not isinstance(value, dict):
        return value
    return getattr(module, value["type"])(**{name: item for name, item in value.items() if name != "type"})


def argument(name, value):
    for end, module in (("_initializer", keras.initializers), ("_regularizer", keras.regularizers), ("_constraint", keras.constraints)):
        if name.endswith(end):
            return made(module, value)
    return layer(value["type"], value) if isinstance(value, dict) and "type" in value else value


def layer(kind, fields):
    return getattr(keras.layers, kind)(**{name: argument(name, value) for name, value in fields.items() if name != "type"})


def build(told):
    tensors, sources = {}, []
    for entry in told["layers"]:
        if entry["type"] == "Input":
            tensor = keras.Input(**entry["fields"])
            sources.append(tensor)
        else:
            taken = [tensors[name] for name in entry["inputs"]]
            tensor = layer(entry["type"], entry["fields"])(taken if len(taken) > 1 else taken[0])
        tensors[entry["id"]] = tensor
    model = keras.Model(sources, tensors[told["output"]])
    if model.count_params() != told["parameters"]:
        raise ValueError(f"Keras makes another model of it: {model.count_params()} parameters instead of {told['parameters']}.")
    training = told["training"]
    model.compile(
        optimizer=made(keras.optimizers, training["optimizer"]),
        loss=made(keras.losses, training["loss"]),
        metrics=[made(keras.metrics, metric) for metric in training["metrics"]],
    )
    return model


def samples(files):
    read = lambda file, kind, shape: numpy.fromfile(file, kind).reshape([files["count"], *shape])
    target = "int32" if files["targetKind"] == "classes" else "float32"
    return read(files["inputs"], "float32", files["inputShape"]), read(files["targets"], target, files["targetShape"])


class Fit:
    """Turns of model.fit, in epochs that take about as long as a turn."""

    def __init__(self, job):
        self.model = build(job["model"])
        self.x, self.y = samples(job["samples"])
        self.batch = job["model"]["training"]["batch_size"]
        self.count = min(len(self.x), self.batch * FIRST_BATCHES)
        for _ in range(CORRECTIONS):
            count, seconds, _ = self.turn(0)
            batches = max(1, min(len(self.x) // self.batch, round(count / seconds * job["seconds"] / self.batch)))
            self.count = min(len(self.x), batches * self.batch)

    def turn(self, seconds):
        """Whole epochs, until the time is over. What fit does before the first and after the last is not counted."""
        clock = Clock(seconds)
        x, y = self.x[: self.count], self.y[: self.count]
        self.model.fit(x, y, batch_size=self.batch, epochs=1_000_000, verbose=0, callbacks=[clock])
        return clock.epochs * self.count, clock.taken, clock.loss


def prepare(job):
    global keras, numpy, Clock
    try:
        os.environ["KERAS_BACKEND"] = "tensorflow"
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        import keras, numpy, tensorflow
    except ImportError as problem:
        return answer(type="failed", reason=f"{sys.executable} can't be used: {problem}.", everywhere=True)

    class Clock(keras.callbacks.Callback):
        def __init__(self, seconds):
            super().__init__()
            self.seconds, self.taken, self.epochs, self.loss = seconds, 0.0, 0, math.nan

        def on_epoch_begin(self, epoch, logs=None):
            self.began = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.taken += time.perf_counter() - self.began
            self.epochs += 1
            self.loss = float(logs["loss"])
            self.model.stop_training = self.taken >= self.seconds

    fit = Fit(job)
    python = ".".join(map(str, sys.version_info[:3]))
    answer(type="ready", about=f"Keras {keras.__version__} on TensorFlow {tensorflow.__version__}, Python {python}")
    return fit


for line in sys.stdin:
    message = json.loads(line)
    try:
        if message["type"] == "prepare":
            fit = prepare(message["job"])
        else:
            count, seconds, loss = fit.turn(message["seconds"])
            answer(type="trained", samples=count, seconds=seconds, loss=loss if math.isfinite(loss) else None)
    except Exception as problem:
        said = str(problem).strip().split("\\n")[0]
        answer(type="failed", reason=f"{type(problem).__name__}: {said}", everywhere=False)
`;
