import { IconMail } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/messages", load: () => import("./MessagesPage.tsx") },
    { path: "/messages/$id", load: () => import("./OpenPage.tsx") },
    { path: "/me/messages", load: () => import("./PreferencesPage.tsx") },
    { path: "/mails", load: () => import("./MailsPage.tsx") },
  ],
  personPanels: [{ id: "mail", permissions: ["account.read"], load: () => import("./PersonMail.tsx") }],
  rail: [
    { to: "/mails", label: "rail.mails", icon: IconMail, permissions: ["mail.read"], place: "settings" },
  ],
};
