// Words being written outside of an answer: kept on the device until they were sent.
import { useEffect, useState } from "react";
import { useSession } from "#web/session.ts";
import { leftAhead } from "./ahead.ts";
import { device, keepWords, type Words } from "./kept.ts";

export function useWords(place: string): [string, (text: string) => void] {
  const { personId } = useSession();
  const key = `${personId}|${place}`;
  const [text, setText] = useState("");
  useEffect(() => {
    let isHere = true;
    const left = leftAhead<Words>("words", personId).find((one) => one.key === key);
    const take = (kept: Words | undefined) => {
      if (isHere && kept) setText((typed) => typed || kept.text);
    };
    if (left) take(left);
    else void device.words.get(key).then(take, () => undefined);
    return () => {
      isHere = false;
    };
  }, [key, personId]);
  const change = (next: string) => {
    setText(next);
    void keepWords({ key, personId, text: next }).catch(() => undefined);
  };
  return [text, change];
}
