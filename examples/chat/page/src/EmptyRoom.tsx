/** What stands where messages will be. */
export function EmptyRoom({ isReady }: { isReady: boolean }) {
  if (!isReady) {
    return <p className="empty-room">Fetching the room's messages…</p>;
  }
  return (
    <div className="empty-room" data-testid="empty-room">
      <img src="/samovar.svg" alt="" width="96" height="96" />
      <p>
        <strong>The samovar is warm, the room is quiet.</strong>
      </p>
      <p>Write the first message, or open this page in a second tab and talk to yourself.</p>
    </div>
  );
}
