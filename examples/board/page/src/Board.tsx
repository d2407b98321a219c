import { useCallback } from "react";
import { ClosedBanner } from "../../../shared/page/ClosedBanner";
import { useConnectionNews } from "../../../shared/page/connection-status";
import { Notice } from "../../../shared/page/Notice";
import { PageHeader } from "../../../shared/page/PageHeader";
import { failureOf } from "../../../shared/page/reason";
import { useNotice } from "../../../shared/page/use-notice";
import { visitAgain } from "../../../shared/page/visit";
import type { BoardConnection } from "./board-connection";
import { FirehoseButton } from "./FirehoseButton";
import { TaskList } from "./TaskList";
import { useNewestTasks } from "./use-newest-tasks";

/** The board: what changed last on top, and as much below it as one scrolls to. */
export function Board({ connection }: { connection: BoardConnection }) {
  const { client, session } = connection;
  const { status, lastError } = useConnectionNews(connection);
  const newest = useNewestTasks(connection);
  const notice = useNotice();
  const { say } = notice;
  const { vote } = newest;
  const tellNotLoaded = useCallback((error: unknown) => say(failureOf("loaded", error)), [say]);

  const voteFor = useCallback(
    (id: string) => void vote(id).catch((error: unknown) => say(failureOf("counted", error))),
    [vote, say],
  );

  async function openFirehose() {
    try {
      const { seconds, perSecond } = await client.call.openFirehose();
      say(`${perSecond} changes a second, for ${seconds} seconds.`);
      return seconds;
    } catch (error) {
      say(failureOf("opened", error));
      return 0;
    }
  }

  return (
    <div className="board">
      <PageHeader title="Board" userId={session.userId} status={status}>
        <FirehoseButton isDisabled={status !== "live"} onOpen={openFirehose} />
      </PageHeader>
      <div className="board-banner">
        {status === "closed" && <ClosedBanner error={lastError} onSignOut={visitAgain} />}
        {newest.isError && <p role="alert">The tasks cannot be had. Load the page again.</p>}
      </div>
      <TaskList newest={newest} onVote={voteFor} onFailed={tellNotLoaded} />
      <Notice text={notice.text} onEnd={notice.forget} />
      <footer className="board-foot">
        <strong data-testid="loaded">{newest.tasks.length.toLocaleString()}</strong> of 5,000 tasks are in this tab
      </footer>
    </div>
  );
}
