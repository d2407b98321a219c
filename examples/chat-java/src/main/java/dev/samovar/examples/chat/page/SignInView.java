package dev.samovar.examples.chat.page;

import java.util.function.Consumer;
import org.teavm.jso.dom.html.HTMLButtonElement;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.HTMLInputElement;

/** The door: a name, and one is in the room. */
final class SignInView {
    private final HTMLInputElement name = (HTMLInputElement) Page.part("name");
    private final HTMLButtonElement enter = (HTMLButtonElement) Page.part("enter");
    private final HTMLElement error = Page.part("name-error");

    SignInView(String room, Consumer<Session> onSession) {
        Page.part("sign-in-room").setTextContent("#" + room);
        Page.part("sign-in").setHidden(false);
        Page.part("sign-in-form").addEventListener("submit", event -> {
            event.preventDefault();
            enter.setDisabled(true);
            SignIn.ask(name.getValue().trim(), onSession, this::refuse);
        });
        name.focus();
    }

    private void refuse(String reason) {
        error.setTextContent(reason);
        enter.setDisabled(false);
    }
}
