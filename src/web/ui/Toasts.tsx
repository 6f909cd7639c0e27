import { Notifications, notifications } from "@mantine/notifications";
import { wordNow } from "../text/i18n.ts";

/** Where short words appear that need no answer. */
export const Toasts = () => (
  <Notifications position="bottom-right" limit={3} autoClose={5000} transitionDuration={120} />
);

/**
 * Says that something was done. Only for what the page itself does not show; errors belong beside what caused them.
 * The text is the caller's, in the reader's language.
 */
export function toast(title: string, message?: string, { stays } = { stays: false }): void {
  notifications.show({
    title,
    message: message ?? "",
    withBorder: false,
    icon: null,
    closeButtonProps: { "aria-label": wordNow("action.close") },
    ...(stays ? { autoClose: false } : {}),
  });
}
