// The frame of a dialog in which something is said of an incident.
import type { FormEvent, ReactNode } from "react";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import type { Incident } from "./incident.ts";

export type DialogProps = { incident: Incident; onClose: () => void };
type FrameProps = DialogProps & {
  title: string;
  action: string;
  error: unknown;
  isBusy: boolean;
  offBecause: string | null;
  onSubmit: () => void;
  children: ReactNode;
};

export function IncidentDialog({
  title,
  action,
  error,
  isBusy,
  offBecause,
  onSubmit,
  onClose,
  children,
}: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form className="form" onSubmit={submit}>
        {children}
        <FormEnds error={error} isBusy={isBusy} offBecause={offBecause} onClose={onClose}>
          {action}
        </FormEnds>
      </form>
    </Dialog>
  );
}
