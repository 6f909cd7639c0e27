import { Menu } from "@mantine/core";
import { buttonClass } from "./Button.tsx";
import { Icon, type IconName } from "./icons.tsx";

export type Action = {
  label: string;
  onClick: () => void;
  icon?: IconName;
  isDanger?: boolean;
  /** Why it cannot be done now; said in the line itself. */
  offBecause?: string | null;
};

type MenuProps = {
  label: string;
  actions: readonly Action[];
  /** Shown as a button with its label and this picture, where a page has room for it. */
  icon?: IconName;
  size?: "s";
  isBusy?: boolean;
};

/** What else may be done with a row, behind three dots. `label` says whose actions they are. */
export function ActionMenu({ label, actions, icon, size, isBusy }: MenuProps) {
  return (
    // Its placeholder for the first focus is no menu item, which a menu may not hold (WAI-ARIA 1.2, menu).
    <Menu position="bottom-end" transitionProps={{ duration: 100 }} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        {icon ? (
          <button
            type="button"
            className={buttonClass("outlined", size)}
            disabled={isBusy === true}
            aria-busy={isBusy}
          >
            <Icon name={icon} />
            {label}
          </button>
        ) : (
          <button type="button" className="icon-btn" aria-label={label} title={label}>
            <Icon name="more" />
          </button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Menu.Item
            key={action.label}
            disabled={Boolean(action.offBecause)}
            leftSection={action.icon ? <Icon name={action.icon} /> : null}
            style={action.isDanger ? { color: "var(--serious-ink)" } : undefined}
            onClick={action.onClick}
          >
            {action.label}
            {action.offBecause ? ` (${action.offBecause})` : ""}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
