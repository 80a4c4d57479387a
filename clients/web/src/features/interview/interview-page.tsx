/** The live interview: the voice, the words, and everything the candidate can do meanwhile. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { CandidateView } from "@/shared/api/types";
import { devices } from "@/shared/audio/microphone";
import { Banners } from "./banners";
import { interviewerState } from "./call/interviewer-state";
import { useCall } from "./call/use-call";
import { Captions } from "./captions";
import { DevicesDialog, KeysDialog, LeaveDialog } from "./dialogs";
import { Moments, type PracticeTalk } from "./moments";
import { usePreferences } from "./preferences";
import { ProgressBar } from "./progress-bar";
import { RemoteVoice } from "./remote-voice";
import { useShortcuts } from "./shortcuts";
import { Stage } from "./stage";
import { type MenuEntry, Toolbar } from "./toolbar";
import { TypedAnswer } from "./typed-answer";
import { useWakeLock } from "./wake-lock";

interface InterviewPageProps {
  token: string;
  view: CandidateView;
  speaks: boolean;
  onOver(): void;
  onTakenOver(): void;
  onChoices(): void;
  /** Switches to typing for the rest of the interview. */
  onTypeInstead(): void;
  /** The way to a person, as a dialog. */
  help(control: { open: boolean; onOpenChange(open: boolean): void }): ReactNode;
  /** Practice: led by a coach, whose remarks can be listened to. */
  practice?: PracticeTalk;
}

type Open = "leave" | "devices" | "keys" | "help" | null;

function namesOf(practice: PracticeTalk | undefined, view: CandidateView) {
  return practice
    ? { name: `Practice: ${view.role_title}`, them: "Coach" }
    : { name: `Interview: ${view.role_title}`, them: "Interviewer" };
}

export function InterviewPage({ token, view, speaks, help, practice, ...on }: InterviewPageProps) {
  const { call, snapshot, again } = useCall(token, view, speaks);
  const { conversation, muted, link, quality, remote, theirs, mine } = snapshot;
  const state = interviewerState(link, conversation, muted);
  const [preferences, prefer] = usePreferences(view.accommodations.captions);
  const [typing, setTyping] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const [speaker, setSpeaker] = useState(devices.speaker);
  const control = (which: Open) => ({
    open: open === which,
    onOpenChange: (wanted: boolean) => setOpen(wanted ? which : null),
  });

  const { name, them } = namesOf(practice, view);
  const mutedBefore = useRef(false);
  const stuck = state.kind === "failed" || state.kind === "waiting";
  const leaving = useRef(on);
  leaving.current = on;
  useEffect(() => {
    if (state.kind === "over") leaving.current.onOver();
    if (state.kind === "taken_over") leaving.current.onTakenOver();
  }, [state.kind]);
  useWakeLock(state.kind !== "failed" && state.kind !== "over");
  useEffect(() => {
    document.title = `${name} · Viva Voce`;
  }, [name]);

  const type = (wanted: boolean): void => {
    if (!speaks || wanted === typing) return;
    setTyping(wanted);
    if (wanted) mutedBefore.current = muted;
    call.mute(wanted || mutedBefore.current);
  };
  const actions = {
    mute: () => speaks && !typing && call.mute(!muted),
    moment: () => call.send({ command: "moment" }),
    repeat: () => call.send({ command: "repeat" }),
    type: () => type(!typing),
    pause: () => call.send({ command: conversation.paused ? "resume" : "pause" }),
  };
  useShortcuts(preferences.shortcuts && link.kind === "live", {
    m: actions.mute,
    g: actions.moment,
    r: actions.repeat,
    t: actions.type,
    p: actions.pause,
    "?": () => setOpen("keys"),
  });

  const more: MenuEntry[] = [
    {
      label: "Captions",
      checked: preferences.captions,
      onSelect: () => prefer({ captions: !preferences.captions }),
    },
    {
      label: "Screen reader reads captions",
      checked: preferences.announceCaptions,
      onSelect: () => prefer({ announceCaptions: !preferences.announceCaptions }),
    },
    {
      label: "Time left",
      checked: preferences.timeLeft,
      onSelect: () => prefer({ timeLeft: !preferences.timeLeft }),
    },
    { label: "Skip this question", onSelect: () => call.send({ command: "skip" }) },
    { label: "Sound devices", onSelect: () => setOpen("devices") },
    { label: "Keys", onSelect: () => setOpen("keys") },
    { label: "Talk to a person", onSelect: () => setOpen("help") },
    { label: "End the interview", danger: true, onSelect: () => setOpen("leave") },
  ];

  return (
    <main id="main" className="mx-auto flex w-full max-w-page grow flex-col gap-4 px-4 pt-4 lg:px-6">
      <h1 className="sr-only">{name}</h1>
      <ProgressBar
        section={conversation.section}
        timeLeftS={preferences.timeLeft ? conversation.timeLeftS : null}
        quality={quality}
      />
      <div className="flex min-h-0 grow flex-col gap-4 lg:grid lg:grid-cols-[22rem_1fr] lg:grid-rows-[minmax(0,1fr)] lg:gap-10">
        <div className="grid content-start gap-4 lg:content-center">
          <Stage state={state} theirs={theirs} mine={mine} typing={typing || !speaks} />
          <RemoteVoice stream={remote} speaker={speaker} />
        </div>
        <div className="flex min-h-0 grow flex-col gap-4">
          <Banners
            state={state}
            notice={conversation.notice}
            onRetryNow={() => call.retryNow()}
            onAgain={again}
            onType={on.onTypeInstead}
            onChoices={on.onChoices}
          />
          <Moments
            practice={practice}
            conversation={conversation}
            speaks={speaks}
            muted={muted}
            onMute={(wanted) => call.mute(wanted)}
            onHeard={() => call.send({ command: "repeat" })}
          />
          {preferences.captions && !(stuck && conversation.captions.length === 0) && (
            <Captions captions={conversation.captions} announce={preferences.announceCaptions} them={them} />
          )}
          {(typing || !speaks) && (
            <TypedAnswer
              sessionId={view.session_id}
              autoFocus={typing}
              onWriting={() => call.send({ command: "typing" })}
              onSend={(text) => call.send({ command: "typed", text })}
              onClose={speaks ? () => type(false) : undefined}
            />
          )}
        </div>
      </div>
      <div
        // While typing on a phone, the keyboard needs the room more than the tools do.
        className={`bottom-0 z-20 -mx-4 border-line border-t bg-ground px-4 py-3 lg:sticky lg:-mx-6 lg:px-6 ${typing || !speaks ? "" : "sticky"}`}
      >
        <Toolbar
          speaks={speaks}
          muted={muted}
          paused={conversation.paused}
          typing={typing}
          live={link.kind === "live"}
          hears={mine !== null}
          shortcuts={preferences.shortcuts}
          pace={conversation.pace}
          onPace={(pace) => call.send({ command: "pace", pace })}
          onMute={actions.mute}
          onMoment={actions.moment}
          onRepeat={actions.repeat}
          onType={actions.type}
          onPause={actions.pause}
          more={more}
        />
      </div>
      <LeaveDialog {...control("leave")} onLeave={() => call.send({ command: "leave" })} />
      <DevicesDialog
        {...control("devices")}
        speaks={speaks}
        onMicrophone={() => void call.changeMicrophone()}
        onSpeaker={setSpeaker}
      />
      <KeysDialog
        {...control("keys")}
        enabled={preferences.shortcuts}
        onEnable={(shortcuts) => prefer({ shortcuts })}
      />
      {help(control("help"))}
    </main>
  );
}
