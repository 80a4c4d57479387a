/** Chooses among the microphones or speakers this machine has. */
import { useEffect, useState } from "react";
import { listDevices } from "@/shared/audio/microphone";
import { SelectField } from "@/shared/ui/field";

interface DevicePickerProps {
  kind: "audioinput" | "audiooutput";
  label: string;
  chosen: string;
  onChoose(deviceId: string): void;
}

export function DevicePicker({ kind, label, chosen, onChoose }: DevicePickerProps) {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return;
    const look = () => void listDevices(kind).then(setDevices);
    look();
    media.addEventListener("devicechange", look);
    return () => media.removeEventListener("devicechange", look);
  }, [kind]);

  if (devices.length < 2) return null;
  return (
    <SelectField label={label} value={chosen} onChange={(event) => onChoose(event.target.value)}>
      {!devices.some(({ deviceId }) => deviceId === chosen) && <option value="">The system's choice</option>}
      {devices.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || `${label} ${index + 1}`}
        </option>
      ))}
    </SelectField>
  );
}
