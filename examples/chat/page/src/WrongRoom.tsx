import { defaultRoom } from "../../../shared/page/room-name";

/** Shown instead of a room whose name cannot be one. */
export function WrongRoom() {
  return (
    <main className="sign-in">
      <div className="card">
        <img className="sign-in-logo" src="/samovar.svg" alt="" width="88" height="88" />
        <h1>No such room</h1>
        <p className="sign-in-lead">
          A room's name has 1 to 64 of the letters a to z, digits and hyphens, as in <code>/tea-time</code>.
        </p>
        <a className="primary" href={`/${defaultRoom}`}>
          Go to #{defaultRoom}
        </a>
      </div>
    </main>
  );
}
