// Keys of a page: bound while it is open, listed by "?". Plain letters do nothing while somebody types.
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useText } from "../text/i18n.ts";
import { Dialog } from "./Dialog.tsx";

export type KeyBinding = {
  /** As in KeyboardEvent.key, lower case; "mod+k" is Ctrl or ⌘, "shift+enter". */
  key: string;
  /** What it does, for the overlay; without one the key is not listed. */
  label?: string;
  run: () => void;
  /** Also while a field has the focus (for "mod+enter" and the like). */
  whileTyping?: boolean;
};

type Registry = { add: (binding: { current: KeyBinding }) => () => void; open: () => void };
const KeysContext = createContext<Registry | null>(null);

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  (target as HTMLInputElement).type !== "checkbox";

// On buttons and links Enter and Space already mean "press this".
const isPressing = (event: KeyboardEvent) =>
  event.target instanceof HTMLElement &&
  /^(BUTTON|A)$/.test(event.target.tagName) &&
  (event.key === "Enter" || event.key === " ");

function nameOf(event: KeyboardEvent): string {
  // A Japanese keyboard left in its full-width mode means the same keys.
  const plain = event.key.normalize("NFKC");
  const key = event.key === " " ? "space" : plain.toLowerCase();
  // On letters Shift is a key of its own; on signs it only makes the sign.
  const shift = event.shiftKey && (plain.length > 1 || /^[a-z]$/i.test(plain)) ? "shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "mod+" : ""}${event.altKey ? "alt+" : ""}${shift}${key}`;
}

export function KeysProvider({ children }: { children: ReactNode }) {
  const bindings = useRef(new Set<{ current: KeyBinding }>());
  const [listed, setListed] = useState<readonly KeyBinding[] | null>(null);
  const list = () => setListed([...bindings.current].map((one) => one.current));
  const registry = useMemo<Registry>(
    () => ({
      add: (binding) => {
        bindings.current.add(binding);
        return () => bindings.current.delete(binding);
      },
      open: () => setListed([...bindings.current].map((one) => one.current)),
    }),
    [],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A Japanese or Chinese input method is still composing: Enter chooses a word there.
      if (event.isComposing || event.defaultPrevented || isPressing(event)) return;
      const isDialogOpen = document.querySelector("[aria-modal='true']") !== null;
      const name = nameOf(event);
      // The latest bound wins: a dialog's or a panel's key before the page's.
      const found = [...bindings.current].reverse().find((one) => one.current.key === name);
      if (
        !found ||
        (isTyping(event.target) && !found.current.whileTyping) ||
        (isDialogOpen && !found.current.whileTyping)
      )
        return;
      event.preventDefault();
      found.current.run();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <KeysContext value={registry}>
      <HelpKey onOpen={list} />
      {children}
      {listed ? <KeyList bindings={listed} onClose={() => setListed(null)} /> : null}
    </KeysContext>
  );
}

function HelpKey({ onOpen }: { onOpen: () => void }) {
  const t = useText();
  useKey({ key: "?", label: t("keys.help"), run: onOpen });
  return null;
}

/** Binds one key while the component is shown. */
export function useKey(binding: KeyBinding | null): void {
  const registry = use(KeysContext);
  const latest = useRef<KeyBinding | null>(binding);
  // With the rows that a key acts on, not a moment after them: whoever sees a row may press at once.
  useLayoutEffect(() => {
    latest.current = binding;
  });
  const key = binding?.key;
  useLayoutEffect(() => {
    if (!registry || key === undefined) return;
    return registry.add(latest as { current: KeyBinding });
  }, [registry, key]);
}

/** Opens the list of keys, for a button that says "? all keys". */
export const useKeyHelp = () => use(KeysContext)?.open;

/** How a key is printed on its cap. */
export function keyCaps(key: string): string[] {
  const names: Record<string, string> = {
    mod: "Ctrl",
    shift: "⇧",
    enter: "↵",
    space: "Space",
    arrowdown: "↓",
    arrowup: "↑",
    escape: "Esc",
    alt: "Alt",
  };
  return key.split("+").map((part) => names[part] ?? part);
}

function KeyList({ bindings, onClose }: { bindings: readonly KeyBinding[]; onClose: () => void }) {
  const t = useText();
  const listed = new Map(bindings.filter((one) => one.label).map((one) => [one.key, one]));
  return (
    <Dialog isOpen onClose={onClose} title={t("keys.title")} size="s">
      <dl className="keys-list">
        {[...listed.values()].map((one) => (
          <Line key={one.key} binding={one} />
        ))}
      </dl>
    </Dialog>
  );
}

const Line = ({ binding }: { binding: KeyBinding }) => (
  <>
    <dt>
      {keyCaps(binding.key).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </dt>
    <dd>{binding.label}</dd>
  </>
);
