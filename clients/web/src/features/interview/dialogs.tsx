/** The interview page's questions: leave? which devices? which keys? */
import { useEffect, useState } from "react";
import { devices, listDevices } from "@/shared/audio/microphone";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { Choice, SelectField } from "@/shared/ui/field";
import { SHORTCUTS } from "./shortcuts";

interface Controlled {
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function LeaveDialog({ onLeave, ...controlled }: Controlled & { onLeave(): void }) {
  return (
    <Dialog
      {...controlled}
      title="End the interview?"
      description="What you have said so far is kept and read. If you only need a break, pause instead: you can come back with the same link."
    >
      <div className="flex flex-wrap gap-3">
        <Button tone="primary" onClick={() => controlled.onOpenChange(false)}>
          Stay
        </Button>
        <Button tone="danger" onClick={onLeave}>
          End the interview
        </Button>
      </div>
    </Dialog>
  );
}

export function KeysDialog({
  enabled,
  onEnable,
  ...controlled
}: Controlled & { enabled: boolean; onEnable(enabled: boolean): void }) {
  return (
    <Dialog {...controlled} title="Keys">
      <dl className="grid gap-2">
        {SHORTCUTS.map(({ key, what }) => (
          <div key={key} className="flex items-center gap-4">
            <dt>
              <kbd className="inline-grid size-8 place-items-center rounded-small border border-edge bg-raised font-mono">
                {key}
              </kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Choice
        kind="checkbox"
        label="Use these keys"
        hint="Turn them off if they get in the way of a screen reader or of speech input."
        checked={enabled}
        onChange={(event) => onEnable(event.target.checked)}
      />
    </Dialog>
  );
}

function useDevices(kind: "audioinput" | "audiooutput"): MediaDeviceInfo[] {
  const [found, setFound] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    void listDevices(kind).then(setFound);
  }, [kind]);
  return found;
}

function DeviceSelect(props: {
  kind: "audioinput" | "audiooutput";
  label: string;
  chosen: string;
  onChoose(deviceId: string): void;
}) {
  const found = useDevices(props.kind);
  return (
    <SelectField
      label={props.label}
      value={props.chosen}
      onChange={(event) => props.onChoose(event.target.value)}
    >
      <option value="">The system's choice</option>
      {found.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || `${props.label} ${index + 1}`}
        </option>
      ))}
    </SelectField>
  );
}

interface DevicesDialogProps extends Controlled {
  speaks: boolean;
  onMicrophone(): void;
  onSpeaker(deviceId: string): void;
}

export function DevicesDialog({ speaks, onMicrophone, onSpeaker, ...controlled }: DevicesDialogProps) {
  const [microphone, setMicrophone] = useState(devices.microphone);
  const [speaker, setSpeaker] = useState(devices.speaker);
  return (
    <Dialog {...controlled} title="Sound">
      {speaks && (
        <DeviceSelect
          kind="audioinput"
          label="Microphone"
          chosen={microphone}
          onChoose={(deviceId) => {
            devices.chooseMicrophone(deviceId);
            setMicrophone(deviceId);
            onMicrophone();
          }}
        />
      )}
      <DeviceSelect
        kind="audiooutput"
        label="Speaker"
        chosen={speaker}
        onChoose={(deviceId) => {
          devices.chooseSpeaker(deviceId);
          setSpeaker(deviceId);
          onSpeaker(deviceId);
        }}
      />
    </Dialog>
  );
}
