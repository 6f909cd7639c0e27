import { Notifications, notifications } from "@mantine/notifications";
import { wordNow } from "../text/i18n.ts";
import { Button } from "./Button.tsx";

/** Where short words appear that need no answer. */
export const Toasts = () => (
  <Notifications position="bottom-right" limit={3} autoClose={5000} transitionDuration={120} />
);

/** `undo`: one step back, offered instead of a message. */
type Options = { stays?: boolean; undo?: { label: string; run: () => void } };

/**
 * Says that something was done. Only for what the page itself does not show; errors belong beside what caused them.
 * The text is the caller's, in the reader's language.
 */
export function toast(title: string, message?: string, { stays = false, undo }: Options = {}): void {
  const id = notifications.show({
    title,
    message: undo ? (
      <Button
        size="s"
        onClick={() => {
          notifications.hide(id);
          undo.run();
        }}
      >
        {undo.label}
      </Button>
    ) : (
      (message ?? "")
    ),
    withBorder: false,
    icon: null,
    closeButtonProps: { "aria-label": wordNow("action.close") },
    ...(stays ? { autoClose: false } : {}),
  });
}
