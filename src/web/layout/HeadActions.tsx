// The buttons of a page's head. On a phone only the main one stays in sight; the others open behind three dots.
import { Children, Fragment, isValidElement, type ReactNode, useId, useState } from "react";
import { useText } from "../text/i18n.ts";
import { Icon } from "../ui/icons.tsx";

/** What stands side by side, however it was wrapped. */
const flat = (nodes: ReactNode): ReactNode[] =>
  Children.toArray(nodes).flatMap((node) =>
    isValidElement<{ children?: ReactNode }>(node) && node.type === Fragment
      ? flat(node.props.children)
      : [node],
  );

const isMain = (node: ReactNode) =>
  isValidElement<{ look?: string; className?: string }>(node) &&
  (node.props.look === "main" || /\bmain\b/.test(node.props.className ?? ""));

export function HeadActions({ children }: { children: ReactNode }) {
  const t = useText();
  const id = useId();
  const [isOpen, open] = useState(false);
  const all = flat(children);
  const main = all.find(isMain) ?? all.at(-1);
  const rest = all.filter((one) => one !== main);
  return (
    <div className="actions">
      {/* Closing on Escape and on a choice; the buttons within are reached by Tab as ever. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div
        id={id}
        className={isOpen ? "rest open" : "rest"}
        // A menu among them opens from where it stands; its items are a choice again.
        onClick={({ target }) => {
          if (!(target instanceof Element && target.closest("[aria-haspopup]"))) open(false);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") open(false);
        }}
      >
        {rest}
      </div>
      <button
        type="button"
        className="btn rest-key"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={t("action.moreActions")}
        onClick={() => open(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {main}
    </div>
  );
}
