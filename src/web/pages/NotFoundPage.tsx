import { Page } from "../layout/Page.tsx";
import { GoButton } from "../navigation.tsx";
import { useText } from "../text/i18n.ts";

export default function NotFoundPage() {
  const t = useText();
  return (
    <Page title={t("state.notFound")}>
      <div className="stack s">
        <p className="soft">{t("state.notFoundAdvice")}</p>
        <div>
          <GoButton to="/">{t("state.toHome")}</GoButton>
        </div>
      </div>
    </Page>
  );
}
