import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useText } from "../text/i18n.ts";
import { Icon } from "./icons.tsx";

/** The quiet way to one more filter of a list: a menu of the few that there are. */
export function AddFilter({ children }: { children: ReactNode }) {
  const t = useText();
  return (
    <Menu position="bottom-start" transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <button type="button" className="token add">
          <Icon name="plus" />
          {t("table.addFilter")}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflow: "auto" }}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
