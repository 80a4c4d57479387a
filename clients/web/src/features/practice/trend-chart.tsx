/** One figure over the practices so far: a line through its points, over the range the coach compares with. */
import { useEffect, useRef, useState } from "react";
import type { PracticeRanges } from "@/shared/api/types";
import { date } from "@/shared/format";
import { type Metric, rangeInWords } from "./figures";

export interface Point {
  id: string;
  at: string;
  value: number;
}

const HEIGHT = 168;
const LEFT = 44;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 28;

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  useEffect(() => {
    const element = box.current;
    if (!element || !("ResizeObserver" in globalThis)) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(200, entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

/** "Pace over 4 practices: from 96 to 142 words a minute." */
export function summaryOf(metric: Metric, points: readonly Point[]): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return `${metric.title}: not measured yet.`;
  if (points.length === 1)
    return `${metric.title}: ${metric.write(last.value)} ${metric.unit} in one practice.`;
  const change = `from ${metric.write(first.value)} to ${metric.write(last.value)} ${metric.unit}`;
  return `${metric.title} over ${points.length} practices: ${change}.`;
}

interface TrendChartProps {
  metric: Metric;
  points: readonly Point[];
  ranges: PracticeRanges;
}

export function TrendChart({ metric, points, ranges }: TrendChartProps) {
  const { box, width } = useWidth();
  const [from, to] = metric.range(ranges);
  const values = points.map((point) => point.value);
  const top = Math.max(to * 1.25, ...values.map((value) => value * 1.1), 1);
  const x = (index: number) =>
    points.length < 2
      ? (LEFT + width - RIGHT) / 2
      : LEFT + (index / (points.length - 1)) * (width - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
  const line = points.map((point, index) => `${x(index).toFixed(1)},${y(point.value).toFixed(1)}`).join(" ");
  const last = points.at(-1);
  return (
    <section
      aria-labelledby={`${metric.id}-title`}
      className="grid min-w-0 content-start gap-2 border-line border-t pt-4"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={`${metric.id}-title`} className="text-lead">
          {metric.title}
        </h2>
        {last && (
          <p className="figures">
            <strong className="font-semibold">{metric.write(last.value)}</strong>{" "}
            <span className="text-soft">{metric.unit}, last time</span>
          </p>
        )}
      </div>
      <div ref={box} className="min-w-0">
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={summaryOf(metric, points)}
          className="figures block max-w-full"
        >
          {to > from && (
            <rect
              x={LEFT}
              width={width - LEFT - RIGHT}
              y={y(to)}
              height={y(from) - y(to)}
              className="fill-wash"
            />
          )}
          {[...new Set([0, from, to])].map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className="stroke-line" />
              <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" fontSize="13" className="fill-soft">
                {metric.write(tick)}
              </text>
            </g>
          ))}
          {points.length > 1 && (
            <polyline points={line} fill="none" strokeWidth="2" className="stroke-accent" />
          )}
          {points.map((point, index) => (
            <circle key={point.id} cx={x(index)} cy={y(point.value)} r="4.5" className="fill-accent" />
          ))}
          {points.length > 1 && (
            <>
              <text x={LEFT} y={HEIGHT - 6} fontSize="13" className="fill-soft">
                {date(points[0]?.at ?? "")}
              </text>
              <text x={width - RIGHT} y={HEIGHT - 6} textAnchor="end" fontSize="13" className="fill-soft">
                {date(last?.at ?? "")}
              </text>
            </>
          )}
        </svg>
      </div>
      <p className="text-small text-soft">{rangeInWords(metric, ranges)}.</p>
    </section>
  );
}
