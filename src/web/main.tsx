import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./theme/fonts.css";
import "./theme/tokens.css";
import "./theme/base.css";
import "./theme/frame.css";
import "./theme/parts.css";
import "./theme/forms.css";
import "./theme/table.css";
import "./theme/charts.css";
import "./theme/review.css";
import "./theme/workbook.css";
import "./theme/services.css";
import "./theme/home.css";
import "./theme/identity.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api.ts";
import { router } from "./router.tsx";
import { firstLanguage, startTexts } from "./text/i18n.ts";
import { cssVariables, theme } from "./theme/theme.ts";
import { trustOnlyOurs } from "./trusted.ts";
import { Toasts } from "./ui/Toasts.tsx";

trustOnlyOurs();

// The security policy allows only styles that carry the nonce of this answer.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

// The lock of the page's scroll behind a dialog writes a style of its own and looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: nonce });

await startTexts(firstLanguage());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
