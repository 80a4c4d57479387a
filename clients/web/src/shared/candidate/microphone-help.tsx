/** Why the microphone did not open, and what to do, in the words of the person in front of it. */
import type { MicrophoneProblem } from "../audio/microphone";
import { Notice } from "../ui/notice";

const HELP: Record<MicrophoneProblem, { title: string; steps: string[] }> = {
  denied: {
    title: "Your browser does not let this page use the microphone",
    steps: [
      "Press the icon at the left end of the address bar and allow the microphone for this page.",
      "On a phone, also check that the browser itself may use the microphone, in the system's settings.",
      "Then press “Try again”.",
    ],
  },
  none: {
    title: "No microphone was found",
    steps: [
      "Plug in a headset or connect one by Bluetooth.",
      "If it is connected, choose it in the system's sound settings.",
      "Then press “Try again”.",
    ],
  },
  busy: {
    title: "The microphone could not be started",
    steps: [
      "Close other programs that use it: video calls, recorders.",
      "Unplug the headset and plug it in again.",
      "Then press “Try again”.",
    ],
  },
  unsupported: {
    title: "This browser cannot make calls",
    steps: [
      "Open your link in a current version of Chrome, Edge, Firefox or Safari.",
      "If the address does not begin with https, use the one from your invitation.",
    ],
  },
};

export function MicrophoneHelp({ problem }: { problem: MicrophoneProblem }) {
  const { title, steps } = HELP[problem];
  return (
    <Notice tone="danger" title={title} live="alert">
      <ol className="mt-1 list-decimal pl-5">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Notice>
  );
}
