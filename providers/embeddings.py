"""Embeddings: texts as 384 numbers each, near one another when they mean the same; fastembed on this machine's CPU.

Which model: `EMBEDDING_MODEL` names one of fastembed's, or `offline` for the packaged one (see packaged_model.py).
Left empty, fastembed's own is taken where its files are at hand or the model hub answers, else the packaged one; the
first start decides, and `<data>/models/chosen` keeps the answer, because vectors of two models cannot be compared.
Store `model_id()` with the vectors and check it: the number of dimensions cannot tell two models apart.

A short query costs about 3 ms of one core, a passage of 170 tokens 24 ms. Queries run on two threads of their own;
passages run on two others that stand back wherever the processor is wanted (`NICE`), so a long upload holds up neither
the event loop nor a caller. Recent queries are remembered, and a text asked for twice at the same time is computed
once. Importing fastembed takes one to two seconds, so it waits for the first load.
"""

import asyncio
import hashlib
import logging
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from langchain_core.embeddings import Embeddings

from providers import packaged_model
from settings import settings

if TYPE_CHECKING:
    import numpy
    from fastembed import TextEmbedding

log = logging.getLogger(__name__)
T = TypeVar("T")

DIMENSIONS = 384
HUB_MODEL = "BAAI/bge-small-en-v1.5"
"""fastembed's own default."""
OFFLINE = "offline"
EXACT = "offline-exact"
"""The packaged model in 32 bits: the vectors to compare others with, at more than twice the time."""

RECENT_QUERIES = 2048
"""Vectors of past queries kept in memory, 1.5 kB each."""
PASSAGES_AT_ONCE = 4
"""How many a thread is given at a time; each is a run of its own, which is no slower on a core."""
PASSAGE_THREADS = 2
"""A run of each: one run on two threads would take 1.9 times the processor."""
NICE = 10
"""How far the passages' threads stand back, as `nice` counts."""
PROBE_S = 2.0
LOADING_S = 10.0
"""How long an embedding waits for a model that is still being loaded."""


class EmbeddingsUnavailable(RuntimeError):
    """No model could be loaded, or the loaded one failed. Whoever embeds goes on without."""


@dataclass(frozen=True)
class Model:
    """A loaded model and the name under which its vectors are stored."""

    id: str
    fastembed: "TextEmbedding"


class Embedder:
    """One model, loaded once, asked from any thread and any event loop.

    `wanted` is the setting's value, `models` the folder for files, `threads` what onnxruntime may use for one run.
    After a failed load, embeddings are refused at once for `retry_s` seconds; the next one then tries again.
    """

    def __init__(self, wanted: str, models: Path, *, threads: int = 1, retry_s: float = 60.0) -> None:
        self.wanted = wanted
        self.models = models
        self.threads = threads
        self.retry_s = retry_s
        self.computed = 0
        """How many queries the model was run for; those answered from memory are not among them."""
        self._lock = threading.Lock()
        self._loading: Future[Model] | None = None
        self._failed_at: float | None = None
        self._recent: OrderedDict[str, Future[numpy.ndarray[Any, Any]]] = OrderedDict()
        self._queries = ThreadPoolExecutor(max_workers=2, thread_name_prefix="embed-query")
        self._passages = ThreadPoolExecutor(
            PASSAGE_THREADS, thread_name_prefix="embed-passage", initializer=_stand_back
        )

    async def start(self) -> None:
        """Load the model; returns when it is there or known to be out of reach (logged, not raised).

        Two seconds from files at hand, five to build the packaged model, longer for a first download.
        """
        try:
            await asyncio.shield(asyncio.wrap_future(self._load_once()))
        except EmbeddingsUnavailable as reason:
            log.warning("embeddings unavailable", extra={"reason": str(reason)})

    async def ready(self) -> bool:
        """Whether a model is loaded. Starts nothing."""
        return self._loaded() is not None

    def model_id(self) -> str:
        """The name to store with the vectors. Raises EmbeddingsUnavailable before a model is loaded."""
        model = self._loaded()
        if model is None:
            raise EmbeddingsUnavailable("no embedding model is loaded yet")
        return model.id

    def begin(self, text: str) -> None:
        """Have a thread begin with a query that `embed` will ask for in a moment. Nothing where no model is loaded."""
        if self._loaded() is not None:
            self._query(text)

    async def embed(self, text: str) -> list[float]:
        """One query as 384 floats of length 1. Raises EmbeddingsUnavailable."""
        if self._loaded() is None:
            await self._wait_for_model()
        vector = self._query(text)
        if not vector.done():
            # Shielded: a caller who hangs up must not cancel the vector that another one waits for.
            await asyncio.shield(asyncio.wrap_future(vector))
        return vector.result().tolist()

    async def embed_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """Passages as 384 floats each, in the same order. Raises EmbeddingsUnavailable."""
        if self._loaded() is None:
            await self._wait_for_model()
        vectors: list[list[float]] = []
        batches = _batches(texts)
        for start in range(0, len(batches), PASSAGE_THREADS):  # no more, so that two uploads take turns
            runs = [self._passages.submit(self._run_passages, batch) for batch in batches[start:][:PASSAGE_THREADS]]
            for run in runs:
                found: asyncio.Future[list[list[float]]] = asyncio.wrap_future(run)
                vectors.extend(await asyncio.shield(found))
        return vectors

    def embed_now(self, text: str) -> list[float]:
        """As `embed`, for a thread without an event loop: blocks it."""
        self._wait_here_for_model()
        return self._query(text).result().tolist()

    def embed_passages_now(self, texts: Sequence[str]) -> list[list[float]]:
        """As `embed_passages`, for a thread without an event loop: blocks it."""
        self._wait_here_for_model()
        runs = [self._passages.submit(self._run_passages, batch) for batch in _batches(texts)]
        return [vector for run in runs for vector in run.result()]

    # --- running ----------------------------------------------------------------------------------------------------

    def _query(self, text: str) -> "Future[numpy.ndarray[Any, Any]]":
        with self._lock:
            vector = self._recent.get(text)
            if vector is not None:
                self._recent.move_to_end(text)
                return vector
            vector = self._recent[text] = self._queries.submit(self._run_query, text)
            if len(self._recent) > RECENT_QUERIES:
                self._recent.popitem(last=False)
        vector.add_done_callback(partial(self._forget_if_failed, text))
        return vector

    def _forget_if_failed(self, text: str, vector: "Future[numpy.ndarray[Any, Any]]") -> None:
        if vector.cancelled() or vector.exception() is not None:
            with self._lock:
                self._recent.pop(text, None)

    def _run_query(self, text: str) -> "numpy.ndarray[Any, Any]":
        with self._lock:
            self.computed += 1
        return self._run(lambda model: next(iter(model.query_embed(_encodable(text)))))

    def _run_passages(self, texts: Sequence[str]) -> list[list[float]]:
        readable = [_encodable(text) for text in texts]
        return self._run(lambda model: [vector.tolist() for vector in model.passage_embed(readable, batch_size=1)])

    def _run(self, embed: "Callable[[TextEmbedding], T]") -> T:
        model = self._loaded()
        if model is None:
            raise EmbeddingsUnavailable("no embedding model is loaded yet")
        try:
            return embed(model.fastembed)
        except Exception as error:
            raise EmbeddingsUnavailable(f"{model.id} failed: {error}") from error

    # --- loading ----------------------------------------------------------------------------------------------------

    def _loaded(self) -> Model | None:
        loading = self._loading
        if loading is None or not loading.done() or loading.exception() is not None:
            return None
        return loading.result()

    async def _wait_for_model(self) -> None:
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._load_once())), LOADING_S)
        except TimeoutError:
            raise EmbeddingsUnavailable("the embedding model is still being loaded") from None

    def _wait_here_for_model(self) -> None:
        try:
            self._load_once().result(LOADING_S)
        except TimeoutError:
            raise EmbeddingsUnavailable("the embedding model is still being loaded") from None

    def _load_once(self) -> Future[Model]:
        with self._lock:
            failed_long_ago = self._failed_at is not None and time.monotonic() - self._failed_at > self.retry_s
            if self._loading is None or failed_long_ago:
                self._failed_at = None
                self._loading = Future()
                # A daemon, because a download that hangs must not keep the process from leaving.
                threading.Thread(target=self._load, args=(self._loading,), name="embed-load", daemon=True).start()
            return self._loading

    def _load(self, loading: Future[Model]) -> None:
        try:
            began = time.monotonic()
            model = self._choose()
            log.info("embedding model loaded", extra={"model": model.id, "seconds": round(time.monotonic() - began, 1)})
            loading.set_result(model)
        except BaseException as error:
            self._failed_at = time.monotonic()
            if not isinstance(error, EmbeddingsUnavailable):
                error = EmbeddingsUnavailable(f"{type(error).__name__}: {error}")
            loading.set_exception(error)

    def _choose(self) -> Model:
        if self.wanted in (OFFLINE, EXACT):
            return self._packaged(exact=self.wanted == EXACT)
        if self.wanted:
            return self._fastembeds(self.wanted)
        return self._first_that_loads()

    def _first_that_loads(self) -> Model:
        routes = {HUB_MODEL: lambda: self._fastembeds(HUB_MODEL), OFFLINE: self._packaged}
        chosen = self._chosen_before()
        reasons = []
        for name in sorted(routes, key=lambda name: name != chosen):
            try:
                model = routes[name]()
            except EmbeddingsUnavailable as reason:
                reasons.append(str(reason))
                continue
            if chosen in routes and name != chosen:
                log.warning("embedding model changed", extra={"was": chosen, "now": name, "reasons": reasons})
            if name != chosen:
                self._remember(name)
            return model
        raise EmbeddingsUnavailable("; ".join(reasons))

    def _chosen_before(self) -> str | None:
        try:
            return (self.models / "chosen").read_text().strip()
        except OSError:
            return None

    def _remember(self, name: str) -> None:
        try:
            self.models.mkdir(parents=True, exist_ok=True)
            (self.models / "chosen").write_text(name + "\n")
        except OSError as error:
            log.warning("embedding model not remembered", extra={"error": str(error)})

    def _packaged(self, exact: bool = False) -> Model:
        def load(*, anew: bool) -> Model:
            folder = packaged_model.built(self.models, exact=exact, anew=anew)
            model = self._session(packaged_model.NAME, specific_model_path=str(folder))
            return Model(f"{packaged_model.NAME}@{packaged_model.variant(exact)}", model)

        try:
            try:
                return load(anew=False)
            except (packaged_model.NotInstalled, OSError):
                raise
            except Exception as error:  # complete by its sizes and yet not a model: a disk that lied
                log.warning("packaged embedding model did not load, building it anew", extra={"error": str(error)})
                return load(anew=True)
        except Exception as error:
            raise EmbeddingsUnavailable(f"the packaged embedding model cannot be used: {error}") from error

    def _fastembeds(self, name: str) -> Model:
        known = {entry["model"].lower(): entry for entry in _text_embedding().list_supported_models()}
        entry = known.get(name.lower())
        if entry is None:
            raise EmbeddingsUnavailable(f"fastembed knows no model {name!r}")
        if entry["dim"] != DIMENSIONS:
            raise EmbeddingsUnavailable(
                f"{name} makes {entry['dim']} dimensions; the passages table holds {DIMENSIONS}"
            )
        cache = os.environ.get("FASTEMBED_CACHE_PATH") or str(self.models / "hub")
        try:
            try:
                model = self._session(name, cache_dir=cache, local_files_only=True)
            except Exception:
                # Asked first, because fastembed itself would try three times and sleep for 39 seconds.
                if not hub_answers(entry["sources"]["hf"] or ""):
                    raise EmbeddingsUnavailable(f"{name} is not at hand and the model hub does not answer") from None
                model = self._session(name, cache_dir=cache)
            return Model(f"{name}@{_digest(model, entry)}", model)
        except EmbeddingsUnavailable:
            raise
        except Exception as error:
            raise EmbeddingsUnavailable(f"{name} cannot be loaded: {error}") from error

    def _session(self, name: str, **where: Any) -> "TextEmbedding":
        model = _text_embedding()(name, threads=self.threads, **where)
        next(iter(model.query_embed("hello")))  # the first run allocates; no caller should wait for that
        return model


def _text_embedding() -> "type[TextEmbedding]":
    # Read once, while onnxruntime is loaded: without it, every process reports its models and timings to Microsoft
    # and leaves a device id in the home folder (onnxruntime/Privacy.md).
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from fastembed import TextEmbedding
    from loguru import logger

    logger.disable("fastembed")  # it reports as errors what is decided here
    return TextEmbedding


def hub_answers(repository: str) -> bool:
    """Whether the model hub tells about this repository within two seconds, whatever the network does meanwhile."""
    answered = threading.Event()

    def ask() -> None:
        from huggingface_hub import model_info

        try:
            model_info(repository, timeout=PROBE_S)
            answered.set()
        except Exception as error:  # refused, unknown, offline by HF_HUB_OFFLINE, not a hub at all: each means no
            log.info("model hub does not answer", extra={"error": type(error).__name__})

    # A thread, because no timeout of an HTTP client covers a name server that is silent.
    asking = threading.Thread(target=ask, name="embed-probe", daemon=True)
    asking.start()
    asking.join(PROBE_S)
    return answered.is_set()


def _digest(model: "TextEmbedding", entry: dict[str, Any]) -> str:
    """Twelve hex digits of the weights' SHA-256: the same name on the hub may hold other weights one day."""
    folder: Path = model.model._model_dir  # type: ignore[attr-defined]  # fastembed has no public way to it
    digest = hashlib.sha256()
    for name in (entry["model_file"], *entry["additional_files"]):
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:12]


def _encodable(text: str) -> str:
    """JSON can carry half of a surrogate pair, which no tokenizer accepts."""
    return text.encode("utf-8", "replace").decode()


def _stand_back() -> None:
    """On Linux a thread can be nice by itself; elsewhere it is as important as any."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _batches(texts: Sequence[str]) -> list[Sequence[str]]:
    return [texts[start : start + PASSAGES_AT_ONCE] for start in range(0, len(texts), PASSAGES_AT_ONCE)]


# --- the embedder of this process -----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def shared() -> Embedder:
    """The one embedder of this process, made from the settings."""
    knobs = settings()
    return Embedder(knobs.embedding_model, knobs.data / "models", threads=knobs.embedding_threads)


async def start() -> None:
    """Load the model once, at start-up. Never raises: without a model, `embed` does."""
    await shared().start()


async def ready() -> bool:
    """Whether a model is loaded."""
    return await shared().ready()


def model_id() -> str:
    """The name to store with vectors. Raises EmbeddingsUnavailable before `start` or an `embed` has loaded a model."""
    return shared().model_id()


def begin(text: str) -> None:
    """Have a thread begin with a query that `embed` will ask for in a moment. Nothing where no model is loaded."""
    shared().begin(text)


async def embed(text: str) -> list[float]:
    """One query as 384 floats of length 1. Loads the model if `start` has not. Raises EmbeddingsUnavailable."""
    return await shared().embed(text)


async def embed_passages(texts: Sequence[str]) -> list[list[float]]:
    """Passages as 384 floats each, in the same order. Raises EmbeddingsUnavailable."""
    return await shared().embed_passages(texts)


class QueryEmbeddings(Embeddings):
    """The same embedder behind LangChain's interface (langchain-postgres asks for one)."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self.embedder = embedder or shared()

    def embed_query(self, text: str) -> list[float]:
        return self.embedder.embed_now(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.embedder.embed_passages_now(texts)

    async def aembed_query(self, text: str) -> list[float]:
        return await self.embedder.embed(text)

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        return await self.embedder.embed_passages(texts)
