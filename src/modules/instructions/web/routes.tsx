import { IconSpeakerphone } from "@tabler/icons-react";
import type { WebModule } from "#web/web-module.ts";

export const routes: WebModule = {
  pages: [
    { path: "/instructions", load: () => import("./InstructionsPage.tsx") },
    { path: "/instructions/new", load: () => import("./NewInstructionPage.tsx") },
    { path: "/instructions/$id", load: () => import("./InstructionPage.tsx") },
    { path: "/instructions/$id/edit", load: () => import("./EditInstructionPage.tsx") },
    { path: "/instructions/received/$id", load: () => import("./ReceivedPage.tsx") },
  ],
  rail: [
    {
      to: "/instructions",
      label: "rail.instructions",
      icon: IconSpeakerphone,
      permissions: ["instruction.read"],
      place: "work",
    },
  ],
  dutyPages: {
    "instruction.acknowledge": "/instructions/received/$id",
    "instruction.carry_out": "/instructions/received/$id",
  },
  companySections: [
    {
      id: "instructions",
      place: "panels",
      permissions: ["instruction.read"],
      load: () => import("./CompanyInstructions.tsx"),
    },
  ],
};
