import { Page } from "../layout/Page.tsx";
import { useText } from "../text/i18n.ts";
import { EmptyState } from "../ui/parts.tsx";

export default function NotFoundPage() {
  const t = useText();
  return (
    <Page title={t("state.notFound")}>
      <EmptyState title={t("state.notFound")}>{t("state.notFoundAdvice")}</EmptyState>
    </Page>
  );
}
