/** Opening the microphone, and saying plainly why it did not open. Called only after consent is stored. */

export type MicrophoneProblem = "denied" | "none" | "busy" | "unsupported";

export class MicrophoneError extends Error {
  override readonly name = "MicrophoneError";
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem) {
    super(`microphone: ${problem}`);
    this.problem = problem;
  }
}

const PROBLEMS: Record<string, MicrophoneProblem> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

const CHOSEN_MICROPHONE = "vivavoce.microphone";
const CHOSEN_SPEAKER = "vivavoce.speaker";

export function canTalk(): boolean {
  return typeof RTCPeerConnection === "function" && Boolean(navigator.mediaDevices?.getUserMedia);
}

function stored(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

export const devices = {
  microphone: () => stored(CHOSEN_MICROPHONE),
  speaker: () => stored(CHOSEN_SPEAKER),
  chooseMicrophone: (id: string) => store(CHOSEN_MICROPHONE, id),
  chooseSpeaker: (id: string) => store(CHOSEN_SPEAKER, id),
};

/** Opens the chosen microphone, or the default one when that is gone; throws `MicrophoneError`. */
export async function openMicrophone(deviceId = devices.microphone()): Promise<MediaStream> {
  if (!canTalk()) throw new MicrophoneError("unsupported");
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    const problem = PROBLEMS[error instanceof DOMException ? error.name : ""] ?? "busy";
    if (problem === "none" && deviceId) return openMicrophone("");
    throw new MicrophoneError(problem);
  }
}

export function closeStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

export async function listDevices(kind: "audioinput" | "audiooutput"): Promise<MediaDeviceInfo[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter((device) => device.kind === kind && device.deviceId !== "");
}

/** Plays an element through the chosen speaker where the browser can (it is then remembered). */
export async function playThrough(element: HTMLAudioElement, deviceId = devices.speaker()): Promise<void> {
  if (!deviceId || !("setSinkId" in element)) return;
  await element.setSinkId(deviceId).catch(() => undefined); // unplugged since: the default one plays
}
