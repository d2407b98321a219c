package dev.samovar.examples.chat.page;

import org.teavm.jso.browser.Location;
import org.teavm.jso.dom.html.HTMLDocument;

/** What the page runs. */
public final class Main {
    private static final String ROOM_PARAMETER = "?room=";
    private static final String DEFAULT_ROOM = "lobby";

    private Main() {}

    public static void main(String[] args) {
        String room = roomOf(Location.current().getSearch());
        HTMLDocument.current().setTitle("#" + room + " · Samovar chat in Java");
        Session session = SignIn.stored();
        if (session == null) {
            new SignInView(room, signedIn -> enter(room, signedIn));
        } else {
            enter(room, session);
        }
    }

    private static void enter(String name, Session session) {
        RoomView view = new RoomView(name, session.userId());
        Room room = new Room(name, session, view);
        view.listen(room::say, room::dismiss);
        room.enter();
    }

    /** The room that the address asks for. What is no possible name, the server refuses. */
    private static String roomOf(String search) {
        return search.startsWith(ROOM_PARAMETER) ? search.substring(ROOM_PARAMETER.length()) : DEFAULT_ROOM;
    }
}
