// The figure that an address leads to: it is scrolled to once it is there, and stands out.
import { useEffect } from "react";

const placeOf = (id: string) => `figure-${id}`;

export const markOf = (id: string) => ({
  id: placeOf(id),
  className: location.hash === `#${placeOf(id)}` ? "marked" : "",
});

export function useScrollToMarked(isThere: boolean): void {
  useEffect(() => {
    if (isThere && location.hash.startsWith("#figure-"))
      document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
  }, [isThere]);
}
