import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, offlineError } from "@/shared/api/errors";
import type { LiveMessage } from "@/shared/api/types";
import { MicrophoneError } from "@/shared/audio/microphone";
import { ScriptedPorts } from "../../../../tests/scripted-call";
import { InterviewCall } from "./call";
import { interviewerState } from "./interviewer-state";

const SNAPSHOT: LiveMessage = {
  type: "snapshot",
  status: "in_progress",
  state: "listening",
  section: { kind: "technical", title: "Technical", index: 1, count: 6 },
  time_left_s: 600,
  muted: false,
  paused: false,
  typed: false,
  pace: "normal",
  captions: [],
};

function refused(code: string, status: number): ApiError {
  return new ApiError({ code, message: "No.", fix: "Do this." }, status);
}

async function started(ports: ScriptedPorts, speaks = true): Promise<InterviewCall> {
  const call = new InterviewCall(ports, { speaks });
  void call.run();
  await vi.advanceTimersByTimeAsync(0);
  return call;
}

function stateOf(call: InterviewCall) {
  const { link, conversation, muted } = call.snapshot();
  return interviewerState(link, conversation, muted);
}

beforeEach(() => {
  vi.useFakeTimers();
});

describe("a call", () => {
  it("listens once the line is up and the snapshot has come", async () => {
    const ports = new ScriptedPorts();

    const call = await started(ports);
    expect(stateOf(call)).toEqual({ kind: "connecting" });
    ports.say(SNAPSHOT);

    expect(stateOf(call)).toEqual({ kind: "listening", muted: false });
  });

  it("comes back by itself after a drop, with the same microphone and the same live events", async () => {
    const ports = new ScriptedPorts("ok");
    const call = await started(ports);
    ports.say(SNAPSHOT);

    ports.peer.drop();
    await vi.advanceTimersByTimeAsync(0);
    const meanwhile = stateOf(call);
    await vi.advanceTimersByTimeAsync(500);

    expect(meanwhile).toMatchObject({ kind: "reconnecting", attempt: 1 });
    expect(stateOf(call).kind).toBe("listening");
    expect(ports.peers).toHaveLength(2);
    expect(ports.microphones).toHaveLength(1);
    expect(ports.feeds).toBe(1);
  });

  it("never gives up while the network is away, and waits longer each time up to five seconds", async () => {
    const ports = new ScriptedPorts(...Array.from({ length: 20 }, () => offlineError()));
    const call = await started(ports);

    await vi.advanceTimersByTimeAsync(60_000);
    expect(stateOf(call)).toMatchObject({ kind: "reconnecting", offline: true });
    await vi.advanceTimersByTimeAsync(60_000);

    expect(call.snapshot().link.kind).toBe("live");
  });

  it("tries at once when asked to", async () => {
    const ports = new ScriptedPorts(offlineError(), offlineError(), offlineError(), offlineError());
    const call = await started(ports);
    await vi.advanceTimersByTimeAsync(3_600);
    expect(ports.script).toHaveLength(0);

    call.retryNow();
    await vi.advanceTimersByTimeAsync(0);

    expect(call.snapshot().link.kind).toBe("live");
  });

  it("waits for models that are still loading instead of failing", async () => {
    const ports = new ScriptedPorts(refused("unavailable", 503));

    const call = await started(ports);
    expect(stateOf(call)).toEqual({ kind: "waiting" });
    await vi.advanceTimersByTimeAsync(2_000);

    expect(call.snapshot().link.kind).toBe("live");
  });

  it("says which problem the microphone has and does not call without it", async () => {
    const ports = new ScriptedPorts();
    ports.microphoneError = new MicrophoneError("denied");

    const call = await started(ports);

    expect(stateOf(call)).toEqual({ kind: "failed", failure: { reason: "microphone", problem: "denied" } });
    expect(ports.peers).toHaveLength(0);
  });

  it("never touches the microphone of someone who types", async () => {
    const ports = new ScriptedPorts();

    const call = await started(ports, false);

    expect(call.snapshot().link.kind).toBe("live");
    expect(ports.microphones).toHaveLength(0);
  });

  it("stops with the reason when consent is missing", async () => {
    const call = await started(new ScriptedPorts(refused("consent_missing", 403)));

    expect(stateOf(call)).toMatchObject({
      kind: "failed",
      failure: { reason: "consent_missing", fix: "Do this." },
    });
  });

  it("silences the microphone here before the server knows, and stays muted after a drop", async () => {
    const ports = new ScriptedPorts("ok");
    const call = await started(ports);

    call.mute(true);
    expect(ports.microphones[0]?.track.enabled).toBe(false);
    expect(ports.sent).toEqual([{ command: "mute" }]);
    ports.peer.drop();
    await vi.advanceTimersByTimeAsync(1_000);

    expect(call.snapshot().muted).toBe(true);
    expect(ports.microphones[0]?.track.enabled).toBe(false);
  });

  it("tells the server that it is muted when the connection to it is new", async () => {
    const ports = new ScriptedPorts();
    const call = await started(ports);
    call.mute(true);
    ports.sent.length = 0;

    ports.say({ ...SNAPSHOT, muted: false });

    expect(ports.sent).toEqual([{ command: "mute" }]);
  });

  it("stays muted for whoever reloads the page while muted", async () => {
    const ports = new ScriptedPorts();
    const call = await started(ports);

    ports.say({ ...SNAPSHOT, muted: true });

    expect(stateOf(call)).toEqual({ kind: "listening", muted: true });
    expect(ports.microphones[0]?.track.enabled).toBe(false);
    expect(ports.sent).toEqual([]);
  });

  it("lets go of the microphone and the line when the interview ends", async () => {
    const ports = new ScriptedPorts();
    const call = await started(ports);
    ports.say(SNAPSHOT);

    ports.say({ type: "ended", reason: "completed" });
    await vi.advanceTimersByTimeAsync(0);

    expect(stateOf(call)).toEqual({ kind: "over" });
    expect(ports.microphones[0]?.track.stopped).toBe(true);
    expect(ports.peer.closed).toBe(true);
  });

  it("steps back for good when it was opened elsewhere", async () => {
    const ports = new ScriptedPorts();
    const call = await started(ports);

    ports.say({ type: "notice", code: "opened_elsewhere", text: "" });
    await vi.advanceTimersByTimeAsync(60_000);

    expect(stateOf(call)).toEqual({ kind: "taken_over" });
    expect(ports.peers).toHaveLength(1);
  });

  it("counts the time left only while connected and not paused", async () => {
    const ports = new ScriptedPorts();
    const call = await started(ports);
    ports.say(SNAPSHOT);

    await vi.advanceTimersByTimeAsync(3_000);
    expect(call.snapshot().conversation.timeLeftS).toBe(597);
    ports.say({ type: "paused", paused: true });
    await vi.advanceTimersByTimeAsync(10_000);

    expect(call.snapshot().conversation.timeLeftS).toBe(597);
  });
});
