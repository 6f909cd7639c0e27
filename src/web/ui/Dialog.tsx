import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useText } from "../text/i18n.ts";
import { Button } from "./Button.tsx";

type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: "s" | "m" | "l" | "full";
  children: ReactNode;
};

const sizes = { s: 420, m: 560, l: 840, full: 1280 };

/** A dialog that keeps the focus inside and gives it back; Escape closes it. */
export function Dialog({ isOpen, onClose, title, size = "m", children }: DialogProps) {
  const t = useText();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={sizes[size]}
      closeButtonProps={{ "aria-label": t("action.close") }}
      transitionProps={{ duration: 120 }}
    >
      {children}
    </Modal>
  );
}

type ConfirmDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What will happen, in numbers, before it happens. */
  effect: ReactNode;
  /** The button names its effect: "Close 3 findings". */
  action: string;
  isDanger?: boolean;
  /** Asks for a reason that is kept with the decision. */
  reason?: { label: string; isRequired?: boolean; placeholder?: string };
  isBusy?: boolean;
  /** Why it cannot be confirmed yet. */
  offBecause?: string | null;
  error?: ReactNode;
  onConfirm: (reason: string) => void;
};

export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  effect,
  action,
  isDanger = false,
  reason,
  isBusy = false,
  offBecause = null,
  error,
  onConfirm,
}: ConfirmDialogProps) {
  const t = useText();
  const id = useId();
  const [text, setText] = useState("");
  const missing = reason?.isRequired !== false && reason !== undefined && text.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm(text.trim());
  };
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} size="s">
      <form className="form" onSubmit={submit}>
        <div className="soft">{effect}</div>
        {reason ? (
          <div className="field">
            <label htmlFor={id}>{reason.label}</label>
            <textarea
              id={id}
              className="input"
              value={text}
              maxLength={2000}
              placeholder={reason.placeholder}
              onChange={(event) => setText(event.target.value)}
              data-autofocus
            />
          </div>
        ) : null}
        {error}
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button
            type="submit"
            look={isDanger ? "danger" : "main"}
            isBusy={isBusy}
            offBecause={missing ? t("dialog.reasonFirst") : offBecause}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
