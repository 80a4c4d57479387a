import { beforeEach, describe, expect, it, vi } from "vitest";
import { devices, openMicrophone } from "./microphone";

const STREAM = {} as MediaStream;
let asked: MediaStreamConstraints[] = [];
let answers: (MediaStream | string)[] = [];

beforeEach(() => {
  asked = [];
  answers = [];
  vi.stubGlobal("RTCPeerConnection", class {});
  Object.defineProperty(navigator, "mediaDevices", {
    configurable: true,
    value: {
      getUserMedia: async (wanted: MediaStreamConstraints) => {
        asked.push(wanted);
        const answer = answers.shift() ?? STREAM;
        if (typeof answer === "string") throw new DOMException("no", answer);
        return answer;
      },
    },
  });
});

describe("opening the microphone", () => {
  it.each([
    ["NotAllowedError", "denied"],
    ["NotFoundError", "none"],
    ["NotReadableError", "busy"],
    ["SomethingNewError", "busy"],
  ])("calls %s %s", async (name, problem) => {
    answers = [name];

    await expect(openMicrophone()).rejects.toMatchObject({ problem });
  });

  it("says that a browser without calls is unsupported, without asking for anything", async () => {
    vi.stubGlobal("RTCPeerConnection", undefined);

    await expect(openMicrophone()).rejects.toMatchObject({ problem: "unsupported" });
    expect(asked).toEqual([]);
  });

  it("falls back to the system's choice when the chosen one is gone", async () => {
    devices.chooseMicrophone("headset");
    answers = ["OverconstrainedError", STREAM];

    await expect(openMicrophone()).resolves.toBe(STREAM);

    expect(asked).toHaveLength(2);
    expect(asked[0]?.audio).toMatchObject({ deviceId: { exact: "headset" } });
    expect(asked[1]?.audio).not.toHaveProperty("deviceId");
  });
});
