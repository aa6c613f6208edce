"""Embeddings: exact, computed once, never in the way, and there without a network."""

import asyncio
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from providers import packaged_model
from providers.embeddings import HUB_MODEL, Embedder, EmbeddingsUnavailable, QueryEmbeddings
from tests.providers import model_hub

ROOT = Path(__file__).parents[2]

A_HANG_S = 15
"""fastembed alone sleeps for 39 seconds without a hub; a start takes about 4, more on a busy machine."""

SENTENCES = [
    "Do you have a table for six on Friday?",
    "Ist bei Ihnen am Sonntagabend geöffnet? Größere Gruppe, fünf Übernachtungen.",
    "",
    "🍕🍷 東京",
    "a tab\tand a line\nbreak",
    "The kitchen closes at ten, " * 120,
]


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Iterator[Path]:
    """A folder in which the packaged model has been built."""
    folder = tmp_path_factory.mktemp("models")
    packaged_model.built(folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def empty(tmp_path) -> Iterator[Path]:
    """A folder for models, removed afterwards: each takes 90 MB."""
    folder = tmp_path / "models"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def embedder(models: Path) -> Embedder:
    embedder = Embedder("offline", models)
    await embedder.start()
    return embedder


@pytest.fixture(scope="session")
async def exact(models: Path) -> Embedder:
    embedder = Embedder("offline-exact", models)
    await embedder.start()
    return embedder


def forward(text: str) -> np.ndarray:
    """all-MiniLM-L6-v2 in float64 numpy, straight from the package's weights: one text to one vector of length 1."""
    source = packaged_model._source()
    weights = {name: value.astype(np.float64) for name, value in load_file(source / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids

    def linear(x, name):
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x, name):
        spread = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-12)
        return (x - x.mean(axis=-1, keepdims=True)) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def gelu(x):
        return x * 0.5 * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))

    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for number in range(6):
        layer = f"encoder.layer.{number}"
        query, key, value = (
            linear(x, f"{layer}.attention.self.{part}").reshape(-1, 12, 32).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(32)
        odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = (odds / odds.sum(axis=-1, keepdims=True) @ value).transpose(1, 0, 2).reshape(-1, 384)
        attention = f"{layer}.attention.output"
        x = norm(linear(seen, f"{attention}.dense") + x, f"{attention}.LayerNorm")
        wide = gelu(linear(x, f"{layer}.intermediate.dense"))
        x = norm(linear(wide, f"{layer}.output.dense") + x, f"{layer}.output.LayerNorm")
    mean = x.mean(axis=0)
    return mean / np.linalg.norm(mean)


# --- the vectors ----------------------------------------------------------------------------------------------------


async def test_exactly_a_query_equals_an_independent_forward_pass(exact):
    for text in SENTENCES:
        assert np.abs(np.array(await exact.embed(text)) - forward(text)).max() < 1e-5, text


async def test_exactly_passages_of_different_lengths_equal_the_same_forward_pass(exact):
    vectors = await exact.embed_passages(SENTENCES)
    for text, vector in zip(SENTENCES, vectors, strict=True):
        assert np.abs(np.array(vector) - forward(text)).max() < 1e-5, text


async def test_in_8_bits_every_vector_is_close_to_the_exact_one(embedder):
    for text in SENTENCES:
        assert np.array(await embedder.embed(text)) @ forward(text) > 0.97, text


async def test_a_text_has_one_vector_alone_or_among_others(embedder):
    alone = [await embedder.embed(text) for text in SENTENCES]
    assert alone == await embedder.embed_passages(SENTENCES)


async def test_every_vector_has_384_dimensions_and_length_one(embedder):
    for vector in [await embedder.embed("hello"), *await embedder.embed_passages(["one", "two two"])]:
        assert len(vector) == 384
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        assert all(type(number) is float for number in vector)


async def test_every_paraphrase_is_nearer_than_any_stranger(embedder):
    paraphrases = [
        ("When do you open on Saturdays?", "What are your opening hours at the weekend?"),
        ("I want to reserve a table for two", "Could we book a dinner for two people?"),
        ("My order arrived broken", "The package I received was damaged"),
        ("How much is the rent of the flat?", "What does the apartment cost per month?"),
    ]
    lefts = np.array(await embedder.embed_passages([left for left, _ in paraphrases]))
    rights = np.array(await embedder.embed_passages([right for _, right in paraphrases]))
    likeness = lefts @ rights.T
    strangers = likeness[~np.eye(len(paraphrases), dtype=bool)]
    assert likeness.diagonal().min() > strangers.max()


async def test_half_a_surrogate_pair_and_twenty_kilobytes_are_embedded_like_any_text(embedder):
    for text in ["\ud83d hello", "\x00\x01\x02", "x" * 20_000]:
        assert len(await embedder.embed(text)) == 384


async def test_langchain_sees_the_same_vectors_through_its_interface(embedder):
    through_langchain = QueryEmbeddings(embedder)
    text = "Is there a vegetarian menu?"
    expected = pytest.approx(await embedder.embed(text), abs=1e-6)
    assert await through_langchain.aembed_query(text) == expected
    assert (await through_langchain.aembed_documents([text]))[0] == expected
    assert await asyncio.to_thread(through_langchain.embed_query, text) == expected
    assert (await asyncio.to_thread(through_langchain.embed_documents, [text]))[0] == expected


# --- once, and never in the way -------------------------------------------------------------------------------------


async def test_a_text_asked_for_twelve_times_at_once_is_computed_once(embedder):
    before = embedder.computed
    vectors = await asyncio.gather(*(embedder.embed("asked for twelve times") for _ in range(12)))
    assert embedder.computed == before + 1
    assert all(vector == vectors[0] for vector in vectors)


async def test_a_text_that_was_asked_for_is_remembered(embedder):
    before = embedder.computed
    await embedder.embed("asked for by the door")
    await embedder.embed("asked for by the door")
    assert embedder.computed == before + 1


async def test_changing_a_vector_does_not_change_what_the_next_caller_gets(embedder):
    first = await embedder.embed("kept apart")
    first.clear()
    assert len(await embedder.embed("kept apart")) == 384


async def test_a_caller_who_hangs_up_does_not_cancel_the_vector_another_waits_for(embedder):
    crowd = [asyncio.create_task(embedder.embed(f"in front of it {number}")) for number in range(4)]
    leaving = asyncio.create_task(embedder.embed("wanted by two"))
    staying = asyncio.create_task(embedder.embed("wanted by two"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert len(await staying) == 384
    assert leaving.cancelled()
    await asyncio.gather(*crowd)


async def test_a_query_does_not_wait_for_a_long_upload(embedder):
    upload = asyncio.create_task(embedder.embed_passages(["A paragraph about the wine list. " * 30] * 40))
    await asyncio.sleep(0.05)
    await embedder.embed("asked during an upload")
    assert not upload.done()
    upload.cancel()


# --- building the packaged model ------------------------------------------------------------------------------------


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_two_builds_are_the_same_to_the_byte(models, empty):
    once, again = packaged_model.built(models), packaged_model.built(empty)
    assert {file.name: sha256(file) for file in once.iterdir()} == {file.name: sha256(file) for file in again.iterdir()}


def test_a_second_call_builds_nothing(models):
    model = packaged_model.built(models) / "model.onnx"
    before = model.stat().st_mtime_ns
    packaged_model.built(models)
    assert model.stat().st_mtime_ns == before


@pytest.mark.parametrize("broken", ["cut", "missing"])
def test_an_incomplete_model_is_built_again(models, empty, broken):
    model = packaged_model.built(empty) / "model.onnx"
    if broken == "cut":
        os.truncate(model, 1000)
    else:
        model.unlink()
    assert sha256(packaged_model.built(empty) / "model.onnx") == sha256(packaged_model.built(models) / "model.onnx")


async def test_a_model_of_the_right_size_that_does_not_load_is_built_again(empty):
    model = packaged_model.built(empty) / "model.onnx"
    model.write_bytes(bytes(model.stat().st_size))
    embedder = Embedder("offline", empty)
    await embedder.start()
    assert len(await embedder.embed("hello")) == 384


def test_two_processes_that_build_at_once_both_get_the_whole_model(models, empty):
    build = f"from providers import packaged_model as p; from pathlib import Path; p.built(Path({str(empty)!r}))"
    builders = [subprocess.Popen([sys.executable, "-c", build], cwd=ROOT) for _ in range(2)]
    assert [builder.wait(60) for builder in builders] == [0, 0]
    assert sha256(packaged_model.built(empty) / "model.onnx") == sha256(packaged_model.built(models) / "model.onnx")
    assert not list(empty.glob(".building-*"))


# --- choosing a model -----------------------------------------------------------------------------------------------


@dataclass
class Start:
    """How a process of its own came up: the hub's address is read once a process."""

    seconds: float
    ready: bool
    model_id: str | None
    refused: str | None
    norm: float | None


def start(models: Path, *, wanted: str = "", hub: str, more: dict[str, str] | None = None) -> Start:
    script = """if True:
        import asyncio, json, math, sys, time
        from pathlib import Path
        from providers.embeddings import Embedder, EmbeddingsUnavailable
        async def main():
            embedder, began = Embedder(sys.argv[1], Path(sys.argv[2])), time.monotonic()
            await embedder.start()
            told = {"seconds": time.monotonic() - began, "ready": await embedder.ready()}
            try:
                vector = await embedder.embed("a table by the window")
                told |= {"model_id": embedder.model_id(), "norm": math.hypot(*vector), "refused": None}
            except EmbeddingsUnavailable as reason:
                told |= {"model_id": None, "norm": None, "refused": str(reason)}
            print(json.dumps(told))
        asyncio.run(main())
    """
    unset = {"HF_HUB_OFFLINE", "FASTEMBED_CACHE_PATH", "ORT_DISABLE_TELEMETRY", "CI"}
    environ = {name: value for name, value in os.environ.items() if name not in unset}
    environ |= {"HF_ENDPOINT": hub, "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"} | (more or {})
    done = subprocess.run(
        [sys.executable, "-c", script, wanted, str(models)],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return Start(**json.loads(done.stdout.splitlines()[-1]))


def test_embedding_leaves_no_device_id_and_sends_no_telemetry(models, tmp_path):
    begun = start(
        models, wanted="offline", hub="http://127.0.0.1:9", more={"HOME": str(tmp_path), "XDG_CACHE_HOME": ""}
    )
    assert begun.ready
    assert list(tmp_path.rglob("*")) == []


def hub_files(models: Path) -> dict[str, Path]:
    folder = packaged_model.built(models)
    names = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")
    return {name: folder / name for name in names} | {"model_optimized.onnx": folder / "model.onnx"}


def test_without_a_hub_the_packaged_model_is_there_in_seconds_and_stays_chosen(empty):
    with model_hub.silent() as hub:
        first = start(empty, hub=hub)
        second = start(empty, hub=hub)
    assert first.seconds < A_HANG_S
    assert first.model_id == second.model_id == "sentence-transformers/all-MiniLM-L6-v2@packaged-0.1.0-int8"
    assert second.seconds < first.seconds
    assert (empty / "chosen").read_text() == "offline\n"


def test_with_a_hub_fastembeds_own_model_is_fetched_and_needs_no_hub_afterwards(models, empty):
    with model_hub.serving("Qdrant/bge-small-en-v1.5-onnx-Q", hub_files(models)) as hub:
        first = start(empty, hub=hub)
    later = start(empty, hub=hub)
    assert first.refused is None
    assert first.model_id == later.model_id
    assert first.model_id == f"{HUB_MODEL}@{sha256(packaged_model.built(models) / 'model.onnx')[:12]}"
    assert later.norm == pytest.approx(1, abs=1e-5)


def test_the_same_name_with_other_weights_is_another_model(models, empty):
    empty.mkdir()
    other = empty / "other.onnx"
    other.write_bytes(
        (packaged_model.built(models) / "model.onnx").read_bytes().replace(b"onnx.quantize", b"onnx.quantise")
    )
    ids = []
    for name, weights in [("one", packaged_model.built(models) / "model.onnx"), ("two", other)]:
        files = hub_files(models) | {"model_optimized.onnx": weights}
        with model_hub.serving("Qdrant/bge-small-en-v1.5-onnx-Q", files) as hub:
            ids.append(start(empty / name, wanted=HUB_MODEL, hub=hub).model_id)
    assert None not in ids
    assert ids[0] != ids[1]


def test_a_named_model_that_cannot_be_had_is_refused_quickly_instead_of_replaced(empty):
    with model_hub.silent() as hub:
        begun = start(empty, wanted=HUB_MODEL, hub=hub)
    assert begun.seconds < A_HANG_S
    assert not begun.ready
    assert "does not answer" in str(begun.refused)


@pytest.mark.parametrize(
    ("wanted", "reason"), [("no/such-model", "knows no model"), ("BAAI/bge-base-en-v1.5", "768 dimensions")]
)
async def test_a_name_that_can_never_work_is_refused_with_its_reason(empty, wanted, reason):
    embedder = Embedder(wanted, empty)
    await embedder.start()
    assert not await embedder.ready()
    with pytest.raises(EmbeddingsUnavailable, match=reason):
        await embedder.embed("hello")


async def test_without_any_model_embedding_is_refused_at_once_and_the_house_goes_on(tmp_path):
    in_the_way = tmp_path / "models"
    in_the_way.write_text("a file where the folder should be")
    embedder = Embedder("offline", in_the_way)
    await embedder.start()
    began = time.monotonic()
    with pytest.raises(EmbeddingsUnavailable):
        await embedder.embed("hello")
    with pytest.raises(EmbeddingsUnavailable):
        await embedder.embed_passages(["hello"])
    with pytest.raises(EmbeddingsUnavailable):
        embedder.model_id()
    assert time.monotonic() - began < 5


async def test_a_model_that_failed_to_load_is_tried_again_after_a_while(models, tmp_path):
    later = tmp_path / "models"
    later.write_text("a file where the folder should be")
    embedder = Embedder("offline", later, retry_s=0)
    await embedder.start()
    assert not await embedder.ready()
    later.unlink()
    later.symlink_to(models)
    assert len(await embedder.embed("hello again")) == 384


async def test_the_first_embedding_loads_the_model_where_nobody_called_start(models):
    embedder = Embedder("offline", models)
    assert not await embedder.ready()
    assert len(await embedder.embed("straight away")) == 384
    assert await embedder.ready()
