"""Every setting of the platform, in one class; read from the environment (prefix ``VIVAVOCE_``) or a ``.env`` file."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from vivavoce.domain.errors import ConfigurationError

PLACEHOLDERS = frozenset({"changeme", "change-me", "secret", "password", "example", "placeholder", "todo"})
REPOSITORY = Path(__file__).parents[3]


class Settings(BaseSettings):
    """What an operator can set. Defaults make `vivavoce run` work with nothing set, no key and no network."""

    model_config = SettingsConfigDict(env_prefix="VIVAVOCE_", env_file=".env", extra="ignore", frozen=True)

    # --- where it runs
    production: bool = False
    """Refuses what is fine on a laptop only: placeholder secrets, cookies without https."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: str = ""
    """As candidates reach it, such as https://interviews.example.org; empty = http://host:port."""
    organisation: str = "Your organisation"
    contact_email: str = "people@example.org"
    """A human whom candidates can reach; shown on every candidate page."""

    practice_open: bool = False
    """Anybody who reaches the site may open a practice space of their own; else `vivavoce practice-link` makes links."""

    # --- data
    data_dir: Path = Field(default_factory=lambda: user_data_path("vivavoce"))
    database_url: SecretStr = SecretStr("")
    """postgresql://…; empty = an own PostgreSQL started in the data directory."""
    objects_url: str = ""
    """s3://bucket/prefix, gs://…, az://… or a folder; empty = a folder in the data directory."""
    master_key_file: Path | None = None
    """Wraps every session's data key; empty = made on first use in the data directory."""

    # --- models that run here
    moonshine_model_dir: Path | None = None
    whisper_model_dir: Path | None = None
    """A CTranslate2 Whisper model that hears instead of Moonshine: any language, any size, slower."""
    piper_voice: Path | None = None
    minilm_model: Path | None = None
    minilm_tokenizer: Path | None = None
    check_model_files: bool = True
    """Compare shipped model files with their pinned sha256 at start."""

    # --- any OpenAI-compatible endpoint instead of a model that runs here
    stt_url: str = ""
    stt_model: str = ""
    stt_key: SecretStr = SecretStr("")
    tts_url: str = ""
    tts_model: str = ""
    tts_voice: str = "alloy"
    tts_key: SecretStr = SecretStr("")
    llm_url: str = ""
    llm_model: str = ""
    llm_key: SecretStr = SecretStr("")

    # --- vendors
    providers_file: Path | None = None
    """Laid over the shipped providers.yaml: who speaks, hears and thinks, and the policies that choose among them."""
    prices_file: Path | None = None
    """In place of the shipped price book."""

    # --- calls
    ice_servers: Annotated[tuple[str, ...], NoDecode] = ()
    """stun:… or turn:user:password@host:port, separated by commas; none are needed on one machine or network."""
    max_calls: Annotated[int, Field(ge=1, le=1000)] = 8
    away_minutes: Annotated[float, Field(gt=0)] = 30.0
    """How long an interview waits for a candidate who lost the connection."""

    # --- what operators see
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_json: bool = False
    log_personal_data: bool = False
    web_dir: Path = REPOSITORY / "clients" / "web" / "dist"

    @field_validator("ice_servers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _whole_slots(self) -> "Settings":
        for slot in ("stt", "tts", "llm"):
            url, model = getattr(self, f"{slot}_url"), getattr(self, f"{slot}_model")
            if bool(url) != bool(model):
                missing = f"VIVAVOCE_{slot.upper()}_{'MODEL' if url else 'URL'}"
                raise ValueError(f"{missing} is missing: an endpoint needs both its URL and its model's name")
        return self

    @model_validator(mode="after")
    def _fit_for_production(self) -> "Settings":
        if not self.production:
            return self
        for name in ("stt_key", "tts_key", "llm_key", "database_url"):
            if any(
                word in PLACEHOLDERS
                for word in getattr(self, name).get_secret_value().lower().replace(":", "@").split("@")
            ):
                raise ValueError(f"VIVAVOCE_{name.upper()} holds a placeholder: set the real secret")
        if not self.public_url.startswith("https://"):
            raise ValueError(
                "VIVAVOCE_PUBLIC_URL must be an https:// address in production: browsers give no microphone without it"
            )
        if self.contact_email.endswith("@example.org"):
            raise ValueError("VIVAVOCE_CONTACT_EMAIL must be a person candidates can reach in production")
        return self

    @cached_property
    def url(self) -> str:
        """The address links are made with, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def key_file(self) -> Path:
        return self.master_key_file or self.data_dir / "master.key"


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raise `ConfigurationError` naming each wrong one and what to do."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates
    except ValidationError as error:
        faults = [
            f"VIVAVOCE_{str(fault['loc'][0]).upper()}: {fault['msg']}"
            if fault["loc"]
            else fault["msg"].removeprefix("Value error, ")
            for fault in error.errors()
        ]
        raise ConfigurationError("; ".join(faults), fix="Correct the environment (or .env) and start again.") from None
