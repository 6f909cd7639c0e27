// The pages of notices: of one incident, of one notice, and of the table that calls for them.
import type { PageRoute } from "#web/web-module.ts";

const notice = "/incidents/notices/$id";

export const noticePages = {
  pages: [
    { path: "/incidents/$id/notices", load: () => import("./NoticesPage.tsx") },
    { path: notice, load: () => import("./NoticePage.tsx") },
    { path: "/incidents/notice-table", load: () => import("./TablePage.tsx") },
    { path: "/incidents/notice-table/try", load: () => import("./TrialPage.tsx") },
    { path: "/incidents/notice-table/omissions", load: () => import("./OmissionsPage.tsx") },
    { path: "/incidents/notice-table/new", load: () => import("./NewLinePage.tsx") },
    { path: "/incidents/notice-table/$id", load: () => import("./LinePage.tsx") },
  ] satisfies readonly PageRoute[],
  duties: {
    "incident.notice": notice,
    "incident.notice_approve": notice,
    "incident.notice_second": notice,
  },
};
