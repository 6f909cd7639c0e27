// Asks before a page is left with words that are not saved; closing the window asks in the browser's own way.
import { useBlocker } from "@tanstack/react-router";
import { useText } from "../text/i18n.ts";
import { ConfirmDialog } from "../ui/Dialog.tsx";

/** @param what says what would be lost, in a sentence. */
export function LeaveGuard({ isOn, what }: { isOn: boolean; what: string }) {
  const t = useText();
  const asked = useBlocker({
    // Other parts of the same page are no leaving.
    shouldBlockFn: ({ current, next }) => isOn && current.pathname !== next.pathname,
    enableBeforeUnload: () => isOn,
    withResolver: true,
  });
  if (asked.status !== "blocked") return null;
  return (
    <ConfirmDialog
      isOpen
      isDanger
      title={t("leave.title")}
      effect={what}
      action={t("leave.anyway")}
      onClose={asked.reset}
      onConfirm={asked.proceed}
    />
  );
}
