// How a form in a dialog ends: what went wrong, the way out, and the one act, which says why it cannot be done yet.
import type { ReactNode } from "react";
import { FormError, type NameOf } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";

type Props = {
  error: unknown;
  nameOf?: NameOf;
  isBusy: boolean;
  offBecause: string | null;
  /** The words of the act. */
  children: ReactNode;
  onClose: () => void;
};

export function FormEnds({ error, nameOf, isBusy, offBecause, children, onClose }: Props) {
  const t = useText();
  return (
    <>
      <FormError error={error} nameOf={nameOf} />
      <div className="ends">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" look="main" isBusy={isBusy} offBecause={offBecause}>
          {children}
        </Button>
      </div>
    </>
  );
}
