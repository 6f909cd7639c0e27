import { useDebouncedCallback } from "@mantine/hooks";
import { useRef, useState } from "react";
import { useText } from "../text/i18n.ts";
import { Icon } from "./icons.tsx";
import { useKey } from "./keys.tsx";

type Props = {
  label: string;
  /** What is looked for now. */
  value: string;
  onFind: (words: string) => void;
  maxLength?: number;
  /** The page's own search, reached with "/". */
  isOnKey?: boolean;
};

/** Looking for words on the server: asks when the hand rests, at once with Enter or when nothing is left to look for. */
export function FindBox({ label, value, onFind, maxLength = 100, isOnKey = false }: Props) {
  const t = useText();
  const box = useRef<HTMLInputElement>(null);
  useKey(isOnKey ? { key: "/", label: t("keys.find"), run: () => box.current?.focus() } : null);
  const [typed, type] = useState(value);
  const [asked, ask] = useState(value);
  const [known, know] = useState(value);
  // Another value than the one that was asked for comes from outside: filters were cleared, a saved view was opened.
  if (value !== known) {
    know(value);
    if (value !== asked) type(value);
  }
  const find = (words: string) => {
    ask(words);
    onFind(words);
  };
  const later = useDebouncedCallback(find, { delay: 250, flushOnUnmount: false });
  const now = (words: string) => {
    later.cancel();
    find(words);
  };
  const input = (
    <input
      ref={box}
      className="find"
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={maxLength}
      value={typed}
      onChange={({ target }) => {
        type(target.value);
        if (target.value.trim() === "") now("");
        else later(target.value.trim());
      }}
      onKeyDown={(event) => event.key === "Enter" && now(event.currentTarget.value.trim())}
    />
  );
  if (!isOnKey) return input;
  return (
    <span className="find-box">
      <Icon name="search" />
      {input}
      <kbd aria-hidden="true">/</kbd>
    </span>
  );
}
