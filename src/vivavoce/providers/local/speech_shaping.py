"""What synthesis leaves to do: trim silence, set loudness and pitch, add the pause that the punctuation asks for."""

import numpy as np
import numpy.typing as npt

TARGET_DBFS = -20.0
"""Root mean square of the parts that sound."""
_KNEE, _CEILING = 0.5, 0.85
"""Above the knee samples are bent, below the ceiling of about −1.4 dBFS: speech has short peaks far above its mean."""
_AUDIBLE_DB = -40.0
"""Below the loudest window by more than this is silence."""
_WINDOW_S, _LEAD_S, _TAIL_S = 0.01, 0.015, 0.045

type _Floats = npt.NDArray[np.float32]


def shaped(speech: _Floats, *, sample_rate_hz: int, pitch: float, pause_s: float) -> bytes:
    """Return 16-bit samples of even loudness, with no silence but a breath around it and the pause behind it."""
    if pitch != 1.0:
        speech = _resampled(speech, round(speech.size / pitch))
    window = max(1, round(_WINDOW_S * sample_rate_hz))
    loudness = _window_rms(speech, window)
    audible = np.flatnonzero(loudness > loudness.max(initial=0.0) * 10 ** (_AUDIBLE_DB / 20))
    if loudness.max(initial=0.0) < 1e-4 or audible.size == 0:
        return bytes(2 * round(pause_s * sample_rate_hz))
    start = max(0, int(audible[0]) * window - round(_LEAD_S * sample_rate_hz))
    end = min(speech.size, (int(audible[-1]) + 1) * window + round(_TAIL_S * sample_rate_hz))
    level = float(np.sqrt(np.mean(loudness[audible] ** 2)))
    spoken = speech[start:end]
    spoken = _limited(spoken * (10 ** (TARGET_DBFS / 20) / level)) * _fades(
        spoken.size, start_samples=start and window, end_samples=window
    )
    pause = bytes(2 * round(pause_s * sample_rate_hz))
    return bytes(np.round(spoken * 32767).astype("<i2").tobytes() + pause)


def _window_rms(speech: _Floats, window: int) -> _Floats:
    whole = speech[: speech.size // window * window].reshape(-1, window)
    rms: _Floats = np.sqrt(np.mean(whole**2, axis=1))
    return rms


def _limited(speech: _Floats) -> _Floats:
    excess = np.maximum(np.abs(speech) - _KNEE, 0)
    room = _CEILING - _KNEE
    limited: _Floats = (np.sign(speech) * (np.minimum(np.abs(speech), _KNEE) + room * np.tanh(excess / room))).astype(
        np.float32
    )
    return limited


def _fades(size: int, *, start_samples: int, end_samples: int) -> _Floats:
    """Keep cuts from clicking."""
    curve = np.ones(size, dtype=np.float32)
    curve[:start_samples] = np.linspace(0, 1, start_samples)[:size]
    curve[max(0, size - end_samples) :] *= np.linspace(1, 0, min(end_samples, size))
    return curve


def _resampled(speech: _Floats, size: int) -> _Floats:
    """Change the length, and with it the pitch, without touching what the rate can carry."""
    spectrum = np.fft.rfft(speech)
    wanted = size // 2 + 1
    spectrum = spectrum[:wanted] if wanted < spectrum.size else np.pad(spectrum, (0, wanted - spectrum.size))
    resampled: _Floats = (np.fft.irfft(spectrum, size) * (size / max(1, speech.size))).astype(np.float32)
    return resampled
