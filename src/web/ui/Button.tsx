import { type MouseEvent, type ReactNode, type Ref, useId } from "react";
import { Icon, type IconName } from "./icons.tsx";

export type ButtonLook = "main" | "outlined" | "accent" | "quiet" | "danger";

type ButtonProps = {
  children: ReactNode;
  onClick?: () => void;
  /** main: the one filled button of a page; accent: the row that matters; quiet: without a border. */
  look?: ButtonLook;
  /** s: within rows; l: the primary action of a phone, which names its effect. */
  size?: "s" | "l";
  type?: "button" | "submit";
  icon?: IconName;
  /** The key that does the same; shown, not bound (see useKeys). */
  shortcut?: string;
  /** Why the button cannot be used now. It is said in the button's own label, so that nobody has to hover. */
  offBecause?: string | null | undefined;
  isBusy?: boolean;
  isPressed?: boolean;
  form?: string;
  ref?: Ref<HTMLButtonElement>;
};

const looks: Record<ButtonLook, string> = {
  main: " main",
  outlined: "",
  accent: " accent",
  quiet: " quiet",
  danger: " danger",
};

export const buttonClass = (look: ButtonLook = "outlined", size?: "s" | "l") =>
  `btn${looks[look]}${size ? ` ${size}` : ""}`;

/** A form is kept from being sent by what is typed and is no day; the main act of a page that is none stops there as well. */
function showsWhatIsNoDay({ currentTarget }: MouseEvent<HTMLButtonElement>): boolean {
  const place = currentTarget.closest("[role=dialog], main");
  const wrong = [...(place?.querySelectorAll("input") ?? [])].find((input) => input.validity.customError);
  return wrong !== undefined && !wrong.reportValidity();
}

export function Button({
  children,
  onClick,
  look = "outlined",
  size,
  type = "button",
  icon,
  shortcut,
  offBecause,
  isBusy,
  isPressed,
  form,
  ref,
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type={type}
      form={form}
      className={buttonClass(look, size)}
      disabled={Boolean(offBecause) || isBusy === true}
      aria-busy={isBusy}
      aria-pressed={isPressed}
      onClick={(event) => {
        if (look !== "main" || type === "submit" || !showsWhatIsNoDay(event)) onClick?.();
      }}
    >
      {isBusy ? <i className="spin" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
      {offBecause ? <span>({offBecause})</span> : null}
      {shortcut ? <kbd aria-hidden="true">{shortcut}</kbd> : null}
    </button>
  );
}

/** A button that is only an icon; its label is read and shown as a tip. */
export function IconButton({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** What a phone screen is for, within reach of the thumb: one primary button, up to three beside it below. */
export function ThumbZone({
  children,
  rest,
  note,
}: {
  children: ReactNode;
  rest?: ReactNode;
  note?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="thumb-zone" aria-describedby={note ? id : undefined}>
      {children}
      {rest ? <div className="rest">{rest}</div> : null}
      {note ? (
        <p id={id} className="small soft">
          {note}
        </p>
      ) : null}
    </div>
  );
}
