/** Runs one interview's call for as long as its page is open. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { liveUrl, sendOffer } from "@/shared/api/candidate";
import type { CandidateView } from "@/shared/api/types";
import { levelsOf } from "@/shared/audio/levels";
import { closeStream, openMicrophone } from "@/shared/audio/microphone";
import { type CallPorts, InterviewCall } from "./call";
import { openLiveFeed } from "./live-feed";
import { beTheOneTab } from "./one-tab";
import { connectPeer } from "./peer";

/** What the call needs to get through other networks, as the browser takes it. */
function browsersIceServers(view: CandidateView): RTCIceServer[] {
  return view.ice_servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username && credential ? { username, credential } : {}),
  }));
}

function portsFor(token: string, view: CandidateView): CallPorts {
  const exchange = async (sdp: string) => (await sendOffer(token, sdp)).sdp;
  return {
    openMicrophone,
    dial: (microphone) => connectPeer(microphone, exchange, browsersIceServers(view)),
    openFeed: (onMessage) => openLiveFeed(liveUrl(token), onMessage),
    levelsOf,
    closeStream,
  };
}

export function useCall(token: string, view: CandidateView, speaks: boolean) {
  const sessionId = view.session_id;
  const [call, setCall] = useState(() => new InterviewCall(portsFor(token, view), { speaks }));
  const snapshot = useSyncExternalStore(call.subscribe, call.snapshot);
  useEffect(() => {
    const tab = beTheOneTab(sessionId, () => call.stop({ kind: "taken_over" }));
    void call.run();
    return () => {
      tab.close();
      call.stop();
    };
  }, [call, sessionId]);
  const again = () => setCall(new InterviewCall(portsFor(token, view), { speaks }));
  return { call, snapshot, again };
}
