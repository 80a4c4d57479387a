/** Runs one interview's call for as long as its page is open. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { liveUrl, sendOffer } from "@/shared/api/candidate";
import { levelsOf } from "@/shared/audio/levels";
import { closeStream, openMicrophone } from "@/shared/audio/microphone";
import { type CallPorts, InterviewCall } from "./call";
import { openLiveFeed } from "./live-feed";
import { beTheOneTab } from "./one-tab";
import { connectPeer } from "./peer";

function portsFor(token: string): CallPorts {
  return {
    openMicrophone,
    dial: (microphone) => connectPeer(microphone, async (sdp) => (await sendOffer(token, sdp)).sdp),
    openFeed: (onMessage) => openLiveFeed(liveUrl(token), onMessage),
    levelsOf,
    closeStream,
  };
}

export function useCall(token: string, sessionId: string, speaks: boolean) {
  const [call, setCall] = useState(() => new InterviewCall(portsFor(token), { speaks }));
  const snapshot = useSyncExternalStore(call.subscribe, call.snapshot);
  useEffect(() => {
    const tab = beTheOneTab(sessionId, () => call.stop({ kind: "taken_over" }));
    void call.run();
    return () => {
      tab.close();
      call.stop();
    };
  }, [call, sessionId]);
  const again = () => setCall(new InterviewCall(portsFor(token), { speaks }));
  return { call, snapshot, again };
}
