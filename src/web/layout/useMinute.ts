import { useEffect, useState } from "react";

/** The moment, as an ISO text, kept right to the minute. */
export function useMinute(): string {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setTimeout(() => setNow(new Date()), 60_000 - (now.getTime() % 60_000) + 50);
    return () => clearTimeout(timer);
  }, [now]);
  return now.toISOString();
}
