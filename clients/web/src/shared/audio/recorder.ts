/** Records a short clip inside the browser: for hearing oneself before the interview. Never sent. */

export interface Recording {
  /** Ends the recording and returns it. */
  finish(): Promise<Blob>;
  /** Ends it and drops what was recorded. */
  drop(): void;
}

export function record(stream: MediaStream): Recording {
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.start();
  return {
    finish() {
      return new Promise((resolve) => {
        recorder.addEventListener("stop", () => resolve(new Blob(pieces, { type: recorder.mimeType })), {
          once: true,
        });
        recorder.stop();
      });
    },
    drop() {
      if (recorder.state !== "inactive") recorder.stop();
      pieces.length = 0;
    },
  };
}

export function canRecord(): boolean {
  return typeof MediaRecorder === "function";
}
