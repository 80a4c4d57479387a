/** What operators' pages ask of the API. */
import { api, unwrap } from "./client";
import type { components } from "./schema.gen";

export type Latency = components["schemas"]["LatencyView"];

export const latencyQuery = {
  queryKey: ["operations", "latency"] as const,
  queryFn: () => unwrap(api.GET("/api/operations/latency")),
  refetchInterval: 3_000,
} as const;
