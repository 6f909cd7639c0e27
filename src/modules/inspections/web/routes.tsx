import { IconClipboardCheck } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/inspections", load: () => import("./register/RegisterPage.tsx") },
    { path: "/rounds/$id/inspections", load: () => import("./register/RegisterPage.tsx") },
    { path: "/inspections/$id", load: () => import("./record/RecordPage.tsx") },
    { path: "/inspections/$id/answer", load: () => import("./AnsweringPage.tsx") },
    { path: "/inspections/$id/review", load: () => import("./review/ReviewPage.tsx") },
    { path: "/inspections/$id/provided", load: () => import("./provided/ProvidedPage.tsx") },
    { path: "/inspections/$id/confirm", load: () => import("./confirm/ConfirmPage.tsx") },
  ],
  rail: [
    {
      to: "/inspections",
      label: "inspections.crumb",
      icon: IconClipboardCheck,
      // Whoever reads rounds comes by the round; a helper has only what was handed over.
      permissions: ["inspection.contribute"],
      place: "work",
    },
  ],
  unsent: async () => (await import("./answering/unsent.ts")).unsent,
  dutyPages: {
    "inspection.answer": "/inspections/$id/answer",
    "inspection.review": "/inspections/$id/review",
    "inspection.confirm": "/inspections/$id/confirm",
    "inspection.question": "/inspections/$id",
    "inspection.asked_again": "/inspections/$id/answer",
    "inspection.signed_for": "/inspections/$id/confirm",
    "inspection.sign_again": "/inspections/$id/papers",
    "delegation.answer": "/inspections/$id/answer",
    "service.answer": "/inspections/$id/provided",
    "evidence.renew": "/inspections/$id/answer",
  },
};
