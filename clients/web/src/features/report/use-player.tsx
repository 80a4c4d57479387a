/** The page's player, for quotes, transcript and the bar alike. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Track } from "@/shared/api/types";
import { Player, type PlayerSnapshot } from "./player";

interface Review {
  player: Player;
  /** Notes that the reader opened this turn, or "transcript". */
  opened(evidence: string): void;
}

const Context = createContext<Review | null>(null);

export function ReviewProvider(props: {
  tracks: readonly Track[];
  opened(evidence: string): void;
  children: ReactNode;
}) {
  const { tracks, opened, children } = props;
  const [player] = useState(() => {
    const audio = new Audio();
    audio.preload = "metadata";
    return new Player(audio, tracks);
  });
  useEffect(() => {
    let frame = 0;
    const step = () => {
      player.tick();
      if (player.snapshot().playing) frame = requestAnimationFrame(step);
    };
    const unsubscribe = player.subscribe(() => {
      cancelAnimationFrame(frame);
      if (player.snapshot().playing) frame = requestAnimationFrame(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
      player.pause();
    };
  }, [player]);
  return <Context.Provider value={{ player, opened }}>{children}</Context.Provider>;
}

export function useReview(): Review {
  const review = useContext(Context);
  if (!review) throw new Error("useReview outside ReviewProvider");
  return review;
}

/** Follows one value of the player; draws again only when that value changes. */
export function usePlayerValue<Value extends string | number | boolean | null>(
  select: (snapshot: PlayerSnapshot) => Value,
): Value {
  const { player } = useReview();
  return useSyncExternalStore(player.subscribe, () => select(player.snapshot()));
}
