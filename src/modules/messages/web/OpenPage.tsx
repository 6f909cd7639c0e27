// Where the link of a mail and a line of the inbox lead: marks the message as read and goes on to its record.
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useCommand } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { messages } from "../contract.ts";

export default function OpenPage() {
  const t = useText();
  const id = useParam("id");
  const router = useRouter();
  const { mutate, data, error } = useCommand(messages.openMessage, [
    messages.listMessages,
    messages.countMessages,
  ]);
  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (asked.current === id) return;
    asked.current = id;
    mutate(
      { id },
      {
        onSuccess: ({ path }) => {
          if (path) router.history.replace(path);
        },
      },
    );
  }, [id, mutate, router]);
  return (
    <Page title={t("message.inbox")} crumbs={[{ label: t("message.inbox"), to: "/messages" }]}>
      {error ? (
        <ErrorState error={error} />
      ) : data?.path === null ? (
        <EmptyState
          icon="lock"
          title={t("message.openGone")}
          action={<GoButton to="/messages">{t("message.inbox")}</GoButton>}
        >
          {t("message.openGoneHelp")}
        </EmptyState>
      ) : (
        <Loading rows={6} />
      )}
    </Page>
  );
}
