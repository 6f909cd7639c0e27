// Lent to the frame: the bell with what is unread.
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Icon } from "#web/ui/icons.tsx";
import { messages } from "../contract.ts";

export function Bell() {
  const t = useText();
  const { data } = useOperation(messages.countMessages, {}, { refetchEvery: 60_000 });
  const unread = data?.unread ?? 0;
  return (
    <Go
      to="/messages"
      className="bell"
      aria-label={unread > 0 ? t("message.bell", { count: unread }) : t("message.bellNone")}
    >
      <Icon name="bell" />
      {unread > 0 ? (
        <span className="n" aria-hidden="true">
          {unread > 99 ? "99+" : unread}
        </span>
      ) : null}
    </Go>
  );
}
