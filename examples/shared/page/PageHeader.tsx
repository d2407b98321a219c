import type { ReactNode } from "react";
import { nameOf, tagOf } from "./author";
import type { ConnectionStatus } from "./connection-status";
import { StatusPill } from "./StatusPill";

interface Props {
  title: string;
  userId: string;
  status: ConnectionStatus;
  /** What concerns the whole page. */
  children?: ReactNode;
}

/** What the page is about, who one is, and the connection. */
export function PageHeader({ title, userId, status, children }: Props) {
  return (
    <header className="page-header">
      <img className="page-logo" src="/samovar.svg" alt="" width="36" height="36" />
      <div className="page-title">
        <h1>{title}</h1>
        <p>
          <span className="page-title-lead">you are </span>
          <strong data-testid="own-name">{nameOf(userId)}</strong>
          <span className="tag">{tagOf(userId)}</span>
        </p>
      </div>
      <StatusPill status={status} />
      <div className="page-actions">{children}</div>
    </header>
  );
}
