/** How the gaps feel to people: turns by band, as bars of one common length. */
import type { Latency } from "@/shared/api/operations";
import { bandInWords } from "./figures";

export function BandBars({ bands }: { bands: Latency["bands"] }) {
  const most = Math.max(1, ...bands.map((band) => band.turns));
  return (
    <section aria-labelledby="bands-title">
      <h2 id="bands-title" className="text-lead">
        How the gaps feel
      </h2>
      <ul className="mt-3 grid max-w-column gap-3">
        {bands.map((band, place) => (
          <li key={band.band}>
            <div className="flex justify-between gap-4">
              <span>{bandInWords(bands, place)}</span>
              <span className="figures">
                {band.turns}
                <span className="sr-only"> turns</span>
              </span>
            </div>
            <div className="mt-1 h-3 rounded-small bg-sunk" aria-hidden="true">
              <div
                className={`h-full rounded-small ${place < 3 ? "bg-accent" : "bg-danger"}`}
                style={{ width: `${(100 * band.turns) / most}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
