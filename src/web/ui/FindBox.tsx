import { useDebouncedCallback } from "@mantine/hooks";

type Props = {
  label: string;
  /** What is looked for now; another value from outside needs another key. */
  value: string;
  onFind: (words: string) => void;
  maxLength?: number;
};

/** Looking for words on the server: asks when the hand rests, at once with Enter or when nothing is left to look for. */
export function FindBox({ label, value, onFind, maxLength = 100 }: Props) {
  const later = useDebouncedCallback(onFind, { delay: 250, flushOnUnmount: false });
  const now = (words: string) => {
    later.cancel();
    onFind(words);
  };
  return (
    <input
      className="find"
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={maxLength}
      defaultValue={value}
      onChange={({ target }) => (target.value.trim() === "" ? now("") : later(target.value.trim()))}
      onKeyDown={(event) => event.key === "Enter" && now(event.currentTarget.value.trim())}
    />
  );
}
