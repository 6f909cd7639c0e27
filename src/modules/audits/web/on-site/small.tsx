import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";

export { Button } from "#web/ui/Button.tsx";

/** Signing in, and back to the sheet: what was entered waits meanwhile. */
export function GoBack({ visitId }: { visitId: string }) {
  const t = useText();
  return (
    <p>
      <Go to="/sign-in" search={{ to: `/on-site/${visitId}` }}>
        {t("audits.onSite.signIn")}
      </Go>
    </p>
  );
}
