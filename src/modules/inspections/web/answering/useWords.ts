// Words being written outside of an answer: kept on the device until they were sent.
import { useEffect, useState } from "react";
import { useSession } from "#web/session.ts";
import { device } from "./kept.ts";

export function useWords(place: string): [string, (text: string) => void] {
  const { personId } = useSession();
  const key = `${personId}|${place}`;
  const [text, setText] = useState("");
  useEffect(() => {
    let isHere = true;
    void device.words.get(key).then(
      (kept) => {
        if (isHere && kept) setText((typed) => typed || kept.text);
      },
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [key]);
  const change = (next: string) => {
    setText(next);
    const written = next === "" ? device.words.delete(key) : device.words.put({ key, personId, text: next });
    void Promise.resolve(written).catch(() => undefined);
  };
  return [text, change];
}
