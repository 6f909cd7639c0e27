// The chosen control beside the list; on a phone it is a page of its own size over it.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Lang, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { standards } from "../contract.ts";
import { ControlBody } from "./ControlBody.tsx";
import type { Edition } from "./EditionFrame.tsx";
import type { ControlUrl } from "./filters.ts";

export function ControlPanel({ edition, controlId }: { edition: Edition; controlId: string }) {
  const t = useText();
  const [url, set] = useUrl<ControlUrl>();
  const control = useOperation(standards.getControl, {
    id: edition.id,
    controlId,
    ...(url.beside ? { beside: url.beside } : {}),
  });
  const close = () => set({ control: undefined });
  const step = (to: string | null | undefined) => (to ? () => set({ control: to }) : undefined);
  const [previous, next] = [step(control.data?.previousId), step(control.data?.nextId)];
  useKey({ key: "escape", label: t("action.close"), run: close });
  useKey(previous ? { key: "k", label: t("control.previous"), run: previous } : null);
  useKey(next ? { key: "j", label: t("control.next"), run: next } : null);
  return (
    <aside className="panel control-panel" aria-label={controlId}>
      {control.isError ? (
        <ErrorState error={control.error} />
      ) : !control.data ? (
        <Loading rows={10} />
      ) : (
        <>
          <header>
            <span className="mono mute">{control.data.id}</span>
            {control.data.mandatory ? <Tag isMust>{t("demand.mandatory")}</Tag> : null}
            <span className="grow" />
            <Button size="s" onClick={previous ?? close} offBecause={previous ? null : "–"}>
              ‹ {t("control.previousShort")}
            </Button>
            <Button size="s" onClick={next ?? close} offBecause={next ? null : "–"}>
              {t("control.nextShort")} ›
            </Button>
            <IconButton icon="close" label={t("action.close")} onClick={close} />
          </header>
          <h2>
            <Lang lang={control.data.title.lang}>{control.data.title.text}</Lang>
            {control.data.beside ? (
              <Lang lang={control.data.beside.title.lang} className="sub beside">
                {control.data.beside.title.text}
              </Lang>
            ) : null}
          </h2>
          <ControlBody edition={edition} control={control.data} />
          <GoButton
            size="s"
            to="/standards/$id/controls/$controlId"
            params={{ id: edition.id, controlId: control.data.id }}
          >
            {t("control.ownPage")}
          </GoButton>
        </>
      )}
    </aside>
  );
}
