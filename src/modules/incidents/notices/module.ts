// What the notices bring to the manifest of incidents.
import { judgeNotice, omitNotice, seeOmission } from "./approving.ts";
import { getNoticeChoices, getNoticeLine, getNoticeTable } from "./lines.ts";
import { addNotice, meetsTable } from "./opening.ts";
import { hearsBounces, noticeMail, postsNotices, takesReceipts } from "./posting.ts";
import { proveNotice, seeGivenAhead } from "./proving.ts";
import { exportOmissions } from "./exporting.ts";
import { countOmissions, listOmissions } from "./omissions.ts";
import { getNotice, listNotices } from "./reading.ts";
import { sendNotice } from "./sending.ts";
import { addNoticeLine, changeNoticeLine, endNoticeLine } from "./setting.ts";
import { tryNoticeTable } from "./trial.ts";
import { writeNotice } from "./writing.ts";

export const noticesPart = {
  service: {
    getNoticeTable,
    getNoticeLine,
    getNoticeChoices,
    addNoticeLine,
    changeNoticeLine,
    endNoticeLine,
    tryNoticeTable,
    listNotices,
    addNotice,
    getNotice,
    writeNotice,
    judgeNotice,
    sendNotice,
    proveNotice,
    seeGivenAhead,
    omitNotice,
    seeOmission,
    listOmissions,
    countOmissions,
    exportOmissions,
  },
  subscribers: [meetsTable, postsNotices, hearsBounces],
  timed: [takesReceipts],
  mails: [noticeMail],
};
