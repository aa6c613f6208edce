"""Every knob of the house, read once from the environment (or `.env`).

Names are the seeds' names wherever the seeds had one; older names are accepted beside them. A variable that is
not listed here means nothing to Switchboard; of those that once did, `retired_variables` tells what took their place.
`.env.example` lists the same knobs with a line of explanation each.
"""

import json
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Language = Literal["en", "de"]


class Settings(BaseSettings):
    """The settings of one process. Raises pydantic's ValidationError, naming the variable, on a bad value."""

    # Inputs stay out of error messages: some of them are secrets.
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    # --- where things are -------------------------------------------------------------------------------------------
    data: Path = Field(Path(".data"), validation_alias=AliasChoices("SWITCHBOARD_DATA", "DATA"))
    """Everything this installation makes: the embedded Postgres, the embedding model, logs, demo.json."""
    samples: str = Field("", validation_alias="SAMPLES")
    """A folder of sample tenants to put in place at the start; empty is the house's own, agents/."""
    host: str = Field("127.0.0.1", validation_alias="HOST")
    port: int = Field(8000, ge=0, le=65535, validation_alias="PORT")
    workers: int = Field(1, ge=1, le=64, validation_alias=AliasChoices("WORKERS", "WEB_CONCURRENCY"))
    debug: bool = Field(False, validation_alias="DEBUG")
    cors_origins: str = Field("", validation_alias="CORS_ORIGINS")
    """Comma-separated origins a browser may call from, `frontend_url` among them; empty: only the server's own."""
    frontend_url: str = Field("", validation_alias="FRONTEND_URL")
    """Where a console of one's own is served from: one more origin."""
    rate_limit_global: str = Field("", validation_alias="RATE_LIMIT_GLOBAL")
    """Requests one principal may make, such as `60/minute`; empty sets no limit."""

    # --- Postgres ---------------------------------------------------------------------------------------------------
    database_url: str = Field("", validation_alias="DATABASE_URL")
    """A PostgreSQL >= 16 with pgvector >= 0.8; empty starts an embedded one under `data`."""
    pool_size: int = Field(10, ge=1, le=200, validation_alias="POOL_SIZE")
    """Most connections one process keeps to Postgres."""

    # --- signing ----------------------------------------------------------------------------------------------------
    secret_key: SecretStr = Field(SecretStr(""), validation_alias=AliasChoices("SECRET_KEY", "JWT_SECRET"))
    jwt_algorithm: Literal["HS256", "HS384", "HS512"] = Field("HS256", validation_alias="JWT_ALGORITHM")
    jwt_expiration_minutes: int = Field(1440, ge=1, validation_alias="JWT_EXPIRATION_MINUTES")

    # --- the model --------------------------------------------------------------------------------------------------
    groq_api_key: SecretStr = Field(SecretStr(""), validation_alias="GROQ_API_KEY")
    groq_base_url: str = Field("", validation_alias=AliasChoices("GROQ_BASE_URL", "GROQ_API_BASE"))
    """The bare host, without /openai/v1; empty is Groq itself. The simulator's address in the demo."""
    model: str = Field("openai/gpt-oss-20b", validation_alias=AliasChoices("LLM_MODEL", "GROQ_MODEL", "MODEL"))
    """A Groq model id, or any `provider:model` string of LangChain's `init_chat_model`."""
    openai_api_key: SecretStr = Field(SecretStr(""), validation_alias="OPENAI_API_KEY")
    """For a model named `openai:…`; needs the package langchain-openai."""
    reasoning_effort: Literal["low", "medium", "high"] = Field("low", validation_alias="REASONING_EFFORT")
    llm_temperature: float = Field(0.7, ge=0, le=2, validation_alias="LLM_TEMPERATURE")
    llm_max_tokens: int = Field(500, ge=1, validation_alias="LLM_MAX_TOKENS")
    llm_first_token_s: float = Field(4.0, gt=0, validation_alias="LLM_FIRST_TOKEN_S")
    """How long a reply waits for the model's first word before a phrase speaks in its place."""
    llm_understand_s: float = Field(1.5, gt=0, validation_alias="LLM_UNDERSTAND_S")
    """How long understanding waits for the model, in the few turns that rules and examples leave open."""
    llm_stall_s: float = Field(4.0, gt=0, validation_alias="LLM_STALL_S")
    """How long a reply waits between two words of the model."""

    # --- embeddings -------------------------------------------------------------------------------------------------
    embedding_model: str = Field("", validation_alias="EMBEDDING_MODEL")
    """A fastembed model id, `offline` or `offline-exact`; empty: fastembed's own where the hub answers, else the packaged one."""
    embedding_threads: int = Field(1, ge=1, le=16, validation_alias="EMBEDDING_THREADS")
    ingest_worker: bool = Field(True, validation_alias="INGEST_WORKER")
    """Whether a server process reads documents itself; otherwise `make worker` does."""

    # --- conversation -----------------------------------------------------------------------------------------------
    rag_top_k: int = Field(3, ge=1, le=20, validation_alias="RAG_TOP_K")
    search_exact_up_to: int = Field(3000, ge=0, validation_alias="SEARCH_EXACT_UP_TO")
    """How many passages a tenant may have for every one to be judged; in a larger library a few may be overlooked."""
    answer_ahead: bool = Field(True, validation_alias="ANSWER_AHEAD")
    """Whether the model is asked while it is only likely that a caller by ear has finished; what was asked in vain is paid for."""
    hold_s: int = Field(180, ge=10, le=3600, validation_alias="HOLD_S")
    """How long a table is kept for a caller who is still deciding."""
    cache_ttl_s: int = Field(3600, ge=0, validation_alias=AliasChoices("CACHE_TTL_SECONDS", "CACHE_TTL_S"))
    """How long an answer that leaned on nothing but passages may be given again; 0 keeps none."""
    session_timeout_s: int = Field(3600, ge=60, validation_alias=AliasChoices("SESSION_TIMEOUT", "SESSION_TIMEOUT_S"))
    """How long a call may be silent before it counts as over."""
    trials: bool = Field(False, validation_alias="TRIALS")
    """Whether a message may bring its own time (`now`): for rehearsals and replays, never for real callers."""

    # --- voice and avatar -------------------------------------------------------------------------------------------
    speech_ears: str = Field("deepgram,groq", validation_alias="SPEECH_EARS")
    """Who hears callers, the first that answers; the next takes over when it is lost in mid-call."""
    speech_mouths: str = Field("elevenlabs,groq", validation_alias="SPEECH_MOUTHS")
    """Who speaks to them, likewise."""
    deepgram_api_key: SecretStr = Field(SecretStr(""), validation_alias="DEEPGRAM_API_KEY")
    deepgram_url: str = Field("https://api.deepgram.com", validation_alias="DEEPGRAM_URL")
    """The simulator's address in the demo; the live doors are at the same place."""
    deepgram_model: str = Field("nova-3", validation_alias="DEEPGRAM_MODEL")
    """nova-3, or flux-general-en and flux-general-multi, which decide by the words when a caller has finished."""
    elevenlabs_api_key: SecretStr = Field(SecretStr(""), validation_alias="ELEVENLABS_API_KEY")
    elevenlabs_url: str = Field("https://api.elevenlabs.io", validation_alias="ELEVENLABS_URL")
    """The simulator's address in the demo; the WebSocket is at the same place."""
    elevenlabs_model: str = Field("eleven_flash_v2_5", validation_alias="ELEVENLABS_MODEL")
    elevenlabs_voice: str = Field("21m00Tcm4TlvDq8ikWAM", validation_alias="ELEVENLABS_VOICE")
    """Who speaks where an agent's own voice is none of ElevenLabs's."""
    groq_stt_model: str = Field("whisper-large-v3-turbo", validation_alias="GROQ_STT_MODEL")
    groq_tts_model: str = Field("canopylabs/orpheus-v1-english", validation_alias="GROQ_TTS_MODEL")
    groq_tts_voice: str = Field("hannah", validation_alias="GROQ_TTS_VOICE")
    """Likewise, when Groq speaks."""
    calls_per_tenant: int = Field(200, ge=1, validation_alias="CALLS_PER_TENANT")
    """Calls one tenant may have at once on one server process; the next one is refused."""
    call_max_minutes: int = Field(60, ge=1, le=1440, validation_alias="CALL_MAX_MINUTES")
    """After so long the caller is told that the time is over, and the call ends."""
    sample_rate: int = Field(16_000, ge=8_000, le=48_000, validation_alias="SAMPLE_RATE")
    """Samples a second of the audio that a browser sends, mono PCM16."""
    heygen_api_key: SecretStr = Field(SecretStr(""), validation_alias="HEYGEN_API_KEY")
    heygen_url: str = Field("https://api.heygen.com", validation_alias="HEYGEN_URL")
    """Where streaming tokens come from; another server that speaks HeyGen's wire, in tests."""
    heygen_avatar_id: str = Field("SilasHR_public", validation_alias="HEYGEN_AVATAR_ID")

    # --- the telephone ----------------------------------------------------------------------------------------------
    twilio_account_sid: str = Field("", validation_alias="TWILIO_ACCOUNT_SID")
    twilio_auth_token: SecretStr = Field(SecretStr(""), validation_alias="TWILIO_AUTH_TOKEN")
    """With it Twilio signs what it asks of us; empty: a pretend exchange on this machine."""
    twilio_number: str = Field("", validation_alias=AliasChoices("TWILIO_NUMBER", "TWILIO_PHONE_NUMBER"))
    """The number that calls of ours come from, E.164."""
    twilio_url: str = Field("https://api.twilio.com", validation_alias="TWILIO_URL")
    """The simulator's address in the demo."""
    public_url: str = Field("", validation_alias=AliasChoices("PUBLIC_URL", "PUBLIC_BASE_URL"))
    """Where the world reaches this house, as Twilio is told and signs it; empty: the address that the server listens at."""

    # --- Studio -----------------------------------------------------------------------------------------------------
    studio_tenant_id: str = Field("", validation_alias="STUDIO_TENANT_ID")
    """Whose agents a new thread in LangGraph Studio talks to; a production thread brings its own tenant."""

    @field_validator("groq_base_url")
    @classmethod
    def without_path(cls, url: str) -> str:
        """The Groq SDK appends /openai/v1 itself; a base that ends in it would double the path."""
        return url.rstrip("/").removesuffix("/openai/v1")

    @field_validator("public_url", "twilio_url")
    @classmethod
    def an_address(cls, url: str) -> str:
        """A scheme and a host, perhaps a path before ours, and no slash at the end."""
        if url and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", url):
            raise ValueError("an address is written as https://desk.example.org")
        return url.rstrip("/")

    @field_validator("twilio_number")
    @classmethod
    def in_e164(cls, number: str) -> str:
        if number and not re.fullmatch(r"\+[1-9]\d{6,14}", number):
            raise ValueError("a telephone number is written as +493012345678, with its country and without spaces")
        return number

    @field_validator("database_url")
    @classmethod
    def for_libpq(cls, url: str) -> str:
        """SQLAlchemy's `postgresql+driver://` is read as the `postgresql://` it stands for."""
        url = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url.strip())
        if url and "://" in url and not url.startswith("postgresql://"):
            raise ValueError("Switchboard keeps everything in PostgreSQL: postgresql://user:password@host/database")
        return url

    @field_validator("rate_limit_global")
    @classmethod
    def a_rate(cls, rate: str) -> str:
        """The notation of the limits library (and of SlowAPI, which uses it): `60/minute`, `100 per 5 minutes`."""
        if rate and not re.fullmatch(r"\d+ ?(/|per) ?(\d+ ?)?(second|minute|hour|day)s?", rate):
            raise ValueError("a rate is written as 60/minute or 100 per 5 minutes")
        return rate

    @field_validator("cors_origins")
    @classmethod
    def listed(cls, origins: str) -> str:
        """Origins may come as a JSON list too; none ends in a slash, because no browser sends it so."""
        try:
            given = json.loads(origins) if origins.strip().startswith("[") else origins.split(",")
        except ValueError as error:
            raise ValueError("origins are written as http://a,http://b or as a JSON list") from error
        return ",".join(dict.fromkeys(str(origin).strip().rstrip("/") for origin in given if origin))

    @model_validator(mode="after")
    def frontend_among_origins(self) -> Self:
        origins = [*self.cors_origins.split(","), self.frontend_url.strip().rstrip("/")]
        self.cors_origins = ",".join(dict.fromkeys(origin for origin in origins if origin))
        return self


@lru_cache
def settings() -> Settings:
    """The settings of this process, read on first use."""
    return Settings()


RETIRED = {
    "MONGODB_URL": "everything is kept in PostgreSQL: DATABASE_URL, or nothing for an embedded one",
    "MONGODB_DB_NAME": "everything is kept in PostgreSQL: the database is named in DATABASE_URL",
    "STT_MODEL": "speech is transcribed by Deepgram, not by a Whisper model of this size",
    "MAX_CONVERSATION_HISTORY": "the transcript keeps everything; the model is shown the last two turns",
}
"""Variables of the documents this grew from that have nothing left to set, and what took their place."""


def retired_variables(environ: Mapping[str, str | None] | None = None) -> list[str]:
    """One warning for each retired variable that is set, in `environ` or else in the environment and `.env`."""
    if environ is None:
        environ = {**dotenv_values(".env"), **os.environ}
    return [f"{name} is set and means nothing: {instead}." for name, instead in RETIRED.items() if environ.get(name)]
